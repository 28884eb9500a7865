"""Simulated numeric panels sharing one line, after the armfly LED-485."""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.led.panel.driver import ASCII_REGISTER, VALUE_REGISTER
from drivers.modbus.codec import Framing
from drivers.modbus.messages import Registers
from drivers.modbus.twin import ModbusTwin
from drivers.twins import Twin, UnknownActionError

# Registers 2 to 4: Modbus address, baud rate by number (4 is 9600), decimal point.
_UNIT_REGISTER, _BAUD_REGISTER, _POINT_REGISTER = 2, 3, 4
_ASCII_REGISTERS = 16


class _Panel(ModbusTwin):
    """One panel. What was written last is shown: the number, or the characters."""

    def __init__(self, unit: int, framing: Framing) -> None:
        super().__init__(unit, framing)
        self.text = ""
        self.registers[Registers.HOLDING] = {
            VALUE_REGISTER: 0,
            _UNIT_REGISTER: unit,
            _BAUD_REGISTER: 4,
            _POINT_REGISTER: 0,
        } | dict.fromkeys(range(ASCII_REGISTER, ASCII_REGISTER + _ASCII_REGISTERS), 0)

    def write_register(self, address: int, value: int) -> int:
        refused = super().write_register(address, value)
        if not refused and address == VALUE_REGISTER:
            self.text = str(value - 0x10000 if value >= 0x8000 else value)
        elif not refused and address >= ASCII_REGISTER:
            self.text = self._characters()
        return refused

    def lose_power(self) -> None:
        self.text = ""

    def look(self) -> dict[str, Any]:
        return {"text": self.text if self.powered else "", "powered": self.powered}

    def _characters(self) -> str:
        table = self.registers[Registers.HOLDING]
        places = range(ASCII_REGISTER, ASCII_REGISTER + _ASCII_REGISTERS)
        written = b"".join(table[at].to_bytes(2, "big") for at in places)
        return "".join(chr(byte) for byte in written if 0x20 <= byte < 0x7F).strip()


class PanelTwin(Twin):
    """Panels with the given addresses."""

    def __init__(self, addresses: tuple[int, ...] = (1,), framing: Framing = Framing.RTU) -> None:
        super().__init__()
        self._panels = {address: _Panel(address, framing) for address in addresses}

    def receive(self, data: bytes) -> bytes:
        return b"".join(
            said
            for panel in self._panels.values()
            if (said := panel.receive(data)) and not panel.silent
        )

    def tick(self, dt_s: float) -> bytes:
        for panel in self._panels.values():
            panel.tick(dt_s)
        return b""

    def text(self, address: int) -> str:
        """Return what a person in front of panel `address` reads."""
        shown: str = self._panels[address].look()["text"]
        return shown

    def look(self) -> dict[str, Any]:
        """Return each panel by address, with the characters on it."""
        return {"panels": {str(at): panel.look() for at, panel in self._panels.items()}}

    def actions(self) -> Mapping[str, Callable[..., None]]:
        """Return a panel's hands; `panel` says whose, the first where it is not said."""
        names = next(iter(self._panels.values())).actions()
        return {name: self._action(name) for name in names}

    def _action(self, name: str) -> Callable[..., None]:
        def act(panel: str | int = "", **values: Any) -> None:
            self._panel(panel).act(name, **values)

        return act

    def _panel(self, address: str | int) -> _Panel:
        if address == "":
            return next(iter(self._panels.values()))
        panel = self._panels.get(int(address)) if str(address).isdecimal() else None
        if panel is None:
            there = ", ".join(map(str, self._panels))
            raise UnknownActionError(f"no panel {address!r} on this line; there are: {there}")
        return panel


def make_twin(options: Mapping[str, Any]) -> PanelTwin:
    """Return the device's side for a driver with these options."""
    framing = Framing(options.get("framing") or Framing.RTU)
    return PanelTwin(tuple(options.get("addresses", (1,))), framing)
