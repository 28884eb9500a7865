"""Use cases of the wait that visitors are told: estimated, told as a fact, scored afterwards."""

import datetime as dt
import random
from typing import Any

from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.domain.queue import Lane
from edge.domain.refusals import NotWaitingError
from edge.domain.roster import Roster
from edge.domain.state import HallState
from edge.domain.waits.compiling import Known
from edge.domain.waits.estimating import estimate
from edge.domain.waits.roster import Stints, stints_of
from edge.domain.waits.telling import Estimate, Unknown, told
from edge.hall.desk import with_ticket
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer
from edge.hall.ruling import Ruling
from edge.ports import Ids

# Who asks again within this time hears what was said before: a screen that is looked at all the
# time must not fill the journal.
_TOLD_AGAIN_MS = 60_000


class Estimates:
    """Says how long it may take, by the rules in force and what the hall has measured."""

    def __init__(
        self, recorder: Recorder, plan: Plan, ruling: Ruling, roster: Roster, ids: Ids
    ) -> None:
        self._recorder = recorder
        self._plan = plan
        self._ruling = ruling
        self._roster = roster
        self._ids = ids
        self._stints: tuple[dt.date, Stints] | None = None
        self._told: dict[str, tuple[int, dict[str, Any]]] = {}

    def of(self, state: HallState, asked: str | Lane) -> Estimate | Unknown:
        """Return how long a visit that waits, or whoever would join a lane now, may wait."""
        clock = self._recorder.clock
        local = clock.local()
        known = Known(
            state,
            state.waits,
            self._plan,
            self._ruling.rules(state),
            clock.moment(),
            local.hour * 60 + local.minute,
            self._stints_of(local),
        )
        seed = int.from_bytes(self._ids.random_bytes(8), "big")
        draw = random.Random(seed).random  # noqa: S311 - chance, and nothing that anybody could gain by
        return estimate(known, state.waits.calibration, asked, draw)

    async def tell(self, visit: str, where: str) -> Answer:
        """Tell a visitor who waits how long it may still take. Raises `NotWaitingError`."""
        state = self._recorder.require_service()
        known = with_ticket(state, visit)
        leg = known.leg
        if leg.state is not LegState.WAITING:
            raise NotWaitingError(f"{leg.ticket} is {leg.state.value}", "visit")
        now = self._recorder.clock.moment().at
        before = self._told.get(visit)
        if before is not None and 0 <= now - before[0] < _TOLD_AGAIN_MS:
            return Answer(200, before[1])
        said = self.of(state, visit)
        body = {"visit": visit, "ticket": leg.ticket, "wait": in_minutes(said)}
        self._remember(state, visit, now, body)
        facts = [as_fact(visit, leg.leg, said, where)] if isinstance(said, Estimate) else []
        return await self._recorder.answer(facts, lambda _after: Answer(200, body))

    def _remember(self, state: HallState, visit: str, now: int, body: dict[str, Any]) -> None:
        waiting = state.queue.lane_of
        self._told = {each: said for each, said in self._told.items() if each in waiting}
        self._told[visit] = now, body

    def _stints_of(self, local: dt.datetime) -> Stints:
        if self._stints is None or self._stints[0] != local.date():
            manned = self._roster.on_day(local.date(), local.tzinfo)
            self._stints = local.date(), stints_of(manned)
        return self._stints[1]


def as_fact(visit: str, leg: int, said: Estimate, where: str) -> f.EstimateTold:
    """Return the fact that a visitor was told `said`."""
    return f.EstimateTold(visit, leg, said.low_s, said.likely_s, said.high_s, where, said.model)


def in_minutes(said: Estimate | Unknown) -> dict[str, Any]:
    """Return what people are told, in whole minutes; `why` where there is nothing to tell."""
    if isinstance(said, Unknown):
        return {"low_min": None, "high_min": None, "why": said.value}
    range_ = told(said)
    return {"low_min": range_.low_min, "high_min": range_.high_min, "why": ""}


def in_words(said: Estimate | Unknown | None) -> tuple[str, str]:
    """Return what people are told, in Chinese and in English; empty where there is nothing."""
    if said is None or isinstance(said, Unknown):
        return "", ""
    low, high = told(said).low_min, told(said).high_min
    if high is None:
        return f"约需{low}分钟以上", f"more than {low} min"
    if low == 0:
        return f"约{high}分钟以内", f"less than {high} min"
    return f"约{low}至{high}分钟", f"about {low} to {high} min"
