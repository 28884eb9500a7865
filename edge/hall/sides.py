"""Use cases of the visitor's side of a counter: what its clerk shows there, what is answered."""

from collections.abc import Sequence
from typing import Any

from edge.content.masks import masked_account
from edge.domain import facts as f
from edge.domain.applications import UnknownApplicationError
from edge.domain.leg import LegState
from edge.domain.now import CounterNow, ShownNow
from edge.domain.plan import Plan
from edge.domain.refusals import NothingShownError
from edge.domain.state import HallState
from edge.domain.visit import Visit
from edge.hall.applications import Applications, Filled
from edge.hall.desk import Desk, require_serving
from edge.hall.persons import Persons
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request

_OF_FORMS = ("form", "sign")


class Sides(Desk):
    """The screens before visitors at counters. What was shown ends with the visit there.

    `screen` is whether one is let in (`ScreenPaired`); `number` that of a form which is signed.
    """

    def __init__(
        self, recorder: Recorder, plan: Plan, persons: Persons, applications: Applications
    ) -> None:
        super().__init__(recorder, plan)
        self._persons = persons
        self._applications = applications

    async def show(
        self, counter: str, what: str, staff: str, request: Request | None, meant: str | None = None
    ) -> Answer:
        """Show the visitor at `counter` something, or nothing any more (empty).

        Raises what every verb at a counter does, `NotServingError`, and `UnknownApplicationError`
        where a form is to be shown and none belongs to the visit.
        """

        def decide(_state: HallState, visit: Visit, _now: CounterNow) -> Sequence[f.Fact]:
            require_serving(visit)
            if what in _OF_FORMS and not self._applications.of_visit(visit.visit):
                raise UnknownApplicationError(f"{visit.leg.ticket} has no form", "what")
            return [f.ShownToVisitor(visit.visit, counter, what, staff)]

        return await self._at_counter(counter, staff, request, meant, decide)

    async def answer(self, counter: str, asked: int, *, agreed: bool) -> dict[str, Any]:
        """Note what the visitor says to what was shown with the fact `asked`. Safe to repeat.

        Raises `UnknownCounterError`; `NothingShownError` where something else is shown by now.
        """
        state = self._recorder.require_service()
        shown = self._shown(state, counter)
        if shown is None or shown.seq != asked:
            raise NothingShownError(f"counter {counter} shows that no more", "asked")
        if shown.agreed is not agreed:
            fact = f.VisitorAnswered(shown.visit, counter, shown.what, asked, agreed)
            await self._recorder.record(fact)
        return self.at(counter)

    def at(self, counter: str) -> dict[str, Any]:
        """Return what the visitor's side of a counter shows. Raises `UnknownCounterError`."""
        state = self._recorder.committed
        now, shown = self._known_counter(state, counter), self._shown(state, counter)
        visit = state.visits.get(now.visit)
        serving = visit is not None and visit.state is LegState.SERVING
        return {
            "counter": counter,
            "open": now.is_open,
            "paused": now.paused,
            "staff": now.staff,
            "state": visit.state.value if visit else "",
            "visit": now.visit if serving else "",
            "ticket": visit.leg.ticket if visit else "",
            "service": visit.leg.service if visit else "",
            "shown": shown.what if shown else "",
            "asked": shown.seq if shown else 0,
            "agreed": shown.agreed if shown else None,
            "number": self._number(state, shown),
            "screen": ("counter", counter) in state.screens,
            "seq": state.seq,
        }

    async def person(self, counter: str) -> dict[str, str]:
        """Return who the hall takes the visitor for, masked, while that is shown.

        Raises `UnknownCounterError`, `NothingShownError`, `SealedForGoodError`.
        """
        shown = self._required(counter, "identity")
        known = await self._persons.masked(shown.visit)
        self._required(counter, "identity")  # once more: the clerk may have taken it back
        return known | {"account": masked_account(known["account"]) if known["account"] else ""}

    async def form(self, counter: str) -> Filled:
        """Return the visitor's form while it is shown.

        Raises `UnknownCounterError`, `NothingShownError`, `SealedForGoodError`.
        """
        shown = self._required(counter, *_OF_FORMS)
        filled = await self._applications.opened(self._applications.of_visit(shown.visit))
        self._required(counter, *_OF_FORMS)
        return filled

    def _number(self, state: HallState, shown: ShownNow | None) -> str:
        if shown is None or shown.what != "sign":
            return ""
        return state.applications[self._applications.of_visit(shown.visit)].number

    def _required(self, counter: str, *what: str) -> ShownNow:
        shown = self._shown(self._recorder.committed, counter)
        if shown is None or shown.what not in what:
            raise NothingShownError(f"counter {counter} does not show that", "counter")
        return shown

    def _shown(self, state: HallState, counter: str) -> ShownNow | None:
        now, shown = self._known_counter(state, counter), state.shown.get(counter)
        if shown is None or not shown.what or shown.visit != now.visit:
            return None
        if shown.what in _OF_FORMS and not self._applications.of_visit(shown.visit):
            return None  # withdrawn, or kept no more
        visit = state.visits.get(shown.visit)
        return shown if visit is not None and visit.state is LegState.SERVING else None
