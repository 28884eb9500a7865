"""Where the pulses of a people counter arrive."""

from dataclasses import dataclass, field
from enum import StrEnum

from drivers.modbus.options import ModbusOptions, check_map, check_unit


class Table(StrEnum):
    """In which table counter registers are."""

    INPUT = "input"
    HOLDING = "holding"


class WordOrder(StrEnum):
    """Which register of a 32-bit counter comes first."""

    HIGH_FIRST = "high_first"
    LOW_FIRST = "low_first"


def _one() -> dict[str, int]:
    return {"1": 0}


@dataclass(frozen=True, eq=False)
class PulseOptions(ModbusOptions):
    """Doors by name: those with a pulse on an input, and those with a counter register.

    There is no common standard: addresses, table, size and word order are the maker's. A pulse
    must be longer than `input_poll_s`, the pause before the next included; a register counts what
    nobody sees. More than `people_per_s_max` at one door is not believed: the counter has begun
    anew.
    """

    unit: int = 1
    inputs: dict[str, int] = field(default_factory=_one)
    counters: dict[str, int] = field(default_factory=dict)
    counter_table: Table = Table.INPUT
    counter_bits: int = 16
    word_order: WordOrder = WordOrder.HIGH_FIRST
    pulses_per_person: int = 1
    people_per_s_max: float = 10.0
    input_poll_s: float = 0.1
    counter_poll_s: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        check_unit("unit", self.unit)
        check_map("inputs", self.inputs)
        check_map("counters", self.counters)
        if not self.inputs and not self.counters:
            raise ValueError("inputs: neither inputs nor counters are named")
        if twice := sorted(self.inputs.keys() & self.counters.keys()):
            raise ValueError(f"counters: {twice[0]!r} is an input too")
        if self.counter_bits not in (16, 32):
            raise ValueError(f"counter_bits: {self.counter_bits} is neither 16 nor 32")
        if self.pulses_per_person < 1:
            raise ValueError(f"pulses_per_person: {self.pulses_per_person} is less than 1")
