"""What a hall knows of its own waits, folded from its facts: one value, carried from day to day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from edge.domain import facts as f
from edge.domain.leg import AT_COUNTER, LegState
from edge.domain.visit import Leg, Visit
from edge.domain.waits import measuring
from edge.domain.waits.arrivals import Arrivals
from edge.domain.waits.calibration import Calibration
from edge.domain.waits.elapsed import Mark, mark
from edge.domain.waits.history import History
from edge.domain.waits.measuring import Desk
from edge.domain.waits.telling import Estimate

MODEL = "forward-1"
_TOLD_MAX = 5  # of one ticket: whoever asks all the time is not to weigh more than all others


@dataclass(frozen=True, slots=True)
class Promise:
    """What a visitor was told, and when."""

    mark: Mark
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Waits:
    """The hall's own measures, who comes, how well what was told held; and what stands just now.

    `desks` say since when each counter is what it is, `told` what visitors were told who wait.
    """

    history: History = field(default_factory=History)
    arrivals: Arrivals = field(default_factory=Arrivals)
    calibration: Calibration = field(default_factory=Calibration)
    desks: Mapping[str, Desk] = field(default_factory=dict)
    told: Mapping[str, tuple[Promise, ...]] = field(default_factory=dict)

    def after(
        self, recorded: f.Recorded, before: Visit | None = None, after: Visit | None = None
    ) -> "Waits":
        """Return what is known after a fact.

        Of a fact about a visit, `before` and `after` are the visit without and with it.
        """
        fact = recorded.fact
        change = _OF_COUNTERS.get(type(fact))
        if change is not None:
            return change(self, fact, recorded.moment)
        if isinstance(fact, f.EstimateTold):
            return self._with_told(fact, recorded.moment)
        if before is None or after is None or not before.legs or not after.legs:
            return self
        return self._moved(before.leg, after, recorded)

    def _moved(self, before: Leg, visit: Visit, recorded: f.Recorded) -> "Waits":
        after, moment = visit.leg, recorded.moment
        if before.state is after.state:
            return self
        waits = self
        if before.state is LegState.RESERVED:
            waits = self._with_arrival(after, moment)
        elif before.state is LegState.WAITING:
            waits = self._kept(visit.visit, after, moment)
        counter = after.counter if after.state is LegState.CALLED else before.counter
        if counter and (before.state in AT_COUNTER or after.state in AT_COUNTER):
            desk = waits.desks.get(counter, Desk())
            history, desk = measuring.moved(waits.history, desk, before, after, moment)
            waits = replace(waits, history=history, desks={**waits.desks, counter: desk})
        return waits

    def _with_arrival(self, leg: Leg, moment: f.Moment) -> "Waits":
        if leg.state is not LegState.WAITING or leg.due:
            return self  # who has booked is known beforehand
        kind = (leg.service, leg.priority, leg.segments)
        arrivals = self.arrivals.with_one(moment.at, kind)
        return Waits(self.history, arrivals, self.calibration, self.desks, self.told)

    def _with_told(self, fact: f.EstimateTold, moment: f.Moment) -> "Waits":
        estimate = Estimate(fact.low_s, fact.likely_s, fact.high_s, fact.model)
        promises = (*self.told.get(fact.subject, ()), Promise(mark(moment), estimate))
        return replace(self, told={**self.told, fact.subject: promises[:_TOLD_MAX]})

    def _kept(self, visit: str, leg: Leg, moment: f.Moment) -> "Waits":
        """Score what was told to a visitor whose wait has ended; only a call tells anything."""
        promises = self.told.get(visit)
        if not promises:
            return self
        told = {each: said for each, said in self.told.items() if each != visit}
        calibration = self.calibration
        if leg.state in (LegState.CALLED, LegState.PRECALLED):
            for promise in promises:
                if promise.estimate.model == MODEL:
                    waited_s = promise.mark.until_s(moment)
                    calibration = calibration.after(promise.estimate, waited_s)
        return replace(self, told=told, calibration=calibration)

    # --- keeping ---

    def next_day(self) -> "Waits":
        """Return what the next day begins with."""
        return Waits(self.history.next_day(), self.arrivals.next_day(), self.calibration.next_day())

    def as_json(self) -> dict[str, Any]:
        """Return what is carried from day to day, as JSON values."""
        return {
            "history": self.history.as_json(),
            "arrivals": self.arrivals.as_json(),
            "calibration": self.calibration.as_json(),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any] | None) -> "Waits":
        """Return what `as_json` wrote; nothing is known where None was carried."""
        if not stored:
            return cls()
        return cls(
            History.from_json(stored.get("history", {})),
            Arrivals.from_json(stored.get("arrivals")),
            Calibration.from_json(stored.get("calibration", ())),
        )


# --- one function a fact about a counter ---


def _opened(waits: Waits, fact: f.CounterOpened, moment: f.Moment) -> Waits:
    return _with_desk(waits, fact.subject, measuring.opened(moment))


def _closed(waits: Waits, fact: f.CounterClosed, _moment: f.Moment) -> Waits:
    desks = {each: desk for each, desk in waits.desks.items() if each != fact.subject}
    return replace(waits, desks=desks)


def _paused(waits: Waits, fact: f.CounterPaused, moment: f.Moment) -> Waits:
    desk = waits.desks.get(fact.subject, Desk())
    return _with_desk(waits, fact.subject, measuring.paused(desk, fact.reason, moment))


def _resumed(waits: Waits, fact: f.CounterResumed, moment: f.Moment) -> Waits:
    desk = waits.desks.get(fact.subject, Desk())
    history, desk = measuring.resumed(waits.history, desk, moment)
    return replace(_with_desk(waits, fact.subject, desk), history=history)


def _with_desk(waits: Waits, counter: str, desk: Desk) -> Waits:
    return replace(waits, desks={**waits.desks, counter: desk})


_OF_COUNTERS: dict[type[f.Fact], Callable[[Waits, Any, f.Moment], Waits]] = {
    f.CounterOpened: _opened,
    f.CounterClosed: _closed,
    f.CounterPaused: _paused,
    f.CounterResumed: _resumed,
}
