"""Keeps the outputs of a relay board as they were told to be, and watches its inputs."""

import asyncio
from collections.abc import Mapping

from drivers.contract import (
    Context,
    Declaration,
    DeviceError,
    DeviceRefusedError,
    DeviceSilentError,
    Finding,
    Health,
    InputChanged,
    Kind,
    LineSettings,
    Switches,
    Wire,
)
from drivers.modbus.line import AWAY_REST_S, ModbusLine
from drivers.modbus.memory import Memory
from drivers.modbus.messages import OFF, ON, Bits
from drivers.relay.modbus.inputs import Inputs
from drivers.relay.modbus.options import Board, RelayOptions, flash_steps
from drivers.relay.modbus.outputs import Outputs

# "01 05 02 00 00 07": relay 1 on, and off by itself after 0.7 s (Waveshare wiki).
_FLASH_ON = 0x0200
_LATE_S = 1.0

_KNOWN = Memory[tuple[Inputs, Outputs]]()


class RelayBoard(Switches):
    """A Modbus relay board on RTU or TCP. Not yet verified on hardware.

    What an output was told is told again when the board comes back, or is found otherwise. A
    momentary output of a `waveshare` board goes off by the board's own clock, also if we die in
    between; on a `plain` one we switch it off, and one found on at the start is switched off then.
    Inputs are off until they are heard of, and reported whenever they change.
    """

    declaration = Declaration(
        kind=Kind.RELAY,
        protocol="modbus-relay",
        title="Modbus relay board",
        options=RelayOptions,
        line=LineSettings(baudrate=9600),
        capabilities=frozenset({"outputs", "inputs", "momentary"}),
    )

    options: RelayOptions

    def __init__(self, wire: Wire, options: RelayOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._line = ModbusLine(wire, options)
        self._inputs, self._outputs = _KNOWN.of(
            options, lambda: (Inputs(options.debounce_s), Outputs(frozenset(options.momentary_s)))
        )
        self._check_due_s = float("-inf")
        self._met = False
        self._inputs_refused = ""

    async def run(self) -> None:
        """Look at inputs and outputs in turn, until the wire is lost."""
        while True:
            try:
                await self._look_after()
            except DeviceSilentError as error:
                self._met = False
                self._check_due_s = float("-inf")
                self.report_health(Health.OFFLINE, str(error))
            except DeviceRefusedError as error:
                self.report_health(Health.HARDWARE_ERROR, str(error))
            else:
                self.report_health(Health.ONLINE, self._inputs_refused)
            await asyncio.sleep(self._rest_s())

    async def switch(self, unit: str, on: bool) -> None:
        """Have output `unit` be on or off. A momentary one goes off after its time, from now.

        A board that is away raises `DeviceSilentError`, and does it when it is back; but for a
        momentary output, which is not switched on later.
        """
        address = self._address(unit)
        on_s = self.options.momentary_s.get(unit)
        if on_s is None:
            self._outputs.wanted[unit] = on
            await self._write(address, ON if on else OFF)
        elif not on:
            await self._release(unit)
        else:
            await self._push(unit, on_s)

    async def self_test(self) -> list[Finding]:
        """Read all, and write to one output what it is: nothing moves by this."""
        outputs = await self._read(Bits.COILS, self.options.outputs)
        findings = [Finding(True, f"outputs on: {_names(outputs)}")]
        lasting = [name for name in outputs if name not in self.options.momentary_s]
        if lasting:
            name = lasting[0]
            on = self._outputs.wanted.get(name, outputs[name])  # by now it may have been switched
            await self._write(self._address(name), ON if on else OFF)
            findings.append(Finding(True, f"output {name} takes orders; it was left as it is"))
        if self.options.inputs:
            findings.append(await self._try_inputs())
        spoken = self._line.framing.upper()
        return [Finding(True, f"unit {self.options.unit} answers in Modbus {spoken}"), *findings]

    async def _try_inputs(self) -> Finding:
        try:
            read = await self._read(Bits.INPUTS, self.options.inputs)
        except DeviceRefusedError as error:
            return Finding(False, f"inputs cannot be read: {error}")
        return Finding(True, f"inputs on: {_names(read)}")

    # --- looking after it ---

    async def _look_after(self) -> None:
        while due := self._outputs.due(_now_s()):
            await self._release(due[0])
        if self._check_due_s <= _now_s():
            await self._check_outputs()
            self._check_due_s = _now_s() + self.options.check_interval_s
        if self.options.inputs and not self._inputs_refused:
            await self._watch_inputs()

    async def _check_outputs(self) -> None:
        read = await self._read(Bits.COILS, self.options.outputs)
        for unit in self._outputs.differing(read):
            # What is wanted by now: another may have been switched while this one was written.
            await self._write(self._address(unit), ON if self._outputs.wanted[unit] else OFF)
        if not self._met:
            for unit in self._outputs.forgotten(read):
                await self._release(unit)
            self._met, self._inputs_refused = True, ""

    async def _push(self, unit: str, on_s: float) -> None:
        """Have a momentary output be on for `on_s` from now."""
        address, itself = self._address(unit), self.options.board is Board.WAVESHARE
        # Before writing: if the answer is lost the board may have done it all the same, and the end
        # of a push before must not be the end of this one.
        self._outputs.off_due_s[unit] = _now_s() + on_s + (_LATE_S if itself else 0.0)
        if itself:
            await self._write(_FLASH_ON + address, flash_steps(on_s))
        else:
            await self._write(address, ON)

    async def _release(self, unit: str) -> None:
        """Have a momentary output be off."""
        self._outputs.off_due_s.pop(unit, None)
        try:
            await self._write(self._address(unit), OFF)
        except DeviceError:
            # Again in a while, unless it was pushed meanwhile.
            self._outputs.off_due_s.setdefault(unit, _now_s() + _LATE_S)
            raise

    async def _watch_inputs(self) -> None:
        try:
            read = await self._read(Bits.INPUTS, self.options.inputs)
        except DeviceRefusedError as error:
            # The outputs of such a board work: a door is not to stay shut for a missing input.
            self._inputs_refused = f"its inputs cannot be read: {error}"
            return
        for unit, on in self._inputs.take(read, _now_s()).items():
            self.context.report(InputChanged(unit, on))

    def _rest_s(self) -> float:
        if not self._met:
            return AWAY_REST_S
        rest_s = self.options.poll_interval_s
        if self._inputs.unsettled:
            rest_s = min(rest_s, self.options.debounce_s)
        for due_s in self._outputs.off_due_s.values():
            rest_s = min(rest_s, max(0.0, due_s - _now_s()))
        return rest_s

    # --- the board ---

    def _address(self, unit: str) -> int:
        if unit not in self.options.outputs:
            there = ", ".join(self.options.outputs)
            raise DeviceRefusedError("unknown_unit", f"no output {unit!r}; there are: {there}")
        return self.options.outputs[unit]

    async def _write(self, address: int, value: int) -> None:
        await self._line.write_coil(self.options.unit, address, value)

    async def _read(self, table: Bits, places: Mapping[str, int]) -> dict[str, bool]:
        """Return what is at `places`, by name: one question for all of them."""
        first, last = min(places.values()), max(places.values())
        bits = await self._line.read_bits(self.options.unit, table, first, last - first + 1)
        return {name: bits[address - first] for name, address in places.items()}


def _names(read: Mapping[str, bool]) -> str:
    return ", ".join(name for name, on in read.items() if on) or "none"


def _now_s() -> float:
    return asyncio.get_running_loop().time()
