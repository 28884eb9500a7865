"""Use cases of visitors on their own page: what stands there, more time, leaving, rating.

Headquarters asks for the same by signed commands, where it serves the page.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from edge.domain import facts as f
from edge.domain import mobile as rules
from edge.domain.booking import BadArgsError
from edge.domain.command import Command
from edge.domain.leg import LegState
from edge.domain.mobile import (
    Described,
    Followed,
    MobileVisit,
    Told,
    UnknownPageError,
    Wished,
    read_wished,
)
from edge.domain.state import HallState
from edge.domain.visit import Visit
from edge.hall.desk import with_ticket
from edge.hall.inbox import Decided, Inbox
from edge.hall.ratings import Ratings
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request

_MINUTE_MS = 60_000
Decide = Callable[[Visit, Wished], Sequence[f.Fact]]


class Mobile:
    """Visitors' pages of a hall that is `described`; None where it has none."""

    def __init__(
        self, recorder: Recorder, ratings: Ratings, hall: str, described: Described | None
    ) -> None:
        self._recorder = recorder
        self._ratings = ratings
        self._hall = hall
        self._described = described or Described()
        self._text = described.text() if described else ""
        self._decide: dict[str, Decide] = {
            rules.DELAY: self._delayed,
            rules.LEAVE: _left,
            rules.RATE: self._rated,
        }

    async def describe(self) -> None:
        """Tell headquarters today what visitors' pages may say of this hall."""
        state = self._recorder.working
        if state.day and state.described != self._text:
            await self._recorder.record(f.HallDescribed(self._hall, self._text))

    def seen(self, page: str) -> dict[str, Any]:
        """Return what stands on a page. Raises `UnknownPageError`."""
        state = self._recorder.committed
        _, shown = self._shown(state, page)
        return asdict(shown)

    async def delay(self, page: str, request: Request | None = None) -> Answer:
        """Let the visitor keep the place and be called later.

        Raises `UnknownPageError`, `NotWaitingError`, `DelayedEnoughError`.
        """
        return await self._once(rules.DELAY, page, request)

    async def leave(self, page: str, request: Request | None = None) -> Answer:
        """Give the ticket up; having done so already is fine.

        Raises `UnknownPageError`, `NotWaitingError`.
        """
        return await self._once(rules.LEAVE, page, request)

    async def rate(
        self,
        page: str,
        grade: int,
        grades: Sequence[str] = (),
        words: str = "",
        request: Request | None = None,
    ) -> Answer:
        """Record a grade as `Ratings.rate` does. Raises `UnknownPageError` and what that raises."""
        visit, _ = self._shown(self._recorder.require_service(), page)
        told = visit.visit, grade, "mobile", "", request, grades, words
        return await self._ratings.rate(*told)

    def listen_to(self, inbox: Inbox) -> None:
        """Take the same wishes from headquarters' commands."""
        for kind in self._decide:
            inbox.decides(kind, self._commanded)

    # --- deciding ---

    async def _once(self, kind: str, page: str, request: Request | None) -> Answer:
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        visit, _ = self._shown(self._recorder.require_service(), page)
        facts = self._decide[kind](visit, Wished(visit.visit))
        return await self._recorder.answer(facts, lambda after: _done(after, page), request)

    def _commanded(self, state: HallState, command: Command) -> Decided:
        wished = read_wished(command.args)
        return Decided(self._decide[command.kind](with_ticket(state, wished.visit), wished))

    def _delayed(self, visit: Visit, _wished: Wished) -> Sequence[f.Fact]:
        leg, allowed = visit.leg, self._described.rules
        rules.check_delay(leg, allowed)
        now = self._recorder.clock.moment().at
        ready = max(now, leg.ready) + allowed.delay_min * _MINUTE_MS
        place = leg.order[0], ready, "delayed", leg.absences, leg.delays + 1
        return [f.TicketReturned(visit.visit, leg.leg, leg.counter, "", *place)]

    def _rated(self, visit: Visit, wished: Wished) -> Sequence[f.Fact]:
        if visit.grade is not None and visit.grade == wished.grade:
            return []
        rules.check_rate(visit)
        asked = {each.id for each in self._described.dimensions}
        if not wished.grade or not {each.partition("=")[0] for each in wished.grades} <= asked:
            raise BadArgsError("a grade from 1 to 5, of what this hall asks for", "grade")
        return [f.VisitRated(visit.visit, wished.grade, "mobile", "", list(wished.grades))]

    # --- finding ---

    def _shown(self, state: HallState, page: str) -> tuple[Visit, MobileVisit]:
        now = self._recorder.clock.moment().at
        visit = _found(state, page)
        if visit is None:
            raise UnknownPageError("there is no such page", "page")
        others = _in_line(state, visit)
        followed = _followed(state, visit.visit)
        shown = rules.seen(visit, self._described, others, _told(visit), now, followed)
        if shown is None:
            raise UnknownPageError("that visit is over", "page")
        return visit, shown


def _found(state: HallState, page: str) -> Visit | None:
    # What is looked up is a hash: the time it takes says nothing of the secret.
    visit = state.visits.get(state.pages.get(page, ""))
    return visit if visit is not None and visit.page == page else None


def _in_line(state: HallState, visit: Visit) -> list[Visit]:
    return [
        state.visits[each.visit]
        for lane, line in state.queue.lanes.items()
        if lane.service == visit.leg.service
        for each in line
    ]


def _told(visit: Visit) -> Told | None:
    leg = visit.leg
    return Told(leg.told[0], leg.told[2], leg.issued_at) if leg.told else None


def _followed(state: HallState, visit: str) -> Followed | None:
    for now in state.applications.values():
        if now.visit == visit and now.number:
            return Followed(now.number, now.stage, now.stage_english)
    return None


def _left(visit: Visit, _wished: Wished) -> Sequence[f.Fact]:
    if visit.state is LegState.CANCELLED:
        return []
    rules.check_leave(visit.leg)
    return [f.TicketCancelled(visit.visit, visit.leg.leg, "", "mobile")]


def _done(after: HallState, page: str) -> Answer:
    visit = _found(after, page)
    return Answer(200, {"state": visit.state.value if visit else "", "seq": after.seq})
