"""How a hall measures itself: what each fact at a counter tells about lengths of time.

Everything is measured from moment to moment at one counter: call, arrival, end, next call. So a
transfer or a ticket that is put aside ends a service like any other, a call that nobody followed
is no service, and a clerk's absence is counted apart from both.
"""

from dataclasses import dataclass, replace

from edge.domain import facts as f
from edge.domain.leg import AT_COUNTER, LegState
from edge.domain.visit import Leg
from edge.domain.waits.elapsed import Mark, mark
from edge.domain.waits.history import History

# Whoever has not called for so long, while others waited, was away without saying so.
_GAP_MAX_S = 240.0
_UNSAID = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Since when a counter is what it is: free, called to, serving, left alone for a reason.

    `waited_s` is how long whoever is there had waited.
    """

    free: Mark | None = None
    called: Mark | None = None
    started: Mark | None = None
    paused: Mark | None = None
    reason: str = ""
    waited_s: float = 0.0


Measured = tuple[History, Desk]


def opened(moment: f.Moment) -> Desk:
    """Return the desk of a counter that has just been opened."""
    return Desk(free=mark(moment))


def paused(desk: Desk, reason: str, moment: f.Moment) -> Desk:
    """Return the desk that its clerk has left."""
    return replace(desk, free=None, paused=mark(moment), reason=reason)


def resumed(history: History, desk: Desk, moment: f.Moment) -> Measured:
    """Return what there is when the clerk is back: a visitor at the desk has lost that time."""
    if desk.paused is None:
        return history, desk
    away_s = desk.paused.until_s(moment)
    back = replace(desk, paused=None, reason="")
    if desk.called is None:
        back = replace(back, free=mark(moment))
    else:
        back = replace(back, called=_lost(desk.called, away_s), started=_lost(desk.started, away_s))
    return history.with_pause(away_s, desk.reason), back


def moved(history: History, desk: Desk, before: Leg, after: Leg, moment: f.Moment) -> Measured:
    """Return what there is after a ticket has moved at the counter of this desk."""
    if before.state not in AT_COUNTER and after.state is LegState.CALLED:
        waited_s = max(0.0, (moment.at - before.since) / 1000)
        called = Desk(called=mark(moment), waited_s=waited_s)
        return _after_call(history, desk, waited_s, moment), called
    if before.state is LegState.CALLED and after.state is LegState.SERVING:
        return _arrived(history, desk, moment), replace(desk, started=mark(moment))
    if before.state in AT_COUNTER and after.state not in AT_COUNTER:
        measured = (
            history if after.state is LegState.EXPIRED else _ended(history, desk, before, moment)
        )
        return measured, Desk(free=mark(moment), paused=desk.paused)
    return history, desk


def _after_call(history: History, desk: Desk, waited_s: float, moment: f.Moment) -> History:
    history = history.with_call()
    if desk.free is None:
        return history
    free_s = desk.free.until_s(moment)
    if min(free_s, waited_s) > _GAP_MAX_S:
        return history.with_pause(min(free_s, waited_s), _UNSAID)
    if waited_s < free_s:
        return replace(history, answer=history.answer.with_one(waited_s))
    return replace(history, gap=history.gap.with_one(free_s))


def _arrived(history: History, desk: Desk, moment: f.Moment) -> History:
    if desk.called is None:
        return history
    return history.with_arrived(desk.called.until_s(moment), desk.waited_s)


def _ended(history: History, desk: Desk, before: Leg, moment: f.Moment) -> History:
    if before.state is LegState.SERVING:
        if desk.started is None:
            return history
        return history.with_served(before.service, before.staff, desk.started.until_s(moment))
    if desk.called is None:
        return history
    return history.with_absent(desk.called.until_s(moment), desk.waited_s)


def _lost(begun: Mark | None, away_s: float) -> Mark | None:
    return replace(begun, lost_s=begun.lost_s + away_s) if begun else None
