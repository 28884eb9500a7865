"""What every use case at a counter shares: which counter, who sits there, which visit is meant."""

from collections.abc import Callable, Sequence

from edge.domain import facts as f
from edge.domain.asking import asker_at
from edge.domain.leg import LegState
from edge.domain.now import CounterNow
from edge.domain.plan import ANYBODY, Plan
from edge.domain.queue import Asker
from edge.domain.refusals import (
    AnotherVisitError,
    CounterClosedError,
    CounterOccupiedError,
    CounterPausedError,
    CounterTakenError,
    NothingCalledError,
    NotServingError,
    UnknownCounterError,
    UnknownVisitError,
)
from edge.domain.state import HallState
from edge.domain.visit import Visit
from edge.hall import answers
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.vault import Sealed

Decide = Callable[[HallState, Visit, CounterNow], Sequence[f.Fact]]


class Desk:
    """A counter as its clerk works with it."""

    def __init__(self, recorder: Recorder, plan: Plan) -> None:
        self._recorder = recorder
        self._plan = plan

    async def _once(
        self, request: Request | None, decide: Callable[[], Sequence[f.Fact]], counter: str
    ) -> Answer:
        """Answer with the counter after what `decide` says; once for each request."""
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        return await self._recorder.answer(
            decide(),
            lambda state: Answer(200, answers.counter_state(state, counter)),
            request,
        )

    async def _at_counter(
        self,
        counter: str,
        staff: str,
        request: Request | None,
        meant: str | None,
        decide: Decide,
        sealed: Sealed | None = None,
        dropped_keys: Sequence[str] = (),
    ) -> Answer:
        """Answer with the visit at the counter after what `decide` says; once for each request.

        `sealed` belongs to the first of its facts; `dropped_keys` are deleted with them.

        Raises `AnotherVisitError` where the visit there is not the one that is `meant`.
        """
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        state = self._recorder.require_service()
        now = self._open_counter(state, counter, staff)
        if not now.visit:
            raise NothingCalledError(f"nobody has been called to counter {counter}", "counter")
        if meant not in (None, now.visit):
            ticket = state.visits[now.visit].leg.ticket
            raise AnotherVisitError(f"{ticket} is at counter {counter} now", "visit")
        facts = decide(state, state.visits[now.visit], now)
        part, keys = (sealed.part, sealed.keys) if sealed else (None, ())
        return await self._recorder.answer(
            facts,
            called(counter, now.visit),
            request,
            sealed=part,
            keys=keys,
            dropped_keys=dropped_keys,
        )

    def _known_counter(self, state: HallState, counter: str) -> CounterNow:
        if counter not in self._plan.counters_by_id:
            raise UnknownCounterError(f"no counter {counter!r}", "counter")
        return state.counter(counter)

    def _open_counter(self, state: HallState, counter: str, staff: str) -> CounterNow:
        now = self._known_counter(state, counter)
        if not now.is_open:
            raise CounterClosedError(f"counter {counter} is closed", "counter")
        self._check_clerk(counter, now, staff)
        return now

    def _check_clerk(self, counter: str, now: CounterNow, staff: str) -> None:
        if staff not in (now.staff, ANYBODY):
            raise CounterTakenError(f"{now.staff} sits at counter {counter}", "counter")

    def _check_free(self, state: HallState, counter: str, now: CounterNow) -> None:
        if now.visit:
            leg = state.visits[now.visit].leg
            raise CounterOccupiedError(
                f"{leg.ticket} is {leg.state.value} at counter {counter}",
                "counter",
                visit=now.visit,
                ticket=leg.ticket,
                state=leg.state.value,
            )

    def _check_here(self, counter: str, now: CounterNow) -> None:
        if now.paused:
            raise CounterPausedError(f"counter {counter} is paused: {now.paused}", "counter")

    def _asker(self, state: HallState, counter: str, now: CounterNow) -> Asker:
        return asker_at(state, self._plan, counter, now.staff)


def with_ticket(state: HallState, visit: str) -> Visit:
    """Return a visit that has a ticket. Raises `UnknownVisitError`."""
    known = state.visits.get(visit)
    if known is None or not known.legs:
        raise UnknownVisitError(f"no visit {visit!r} today", "visit")
    return known


def require_called(visit: Visit) -> None:
    """Raise `NothingCalledError` where the visit at the counter is not standing called."""
    if visit.state is not LegState.CALLED:
        raise NothingCalledError(f"{visit.leg.ticket} is being served already", "counter")


def require_serving(visit: Visit) -> None:
    """Raise `NotServingError` where the visit at the counter is not being served."""
    if visit.state is not LegState.SERVING:
        raise NotServingError(f"{visit.leg.ticket} has been called and not started", "counter")


def called(counter: str, visit: str) -> Callable[[HallState], Answer]:
    """Return what answers with `visit` as it then stands at `counter`."""
    return lambda state: Answer(200, answers.called(state.visits[visit], counter))
