"""A simulated people counter: doors with a light barrier, its pulses and its counters."""

from collections.abc import Callable, Mapping
from typing import Any

from drivers.footfall.modbus.options import PulseOptions, Table, WordOrder
from drivers.modbus.codec import Framing
from drivers.modbus.messages import Bits, Registers
from drivers.modbus.twin import ModbusTwin
from drivers.twins import UnknownActionError

_TABLES = {Table.INPUT: Registers.INPUT, Table.HOLDING: Registers.HOLDING}


class FootfallTwin(ModbusTwin):
    """Doors as `options` name them. Each pulse lasts `pulse_s`, and so does the pause behind it."""

    def __init__(self, options: PulseOptions | None = None, pulse_s: float = 0.2) -> None:
        self._options = options or PulseOptions()
        super().__init__(self._options.unit, self._options.framing or Framing.RTU)
        self.passed = dict.fromkeys((*self._options.inputs, *self._options.counters), 0)
        self._counts = dict.fromkeys(self._options.counters, 0)
        self._pulses_left = dict.fromkeys(self._options.inputs, 0)
        self._pulse_s = pulse_s
        self._turn_in_s: dict[str, float] = {}
        self.bits[Bits.INPUTS] = dict.fromkeys(self._options.inputs.values(), False)
        for name in self._counts:
            self.set_counter(name, 0)

    @property
    def due_s(self) -> float | None:
        return min(self._turn_in_s.values(), default=None)

    def tick(self, dt_s: float) -> bytes:
        self._turn_in_s = {name: left_s - dt_s for name, left_s in self._turn_in_s.items()}
        for name in [name for name, left_s in self._turn_in_s.items() if left_s <= 1e-9]:
            self._turn(name)
        return super().tick(dt_s)

    def look(self) -> dict[str, Any]:
        """Return how many people went through each door, and what its lamp or counter shows."""
        lamps = {name: self.bits[Bits.INPUTS][at] for name, at in self._options.inputs.items()}
        return {"passed": dict(self.passed), "lamps": lamps, "counters": dict(self._counts)}

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            **super().actions(),
            "pass": self._pass,
            "set_counter": lambda value=0, door="": self.set_counter(self._door(door), int(value)),
        }

    def lose_power(self) -> None:
        for name in self._counts:
            self.set_counter(name, 0)

    def set_counter(self, name: str, value: int) -> None:
        """Have a counter be at `value`, whatever it was."""
        options = self._options
        self._counts[name] = value % (1 << options.counter_bits)
        data = self._counts[name].to_bytes(options.counter_bits // 8, "big")
        words = [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]
        if options.word_order is WordOrder.LOW_FIRST:
            words.reverse()
        table = self.registers[_TABLES[options.counter_table]]
        for offset, word in enumerate(words):
            table[options.counters[name] + offset] = word

    def _pass(self, people: int = 1, door: str = "") -> None:
        name = self._door(door)
        self.passed[name] += int(people)
        pulses = int(people) * self._options.pulses_per_person
        if name in self._counts:
            self.set_counter(name, self._counts[name] + pulses)
            return
        self._pulses_left[name] += pulses
        if name not in self._turn_in_s:
            self._turn(name)

    def _turn(self, name: str) -> None:
        """Close the input for the next pulse, or open it after one."""
        self._turn_in_s.pop(name, None)
        address = self._options.inputs[name]
        on = not self.bits[Bits.INPUTS][address]
        if on and not self._pulses_left[name]:
            return
        self._pulses_left[name] -= on
        self.bits[Bits.INPUTS][address] = on
        self._turn_in_s[name] = self._pulse_s

    def _door(self, name: str) -> str:
        if not name:
            return next(iter(self.passed))
        if name not in self.passed:
            there = ", ".join(self.passed)
            raise UnknownActionError(f"no door {name!r} at this counter; there are: {there}")
        return name


def make_twin(options: Mapping[str, Any]) -> FootfallTwin:
    """Return the device's side for a driver with these options."""
    words = {"framing": Framing, "counter_table": Table, "word_order": WordOrder}
    known: dict[str, Any] = dict(options)
    for key, word in words.items():
        if known.get(key) is not None:
            known[key] = word(known[key])
    return FootfallTwin(PulseOptions(**known))
