"""Counts people by pulses: on a Modbus input that is watched, or in a register that counts."""

import asyncio

from drivers.contract import (
    Context,
    Declaration,
    DeviceRefusedError,
    DeviceSilentError,
    Finding,
    Health,
    Kind,
    LineSettings,
    PeopleCounted,
    PeopleCounter,
    Wire,
)
from drivers.footfall.modbus.memory import doors_of
from drivers.footfall.modbus.options import PulseOptions, Table, WordOrder
from drivers.modbus.line import AWAY_REST_S, ModbusLine
from drivers.modbus.messages import Bits, Registers

_TABLES = {Table.INPUT: Registers.INPUT, Table.HOLDING: Registers.HOLDING}


class PulseCounter(PeopleCounter):
    """People counters with a pulse output or a counter register. Not yet verified on hardware.

    A unit is a door by its name in the options. What a register counted while wire or device were
    away is reported when they are back, once; pulses on an input that nobody watched are lost, but
    for one that is still there. The first reading after a start counts nobody.
    """

    declaration = Declaration(
        kind=Kind.FOOTFALL,
        protocol="modbus-counter",
        title="People counter on Modbus",
        options=PulseOptions,
        line=LineSettings(baudrate=9600),
        capabilities=frozenset({"units"}),
    )

    options: PulseOptions

    def __init__(self, wire: Wire, options: PulseOptions, context: Context) -> None:
        super().__init__(wire, options, context)
        self._line = ModbusLine(wire, options)
        self._doors = doors_of(options)
        self._counters_due_s = float("-inf")

    async def run(self) -> None:
        """Read inputs and counters in turn, until the wire is lost."""
        while True:
            try:
                await self._look()
            except DeviceSilentError as error:
                self.report_health(Health.OFFLINE, str(error))
                await asyncio.sleep(AWAY_REST_S)
            except DeviceRefusedError as error:
                self.report_health(Health.HARDWARE_ERROR, str(error))
                await asyncio.sleep(AWAY_REST_S)
            else:
                self.report_health(Health.ONLINE)
                await asyncio.sleep(self._rest_s())

    async def self_test(self) -> list[Finding]:
        """Read every door once."""
        findings = []
        for name, address in self.options.inputs.items():
            on = await self._input(address)
            findings.append(Finding(True, f"{name}: the input is {'on' if on else 'off'}"))
        for name, address in self.options.counters.items():
            findings.append(
                Finding(True, f"{name}: the counter is at {await self._count(address)}")
            )
        return findings

    def _rest_s(self) -> float:
        if self.options.inputs:
            return self.options.input_poll_s
        return max(0.0, self._counters_due_s - _now_s())

    async def _look(self) -> None:
        if self.options.inputs:
            await self._watch_inputs()
        if self.options.counters and self._counters_due_s <= _now_s():
            self._counters_due_s = _now_s() + self.options.counter_poll_s
            for name, address in self.options.counters.items():
                door = self._doors.counters[name]
                self._tell(name, door.take(await self._count(address), _now_s()))

    async def _watch_inputs(self) -> None:
        places = self.options.inputs
        first, last = min(places.values()), max(places.values())
        unit = self.options.unit
        bits = await self._line.read_bits(unit, Bits.INPUTS, first, last - first + 1)
        for name, address in places.items():
            self._tell(name, self._doors.inputs[name].take(bits[address - first]))

    def _tell(self, name: str, pulses: int) -> None:
        if people := self._doors.people[name].take(pulses):
            self.context.report(PeopleCounted(name, people))

    async def _input(self, address: int) -> bool:
        return (await self._line.read_bits(self.options.unit, Bits.INPUTS, address, 1))[0]

    async def _count(self, address: int) -> int:
        """Return a counter, read in one go so that its halves belong together."""
        table, size = _TABLES[self.options.counter_table], self.options.counter_bits // 16
        words = await self._line.read_registers(self.options.unit, table, address, size)
        if self.options.word_order is WordOrder.LOW_FIRST:
            words.reverse()
        return int.from_bytes(b"".join(word.to_bytes(2, "big") for word in words), "big")


def _now_s() -> float:
    return asyncio.get_running_loop().time()
