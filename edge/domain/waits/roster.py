"""The counter plan as the run ahead needs it: who is to sit where, from when until when."""

from collections.abc import Iterable
from dataclasses import dataclass

from edge.domain.roster import Manned


@dataclass(frozen=True, slots=True)
class Stint:
    """A counter is expected to be served by `staff` from `begins` until `ends` (wall ms).

    A lunch break is the time between two stints at the same counter. `staff` may be empty where
    the plan says no name: then whoever sits there.
    """

    counter: str
    staff: str
    begins: int
    ends: int


Stints = tuple[Stint, ...]


def stints_of(manned: Iterable[Manned]) -> Stints:
    """Return the stints of a day of the roster."""
    return tuple(
        Stint(
            each.counter,
            each.staff,
            round(each.begins.timestamp() * 1000),
            round(each.ends.timestamp() * 1000),
        )
        for each in manned
    )
