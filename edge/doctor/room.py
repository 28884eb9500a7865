"""Judging the rest of what a journal stands on: room, SQLite, and what reads back."""

from collections.abc import Sequence
from dataclasses import dataclass

from edge.doctor.findings import Finding, bad, good, note

_MB = 1024 * 1024
_BUG_SINCE, _BUG_UNTIL = (3, 7, 0), (3, 51, 3)
_BACKPORTED = {(3, 44): 6, (3, 50): 7}


@dataclass(frozen=True, slots=True)
class Room:
    """Free bytes, and what a hall keeps aside and needs besides; `held` if it is aside already."""

    free: int
    reserve: int
    needed: int
    held: bool


def judge_room(room: Room) -> Finding:
    """Judge whether a hall can run with so much room."""
    about, free_mb = "room", room.free // _MB
    wanted = 2 * room.needed + (0 if room.held else room.reserve)
    if room.free >= wanted:
        return good(about, f"{free_mb} MB free, a hall keeps {room.reserve // _MB} MB aside")
    said = f"{free_mb} MB free, a hall wants {wanted // _MB}"
    if room.free >= room.needed:
        return note(about, f"{said}: it will take no new visits", "make room")
    return bad(about, f"{said}: it cannot run", "make room")


def has_wal_reset_bug(version: tuple[int, int, int]) -> bool:
    """Tell whether this SQLite has the WAL-reset bug (sqlite.org/wal.html#walresetbug)."""
    major, minor, patch = version
    fixed = patch >= _BACKPORTED.get((major, minor), 1 << 30)
    return _BUG_SINCE <= version < _BUG_UNTIL and not fixed


def judge_sqlite(version: tuple[int, int, int], writers: int) -> Finding:
    """Judge SQLite's `version` when so many processes have the journal open for writing."""
    about, named = "SQLite", ".".join(map(str, version))
    if writers > 1:
        said = f"{named}: {writers} processes write the journal, only the controller may"
        return bad(about, said, "stop the others")
    if has_wal_reset_bug(version):
        return good(about, f"{named}: has the WAL-reset bug; harmless, a hall has one writer")
    return good(about, named)


@dataclass(frozen=True, slots=True)
class WrongBlock:
    """A block of 4 KB that reads back wrong; `holds` is the block whose content it has."""

    block: int
    holds: int | None = None


def judge_read_back(written: int, wrong: Sequence[WrongBlock]) -> Finding:
    """Judge what came back of so many bytes."""
    about, written_mb = "read back", written // _MB
    if not wrong:
        return good(about, f"{written_mb} MB written and read again, all of it right")
    first = wrong[0]
    said = (
        f"{len(wrong)} blocks of {written_mb} MB are wrong, the first at byte {first.block << 12}"
    )
    if first.holds is not None:
        said += f", which holds block {first.holds}: smaller than it says"
    return bad(about, said, "worn out or counterfeit: replace it")
