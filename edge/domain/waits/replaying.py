"""A journal gone through again: what every model would have said of each ticket, and what came."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.domain.rules import Rules
from edge.domain.state import HallState
from edge.domain.visit import Visit
from edge.domain.waits.baselines import BASELINES, Asked, Recent
from edge.domain.waits.compiling import Known
from edge.domain.waits.estimating import Ahead, calibrated
from edge.domain.waits.roster import Stints
from edge.domain.waits.scoring import Scored
from edge.domain.waits.telling import Estimate, Unknown
from edge.domain.waits.waits import MODEL, Waits

TOLD = "told"
_AT_ISSUE = ("ticket", "screen")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a journal does not say: the plan, the rules, the counter plan, the zone.

    `ask` runs the hall ahead for a visit: `estimating.ahead`, with the numbers that chance gives.
    """

    plan: Plan
    rules: Rules
    ask: Callable[[Known, str], Ahead | Unknown]
    stints: Callable[[dt.date], Stints] = lambda _day: ()
    zone: dt.tzinfo = dt.UTC


@dataclass(slots=True)
class Replay:
    """Goes through facts in order. Estimates that it makes are told to nobody but itself."""

    setting: Setting
    state: HallState = field(default_factory=HallState)
    waits: Waits = field(default_factory=Waits)
    recent: Recent = field(default_factory=Recent)
    _stints: Stints = ()
    _said: dict[str, list[Scored]] = field(default_factory=dict)
    _issued: dict[str, f.Moment] = field(default_factory=dict)

    def scored(self, facts: Iterable[f.Recorded]) -> Iterator[Scored]:
        """Yield what every model said of each ticket, once that has been called."""
        for recorded in facts:
            yield from self._take_in(recorded)

    def _take_in(self, recorded: f.Recorded) -> Iterator[Scored]:
        fact = recorded.fact
        before = self.state.visits.get(fact.subject)
        self.state.apply(recorded)
        after = self.state.visits.get(fact.subject)
        if isinstance(fact, f.DayOpened):
            self._begin(fact)
            return
        if isinstance(fact, f.EstimateTold):
            self._note_told(fact)
            return
        self.waits = self.waits.after(recorded, before, after)
        self.recent.take_in(recorded, self.state)
        if isinstance(fact, f.TicketIssued) and after is not None:
            self._say(recorded, after)
        elif fact.subject in self._said and after is not None:
            yield from self._ended(recorded, after)

    def _begin(self, opened: f.DayOpened) -> None:
        carried = opened.carried.get("waits")
        fresh = self.waits == Waits()
        self.waits = Waits.from_json(carried) if fresh else self.waits.next_day()
        self._stints = self.setting.stints(dt.date.fromisoformat(opened.day))
        self._said.clear()
        self._issued.clear()

    def _say(self, recorded: f.Recorded, visit: Visit) -> None:
        load = sum(map(len, self.state.queue.lanes.values())) - 1
        leg, at = visit.leg, recorded.moment.at
        asked = Asked(leg, self.state, self.setting.plan, self.recent, at)
        said = [
            Scored(name, leg.service, load, baseline(asked), 0.0)
            for name, baseline in BASELINES.items()
        ]
        said += self._ours(recorded, visit, load)
        self._said[visit.visit] = said
        self._issued[visit.visit] = recorded.moment

    def _ours(self, recorded: f.Recorded, visit: Visit, load: int) -> Iterator[Scored]:
        raw = self.setting.ask(self._known(recorded.moment), visit.visit)
        told = calibrated(raw, self.waits.calibration)
        if not isinstance(told, Estimate):
            return
        fact = f.EstimateTold(
            visit.visit, visit.leg.leg, told.low_s, told.likely_s, told.high_s, "ticket", MODEL
        )
        self.waits = self.waits.after(f.Recorded(recorded.seq, recorded.moment, fact))
        yield Scored(MODEL, visit.leg.service, load, told.likely_s, 0.0, told.low_s, told.high_s)

    def _note_told(self, fact: f.EstimateTold) -> None:
        """Keep what the hall itself told at issue: it is scored as one more model."""
        said = self._said.get(fact.subject)
        if said and fact.where in _AT_ISSUE and not any(each.model == TOLD for each in said):
            like = said[0]
            said.append(
                replace(
                    like, model=TOLD, said_s=fact.likely_s, low_s=fact.low_s, high_s=fact.high_s
                )
            )

    def _known(self, moment: f.Moment) -> Known:
        setting = self.setting
        local = dt.datetime.fromtimestamp(moment.at / 1000, setting.zone)
        minute = local.hour * 60 + local.minute
        return Known(
            self.state, self.waits, setting.plan, setting.rules, moment, minute, self._stints
        )

    def _ended(self, recorded: f.Recorded, visit: Visit) -> Iterator[Scored]:
        if visit.leg.state is LegState.WAITING:
            return
        said, issued = self._said.pop(visit.visit), self._issued.pop(visit.visit)
        if visit.leg.state not in (LegState.CALLED, LegState.PRECALLED):
            return
        waited_s = max(0, recorded.moment.at - issued.at) / 1000
        yield from (replace(each, waited_s=waited_s) for each in said)
