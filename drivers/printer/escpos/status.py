"""A printer's state as its status bytes carry it, in both directions.

    DLE EOT n   one byte    0xx1xx10   fixed bits: byte & 93 == 12; all well is 12
    GS a (ASB)  four bytes  0xx1xx00 0xx0xxxx 0xx0xxxx 0xx0xxxx   first byte & 93 == 10
    GS r 1      one byte    0xx0xxxx   byte & 90 == 00

Sources: Epson TM-U220A, Samsung SRP-350 and HPRT TP80K command references.
"""

from collections.abc import Mapping
from enum import Flag, auto

from drivers.contract import Health, Paper


class State(Flag):
    """What may be the matter with a printer; `State(0)` is all well.

    `FAILED` is an error that only says it is one, `BROKEN` one that no command clears,
    `OVERHEATED` one that passes by itself, `FEEDING` a finger on the feed key.
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

    @property
    def ready(self) -> bool:
        """Whether it prints what it is sent, now."""
        return not self & ~State.PAPER_LOW

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
        if State.FAILED in self:
            return Health.HARDWARE_ERROR
        return Health.OFFLINE if State.OFFLINE in self else Health.ONLINE

    @property
    def words(self) -> list[str]:
        """What is the matter, for people."""
        return [str(flag.name).lower().replace("_", " ") for flag in self]


_NEEDS_HANDS = State.COVER_OPEN | State.PAPER_END | State.CUTTER_JAMMED | State.BROKEN

Bits = Mapping[int, State]

# Bit 2 of DLE EOT 3 is a "mechanical error" on some models and reserved on others.
REAL_TIME: Mapping[int, Bits] = {
    1: {0x08: State.OFFLINE},
    2: {
        0x04: State.COVER_OPEN,
        0x08: State.FEEDING,
        0x20: State.PAPER_END,
        0x40: State.FAILED,
    },
    3: {
        0x04: State.FAILED,
        0x08: State.CUTTER_JAMMED,
        0x20: State.BROKEN,
        0x40: State.OVERHEATED,
    },
    4: {0x0C: State.PAPER_LOW, 0x60: State.PAPER_END},
}
PAPER: Bits = {0x03: State.PAPER_LOW, 0x0C: State.PAPER_END}
AUTO: tuple[Bits, ...] = (
    {0x08: State.OFFLINE, 0x20: State.COVER_OPEN, 0x40: State.FEEDING},
    {0x08: State.CUTTER_JAMMED, 0x20: State.BROKEN, 0x40: State.OVERHEATED},
    PAPER,
    {},
)


def read_bits(byte: int, bits: Bits) -> State:
    """Return what `byte` says. A pair of bits counts when either is set."""
    state = State(0)
    for mask, flag in bits.items():
        if byte & mask:
            state |= flag
    return state


def write_bits(state: State, bits: Bits) -> int:
    """Return the byte that says `state`, as far as `bits` has words for it."""
    return sum(mask for mask, flag in bits.items() if flag in state)


def real_time_byte(state: State, n: int) -> int:
    """Return the answer to DLE EOT `n`, which is 1 to 4."""
    # Bit 2 of DLE EOT 3 belongs to other models than the one written here.
    return 0x12 | write_bits(state, REAL_TIME[n]) & ~(0x04 if n == 3 else 0)


def read_real_time(answers: bytes) -> State:
    """Put the answers to DLE EOT 1, 2, 3 and 4 together."""
    state = State(0)
    for n, byte in enumerate(answers, 1):
        state |= read_bits(byte, REAL_TIME[n])
    return state


def auto_packet(state: State) -> bytes:
    """Return the four bytes of an automatic status."""
    first, *others = (write_bits(state, bits) for bits in AUTO)
    return bytes([0x10 | first, *others])


def read_auto(packet: bytes) -> State:
    """Read the four bytes of an automatic status."""
    state = State(0)
    for byte, bits in zip(packet, AUTO, strict=True):
        state |= read_bits(byte, bits)
    return state
