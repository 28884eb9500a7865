"""Which calls and services stand where on a board: zones, order, and pages where there are more.

Pure. Pages turn; what stands on page `ALWAYS` is on each of them. The newest call is never hidden,
and neither are those who must walk now while a row is left for the others to take turns in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from edge.api.shapes import Board, BoardCall, BoardWaiting, Service
from kiosk.board.config import ZoneConfig

EntryT = TypeVar("EntryT")

ALWAYS = 0


@dataclass(frozen=True, slots=True)
class Paged(Generic[EntryT]):
    """Entries, each with its page from 1 on, or `ALWAYS`; there are `pages`."""

    entries: tuple[tuple[EntryT, int], ...]
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Zone:
    """What one zone shows."""

    name: str
    name_english: str
    calls: Paged[BoardCall]


def in_board_order(calls: Sequence[BoardCall]) -> list[BoardCall]:
    """Return the calls as a board lists them: whoever must walk now first, newest on top."""
    return sorted(calls, key=lambda call: call.state != "called")


def paged(entries: Sequence[EntryT], room: int, kept: int = 0) -> Paged[EntryT]:
    """Return `entries` on pages of `room` each; the first `kept` of them are on every page."""
    if len(entries) <= room:
        return Paged(tuple((entry, ALWAYS) for entry in entries))
    kept = min(kept, room - 1)
    turning = room - kept
    on_pages = [(entry, number // turning + 1) for number, entry in enumerate(entries[kept:])]
    always = [(entry, ALWAYS) for entry in entries[:kept]]
    return Paged((*always, *on_pages), -(-len(on_pages) // turning))


def zones_of(
    zones: Sequence[ZoneConfig], board: Board, services: Sequence[Service], rows: int
) -> list[Zone]:
    """Return what each zone shows of the hall, `rows` calls at once."""
    return [
        Zone(zone.name, zone.name_english, _calls(zone, board, services, rows))
        for zone in zones or [ZoneConfig()]
    ]


def waiting_in(
    zones: Sequence[ZoneConfig], board: Board, services: Sequence[Service], room: int
) -> Paged[BoardWaiting]:
    """Return who waits for what any of the zones is about, in the order of the plan."""
    about = [_leaves(zone.services, services) for zone in zones or [ZoneConfig()]]
    lines = [
        line for line in board.waiting if any(_is_in(leaves, line.service) for leaves in about)
    ]
    return paged(lines, room)


def turned(call: BoardCall, directions: Mapping[str, str]) -> BoardCall:
    """Return the call with the way to its counter from where the board hangs."""
    way = directions.get(call.counter)
    return call.model_copy(update={"direction": way}) if way else call


def _calls(
    zone: ZoneConfig, board: Board, services: Sequence[Service], rows: int
) -> Paged[BoardCall]:
    leaves = _leaves(zone.services, services)
    calls = in_board_order(
        [
            call
            for call in board.calls
            if _is_in(zone.counters, call.counter) and _is_in(leaves, call.service)
        ]
    )
    walking = sum(call.state == "called" for call in calls)
    return paged(calls, rows, max(1, walking))


def _is_in(names: Collection[str], name: str) -> bool:
    return not names or name in names


def _leaves(names: Sequence[str], services: Sequence[Service]) -> set[str]:
    """Return the services that are named, and those below the groups that are."""
    found = set(names)
    # A group may stand below what it is in: go on until nothing is added.
    while more := {each.id for each in services if each.parent in found} - found:
        found |= more
    return found
