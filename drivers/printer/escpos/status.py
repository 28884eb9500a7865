"""A printer's state as its status bytes carry it, in both directions.

    DLE EOT n   one byte    0xx1xx10   fixed bits: byte & 93 == 12; all well is 12
    GS a (ASB)  four bytes  0xx1xx00 0xx0xxxx 0xx0xxxx 0xx0xxxx   first byte & 93 == 10
    GS r 1      one byte    0xx0xxxx   byte & 90 == 00
    DLE EOT 20  six bytes   10 0F, then paper, user, errors that pass, errors that stay

Which bit means what is the model's own: here as most makers have it, in `profile` as a file says.

Sources: Epson TM-U220A, Samsung SRP-350, HPRT TP80K and Custom KPM150 command references.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Flag, auto

from drivers.contract import Health, Paper


class State(Flag):
    """What may be the matter with a printer; `State(0)` is all well.

    `FAILED` is an error that only says it is one, `MECHANICAL` one of moving parts, `BROKEN` one
    that no command clears, `OVERHEATED` one that passes by itself, `FEEDING` a finger on the feed
    key. `TICKET_IN_EXIT` is a ticket that nobody has taken from a kiosk printer yet.
    """

    OFFLINE = auto()
    COVER_OPEN = auto()
    FEEDING = auto()
    PAPER_LOW = auto()
    PAPER_END = auto()
    CUTTER_JAMMED = auto()
    FAILED = auto()
    BROKEN = auto()
    OVERHEATED = auto()
    MECHANICAL = auto()
    TICKET_IN_EXIT = auto()

    @property
    def ready(self) -> bool:
        """Whether it prints what it is sent, now."""
        return not self & ~(State.PAPER_LOW | State.TICKET_IN_EXIT)

    @property
    def blocked(self) -> bool:
        """Whether it stands still until a person comes. A hot head and the feed key pass."""
        if self & (State.OVERHEATED | State.FEEDING):
            return bool(self & _NEEDS_HANDS)
        return not self.ready

    @property
    def paper(self) -> Paper:
        """The paper in the contract's words."""
        if State.CUTTER_JAMMED in self:
            return Paper.JAMMED
        if State.PAPER_END in self:
            return Paper.OUT
        return Paper.LOW if State.PAPER_LOW in self else Paper.FULL

    @property
    def health(self) -> Health:
        """The device in the contract's words."""
        if self & (State.CUTTER_JAMMED | State.BROKEN):
            return Health.HARDWARE_ERROR
        if self & (State.COVER_OPEN | State.PAPER_END):
            return Health.USER_ERROR
        if self & (State.OVERHEATED | State.FEEDING):
            return Health.DEVICE_BUSY
        if self & (State.FAILED | State.MECHANICAL):
            return Health.HARDWARE_ERROR
        return Health.OFFLINE if State.OFFLINE in self else Health.ONLINE

    @property
    def words(self) -> list[str]:
        """What is the matter, for people."""
        return [str(flag.name).lower().replace("_", " ") for flag in self]


_NEEDS_HANDS = State.COVER_OPEN | State.PAPER_END | State.CUTTER_JAMMED | State.BROKEN


@dataclass(frozen=True, slots=True)
class Bits:
    """What the bits of one byte mean: mask to meaning. A mask of two bits counts by either."""

    when_set: Mapping[int, State]
    when_clear: Mapping[int, State] = field(default_factory=dict)

    @property
    def meanings(self) -> State:
        """All that the byte can say."""
        return _union([*self.when_set.values(), *self.when_clear.values()])


REAL_TIME: Mapping[int, Bits] = {
    1: Bits({0x08: State.OFFLINE}),
    2: Bits(
        {
            0x04: State.COVER_OPEN,
            0x08: State.FEEDING,
            0x20: State.PAPER_END,
            0x40: State.FAILED,
        }
    ),
    # Bit 2 is an error of moving parts on some models and reserved on others.
    3: Bits(
        {
            0x04: State.MECHANICAL,
            0x08: State.CUTTER_JAMMED,
            0x20: State.BROKEN,
            0x40: State.OVERHEATED,
        }
    ),
    4: Bits({0x0C: State.PAPER_LOW, 0x60: State.PAPER_END}),
}
PAPER = Bits({0x03: State.PAPER_LOW, 0x0C: State.PAPER_END})
# By the place of the byte, from 1.
AUTO: Mapping[int, Bits] = {
    1: Bits({0x08: State.OFFLINE, 0x20: State.COVER_OPEN, 0x40: State.FEEDING}),
    2: Bits(
        {
            0x04: State.MECHANICAL,
            0x08: State.CUTTER_JAMMED,
            0x20: State.BROKEN,
            0x40: State.OVERHEATED,
        }
    ),
    3: PAPER,
}
FULL: Mapping[int, Bits] = {
    3: Bits({0x01: State.PAPER_END, 0x04: State.PAPER_LOW, 0x20: State.TICKET_IN_EXIT}),
    4: Bits({0x03: State.COVER_OPEN, 0x60: State.FEEDING}),
    5: Bits({0x01: State.OVERHEATED, 0x08: State.FAILED}),
    6: Bits({0x01: State.CUTTER_JAMMED, 0x02: State.COVER_OPEN, 0x0C: State.BROKEN}),
}
FULL_HEAD = b"\x10\x0f"


def _union(states: Iterable[State]) -> State:
    union = State(0)
    for state in states:
        union |= state
    return union


def read_bits(byte: int, bits: Bits) -> State:
    """Return what `byte` says."""
    told = [flag for mask, flag in bits.when_set.items() if byte & mask]
    return _union(told + [flag for mask, flag in bits.when_clear.items() if not byte & mask])


def write_bits(state: State, bits: Bits) -> int:
    """Return the byte that says `state`, as far as `bits` has words for it."""
    ones = [mask for mask, flag in bits.when_set.items() if flag in state]
    return sum(ones + [mask for mask, flag in bits.when_clear.items() if flag not in state])


def read_bytes(data: bytes, bits: Mapping[int, Bits]) -> State:
    """Return what a status of several bytes says; `bits` by place, from 1."""
    return _union(read_bits(data[place - 1], meaning) for place, meaning in bits.items())


def real_time_byte(state: State, bits: Bits) -> int:
    """Return the answer to a DLE EOT whose bits are `bits`."""
    return 0x12 | write_bits(state, bits)


def auto_packet(state: State, bits: Mapping[int, Bits] = AUTO) -> bytes:
    """Return the four bytes of an automatic status."""
    nothing = Bits({})
    first, *others = (write_bits(state, bits.get(place, nothing)) for place in (1, 2, 3, 4))
    return bytes([0x10 | first, *others])


def full_packet(state: State, bits: Mapping[int, Bits] = FULL) -> bytes:
    """Return the six bytes that answer DLE EOT 20."""
    nothing = Bits({})
    return FULL_HEAD + bytes(write_bits(state, bits.get(place, nothing)) for place in (3, 4, 5, 6))
