"""What becomes of a visitor who was called and did not come, by the rules in force."""

from edge.domain import facts as f
from edge.domain.refusals import CallAgainError
from edge.domain.rules import NoShow
from edge.domain.state import HallState
from edge.domain.visit import Leg, Visit
from edge.hall.handing import behind_places

_MINUTE_MS = 60_000


def absent(
    state: HallState, visit: Visit, staff: str, policy: NoShow, now: int, reason: str = ""
) -> f.Fact:
    """Return the fact that follows at wall time `now` (ms). Raises `CallAgainError`."""
    leg = visit.leg
    _check_called_enough(leg, policy, now)
    if policy.then == "over" or leg.absences >= policy.times:
        return f.TicketNoShow(visit.visit, leg.leg, leg.counter, staff, reason)
    by_places = policy.then == "places"
    behind = behind_places(state, leg, policy.back) if by_places else leg.order[0]
    ready = 0 if by_places else now + policy.back * _MINUTE_MS
    return f.TicketReturned(
        visit.visit, leg.leg, leg.counter, staff, behind, ready, "absent", leg.absences + 1
    )


def _check_called_enough(leg: Leg, policy: NoShow, now: int) -> None:
    if leg.calls < policy.calls:
        missing = policy.calls - leg.calls
        raise CallAgainError(f"{leg.ticket} is to be called {missing} more times", calls=missing)
    left_ms = leg.called_at + policy.apart_min * _MINUTE_MS - now
    if policy.apart_min and left_ms > 0:
        wait_s = (left_ms + 999) // 1000
        raise CallAgainError(f"{leg.ticket} was called just now: wait {wait_s} s", wait_s=wait_s)
