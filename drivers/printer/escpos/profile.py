"""What one family of printers answers to what, as a data file says it.

    title, evidence                 for people
    clear = "dc4" | "enq" | "none"  what empties its memory
    identifies = true               it tells its maker and model (GS I)
    print_s = 6                     only without GS r: how long a ticket takes at most

    [dle_eot_1] … [dle_eot_4]       each with meaning = mask; no table: it is not asked
    [dle_eot_20_byte_3] … [_6]      kiosk printers
    [gs_r_1]                        without it nothing confirms the end of a print
    [asb_byte_1] … [asb_byte_4]     without them it says nothing by itself

In each of these tables `when_clear` holds the meanings of bits that are 0 when they hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from drivers.datafile import Table, nearest, read_table
from drivers.printer.escpos import commands, status
from drivers.printer.escpos.commands import ClearCommand
from drivers.printer.escpos.status import Bits, State
from drivers.shipped import data_file

_FOLDER = "profiles/printers"
_MEANINGS = {str(flag.name).lower(): flag for flag in State}
# Bits 0, 1, 4 and 7 tell the answers apart; no meaning can be in them.
_FREE_BITS = 0x6C
_FREE_BITS_OF_THE_REST = 0x6F


@dataclass(frozen=True)
class Profile:
    """One family of printers. `real_time` is by n of DLE EOT, `full` and `auto` by byte."""

    title: str
    evidence: str
    clear: ClearCommand
    identifies: bool
    print_s: int
    real_time: Mapping[int, Bits]
    full: Mapping[int, Bits]
    queued: Bits | None
    auto: Mapping[int, Bits]

    @property
    def questions(self) -> bytes:
        """What asks for all it can tell."""
        singles = b"".join(commands.real_time_status(n) for n in self.real_time)
        return singles + (commands.full_status() if self.full else b"")

    def read_real_time(self, answers: bytes) -> State:
        """Put one answer to each DLE EOT together, in the order of asking."""
        state = State(0)
        for byte, bits in zip(answers, self.real_time.values(), strict=True):
            state |= status.read_bits(byte, bits)
        return state

    def read_full(self, answer: bytes) -> State:
        """Read the answer to DLE EOT 20."""
        return status.read_bytes(answer, self.full)

    def read_auto(self, packet: bytes) -> State:
        """Read the four bytes of an automatic status."""
        return status.read_bytes(packet, self.auto)

    def read_queued(self, byte: int) -> State:
        """Read the answer to GS r 1."""
        return status.read_bits(byte, self.queued) if self.queued else State(0)


@lru_cache(maxsize=16)
def load_profile(named: str) -> Profile:
    """Return a shipped profile by its name, or any by its path. Raises `DataFileError`."""
    table = read_table(data_file(named, _FOLDER))
    profile = Profile(
        title=table.text("title"),
        evidence=table.text("evidence"),
        clear=table.word("clear", ClearCommand.NONE),
        identifies=table.switch("identifies"),
        print_s=table.number("print_s", 0, 0, 60),
        real_time=_bits(table, "dle_eot_{}", (1, 2, 3, 4)),
        full=_bits(table, "dle_eot_20_byte_{}", (3, 4, 5, 6), 0xFF),
        queued=_bits(table, "gs_r_{}", (1,), _FREE_BITS_OF_THE_REST).get(1),
        auto=_bits(table, "asb_byte_{}", (1, 2, 3, 4), _FREE_BITS_OF_THE_REST),
    )
    table.done()
    _require_sense(table, profile)
    return profile


def _require_sense(table: Table, profile: Profile) -> None:
    if not profile.questions:
        raise table.wrong("dle_eot_1", "a printer that is never asked cannot be used")
    if profile.queued is None and not profile.print_s:
        raise table.wrong("print_s", "without [gs_r_1], say how long a ticket takes at most")
    if profile.queued is not None and State.PAPER_END not in profile.queued.meanings:
        raise table.wrong("gs_r_1", "wants paper_end: a ticket without its end is not printed")
    if profile.auto and State.OFFLINE not in profile.auto.get(1, Bits({})).meanings:
        raise table.wrong("asb_byte_1", "wants offline: all else would go unseen")


def _bits(
    table: Table, name: str, places: tuple[int, ...], free_bits: int = _FREE_BITS
) -> dict[int, Bits]:
    found = {}
    for place in places:
        key = name.format(place)
        inner = table.table(key)
        if key in table:
            clear = inner.table("when_clear")
            found[place] = Bits(
                _masks(inner, free_bits, besides="when_clear"), _masks(clear, free_bits)
            )
    return found


def _masks(table: Table, free_bits: int, besides: str = "") -> dict[int, State]:
    masks: dict[int, State] = {}
    for key in table:
        if key == besides:
            continue
        if key not in _MEANINGS:
            raise table.wrong(key, f"is no meaning{nearest(key, list(_MEANINGS))}")
        masks[_free_mask(table, key, free_bits, masks)] = _MEANINGS[key]
    return masks


def _free_mask(table: Table, key: str, free_bits: int, taken: Mapping[int, State]) -> int:
    mask = table.number(key, 0, 1, 255)
    if mask & ~free_bits:
        raise table.wrong(key, f"0x{mask:02X} holds bits that are fixed in this byte")
    if any(mask & other for other in taken):
        raise table.wrong(key, f"0x{mask:02X} holds a bit that has another meaning already")
    return mask
