"""Keeps numeric panels showing the ticket they were told, and knows which of them are there."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum

from drivers.contract import (
    Context,
    Declaration,
    DeviceError,
    DeviceRefusedError,
    DeviceSilentError,
    Finding,
    Health,
    Kind,
    LineSettings,
    TextDisplay,
    Wire,
)
from drivers.led.panel.text import registers_of, value_of
from drivers.modbus.line import AWAY_REST_S, ModbusLine
from drivers.modbus.messages import Registers
from drivers.modbus.options import ModbusOptions, check_unit

VALUE_REGISTER = 0x0000
ASCII_REGISTER = 0x0070
_TRIED, _TRY_S = "8888", 2.0


class Letters(StrEnum):
    """What becomes of the letters of a ticket."""

    DROP = "drop"  # the number alone, in register 0
    ASCII = "ascii"  # as characters, from register 0070 on


@dataclass(frozen=True, eq=False)
class PanelOptions(ModbusOptions):
    """Which panels are on the line. `width` is how many characters fit, for `ascii` alone."""

    addresses: tuple[int, ...] = (1,)
    letters: Letters = Letters.DROP
    width: int = 4
    poll_interval_s: float = 5.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.addresses or len(set(self.addresses)) < len(self.addresses):
            raise ValueError(f"addresses: one or more, each once: {self.addresses}")
        for address in self.addresses:
            check_unit("addresses", address)
        if self.width not in range(2, 33, 2):
            raise ValueError(f"width: {self.width} is not an even number from 2 to 32")


@dataclass(slots=True)
class _Panel:
    """What is known of one panel. `shown` is None where it cannot be known."""

    address: int
    health: Health = Health.STARTING
    wanted: str | None = None
    shown: str | None = None
    due_s: float = float("-inf")


class NumericPanels(TextDisplay):
    """LED panels with digits, on RS-485. Not yet verified on hardware.

    A unit is a panel's Modbus address. Of a text the ticket is shown: its last four digits, or
    letters and digits where the panel writes ASCII; a text without a number shows 0, or nothing.
    A panel that was away shows its ticket again before it is reported back.
    """

    declaration = Declaration(
        kind=Kind.LED,
        protocol="modbus-panel",
        title="Numeric LED panels on Modbus",
        options=PanelOptions,
        line=LineSettings(baudrate=9600),
        capabilities=frozenset({"digits", "units"}),
    )

    options: PanelOptions

    def __init__(self, wire: Wire, options: PanelOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._line = ModbusLine(wire, options)
        self._panels = {str(address): _Panel(address) for address in options.addresses}

    async def run(self) -> None:
        """Ask each panel in turn whether it is there, until the wire is lost."""
        while True:
            for panel in self._panels.values():
                if panel.due_s <= _now_s():
                    await self._look_after(panel)
            await asyncio.sleep(min(panel.due_s for panel in self._panels.values()) - _now_s())

    async def show(self, unit: str, text: str) -> None:
        """Have `unit` show the ticket in `text` and nothing else."""
        panel = self._panel(unit)
        panel.wanted = text
        try:
            await self._write(panel)
        except DeviceSilentError as error:
            self._note(panel, Health.OFFLINE, str(error))
            raise
        self._note(panel, Health.ONLINE)

    async def self_test(self) -> list[Finding]:
        """Show 8888 on each panel for a person to look at, then what it showed before."""
        return [await self._try(panel) for panel in self._panels.values()]

    async def _try(self, panel: _Panel) -> Finding:
        before = panel.wanted or ""
        try:
            await self.show(str(panel.address), _TRIED)
            await asyncio.sleep(_TRY_S)
            if panel.wanted == _TRIED:  # a call in the middle of the test stands
                await self.show(str(panel.address), before)
        except DeviceError as error:
            return Finding(False, f"panel {panel.address}: {error}")
        return Finding(True, f"panel {panel.address} was told to show {_TRIED}: did it?")

    def _panel(self, unit: str) -> _Panel:
        if unit not in self._panels:
            there = ", ".join(self._panels)
            meaning = f"no panel {unit!r} on this line; there are: {there}"
            raise DeviceRefusedError("unknown_unit", meaning)
        return self._panels[unit]

    async def _look_after(self, panel: _Panel) -> None:
        try:
            await self._is_there(panel.address)
            if panel.wanted is not None and panel.shown != panel.wanted:
                await self._write(panel)
        except DeviceSilentError as error:
            panel.shown = None  # it may have been without power, which a number does not survive
            self._note(panel, Health.OFFLINE, str(error))
        except DeviceRefusedError as error:
            self._note(panel, Health.HARDWARE_ERROR, str(error))
        else:
            self._note(panel, Health.ONLINE)

    async def _is_there(self, address: int) -> None:
        try:
            await self._line.read_registers(address, Registers.HOLDING, VALUE_REGISTER, 1)
        except DeviceRefusedError:
            return  # a panel that does not let its number be read has answered all the same

    async def _write(self, panel: _Panel) -> None:
        text, panel.shown = panel.wanted or "", None
        if self.options.letters is Letters.ASCII:
            registers = registers_of(text, self.options.width)
            await self._line.write_registers(panel.address, ASCII_REGISTER, registers)
        else:
            await self._line.write_register(panel.address, VALUE_REGISTER, value_of(text))
        panel.shown = text

    def _note(self, panel: _Panel, health: Health, detail: str = "") -> None:
        panel.health = health
        there = health is not Health.OFFLINE
        panel.due_s = _now_s() + (self.options.poll_interval_s if there else AWAY_REST_S)
        if len(self._panels) > 1:
            self.report_health(health, detail, str(panel.address))
        healths = [panel.health for panel in self._panels.values()]
        if Health.ONLINE in healths:
            self.report_health(Health.ONLINE)
        elif Health.STARTING not in healths:
            self.report_health(health, detail)


def _now_s() -> float:
    return asyncio.get_running_loop().time()
