"""Use cases of the wait that visitors are told: estimated, told as a fact, scored afterwards."""

import asyncio
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
from edge.domain.visit import Leg
from edge.domain.waits.compiling import Known
from edge.domain.waits.estimating import calibrated, in_slices
from edge.domain.waits.roster import Stints, stints_of
from edge.domain.waits.telling import Estimate, Unknown, told
from edge.hall.desk import with_ticket
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer
from edge.hall.ruling import Ruling

# Who asks again within this time hears what was said before: a screen that is looked at all the
# time must not fill the journal.
_TOLD_AGAIN_MS = 60_000


class Estimates:
    """Says how long it may take, by the rules in force and what the hall has measured."""

    def __init__(self, recorder: Recorder, plan: Plan, ruling: Ruling, roster: Roster) -> None:
        self._recorder = recorder
        self._plan = plan
        self._ruling = ruling
        self._roster = roster
        self._stints: tuple[dt.date, Stints] | None = None
        self._told: dict[str, tuple[int, dict[str, Any]]] = {}

    async def of(self, asked: str | Lane) -> Estimate | Unknown:
        """Return how long a visit that waits, or whoever would join a lane now, may wait.

        The hall goes on meanwhile. Raises `OutOfServiceError`.
        """
        state = self._recorder.require_service()
        # The same hall says the same: chance is drawn from where its journal stands.
        draw = random.Random(f"{state.epoch} {state.seq} {asked}").random  # noqa: S311 - no secret
        for said in in_slices(self._known(state), asked, draw):
            if said is not None:
                return calibrated(said, state.waits.calibration)
            await asyncio.sleep(0)
        raise AssertionError("the last slice says what all of them say")

    def _known(self, state: HallState) -> Known:
        clock = self._recorder.clock
        local = clock.local()
        return Known(
            state,
            state.waits,
            self._plan,
            self._ruling.rules(state),
            clock.moment(),
            local.hour * 60 + local.minute,
            self._stints_of(local),
        )

    async def tell(self, visit: str, where: str) -> Answer:
        """Tell a visitor who waits how long it may still take. Raises `NotWaitingError`."""
        self._waiting(visit)
        if (body := self._told_before(visit)) is not None:
            return Answer(200, body)
        said = await self.of(visit)
        leg = self._waiting(visit)  # the call may have come meanwhile, or somebody else who asks
        if (body := self._told_before(visit)) is not None:
            return Answer(200, body)
        body = {"visit": visit, "ticket": leg.ticket, "wait": in_minutes(said)}
        self._remember(visit, body)
        facts = [as_fact(visit, leg.leg, said, where)] if isinstance(said, Estimate) else []
        return await self._recorder.answer(facts, lambda _after: Answer(200, body))

    def _waiting(self, visit: str) -> Leg:
        leg = with_ticket(self._recorder.require_service(), visit).leg
        if leg.state is not LegState.WAITING:
            raise NotWaitingError(f"{leg.ticket} is {leg.state.value}", "visit")
        return leg

    def _told_before(self, visit: str) -> dict[str, Any] | None:
        at, body = self._told.get(visit, (0, None))
        return body if 0 <= self._recorder.clock.moment().at - at < _TOLD_AGAIN_MS else None

    def _remember(self, visit: str, body: dict[str, Any]) -> None:
        waiting = self._recorder.require_service().queue.lane_of
        self._told = {each: said for each, said in self._told.items() if each in waiting}
        self._told[visit] = self._recorder.clock.moment().at, body

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
