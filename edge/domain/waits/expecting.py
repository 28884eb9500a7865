"""Who may still come and matter to one who waits: those who have booked, those who overtake."""

from collections.abc import Sequence

from edge.domain.now import AppointmentNow
from edge.domain.queue import Lane
from edge.domain.rules import Chooser
from edge.domain.state import HallState
from edge.domain.waits.arrivals import Arrivals

# Appointments of the next hour matter; who has one comes so much early, or not at all.
_BOOKED_MS = 3_600_000
EARLY_S = 300.0
KEPT_SHARE = 0.85


def booked_soon(state: HallState, now: int) -> list[tuple[Lane, AppointmentNow]]:
    """Return those who have booked for soon after `now` (wall ms) and are not here yet."""
    return [
        (Lane(each.service, segments=each.segments, booked=True), each)
        for each in state.appointments.values()
        if not each.visit and not each.over and now < each.due < now + _BOOKED_MS
    ]


def may_join(
    arrivals: Arrivals, asked: Lane, rivals: Sequence[Chooser], *, ruled: bool
) -> dict[Lane, float]:
    """Return the lanes of those who may come and matter to `asked`, and how often each came.

    `rivals` choose for the clerks who may call `asked`. Where the hall is `ruled` by sentences,
    anybody may go first; else only a higher priority overtakes.
    """
    found: dict[Lane, float] = {}
    for (service, priority, segments), count in arrivals.by_kind.items():
        lane = Lane(service, priority, segments)
        overtakes = ruled or priority > asked.priority
        if overtakes and any(sees(chooser, lane) for chooser in rivals):
            found[lane] = count
    return found


def sees(chooser: Chooser, lane: Lane) -> bool:
    """Whether `chooser` may call those in `lane` at all."""
    return chooser.sight.standing(lane).callable
