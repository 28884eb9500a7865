"""Use cases of the evaluator: a grade is bound to the visit it is about, or to none."""

from collections.abc import Collection, Sequence

from edge.domain import facts as f
from edge.domain.booking import BadArgsError
from edge.domain.leg import LegState
from edge.domain.refusals import AlreadyRatedError, NotRatableError, UnknownVisitError
from edge.domain.state import HallState
from edge.domain.visit import Visit
from edge.hall import answers
from edge.hall.notes import Notes
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.vault import Sealed

_RATABLE = (LegState.SERVING, LegState.FINISHED)
_IGNORED_PAUSE_MS = 60_000


class Ratings:
    """Takes grades from evaluators, screens and the API."""

    def __init__(
        self, recorder: Recorder, window_s: int, notes: Notes, dimensions: Collection[str] = ()
    ) -> None:
        """Let a key count for the last visit of its counter until `window_s` after its end."""
        self._recorder = recorder
        self._notes = notes
        self._dimensions = frozenset(dimensions)
        self._window_ms = window_s * 1000
        self._ignored_mono: dict[str, int] = {}

    async def rate(
        self,
        visit: str,
        grade: int,
        source: str,
        counter: str = "",
        request: Request | None = None,
        grades: Sequence[str] = (),
        words: str = "",
    ) -> Answer:
        """Record `grade` (1 to 5); the same grade again is fine, another one is refused.

        `grades` are `dimension=grade`, of dimensions that the hall asks for; `words`, the visitor's
        own, are sealed under the visit's key. Raises `UnknownVisitError`, `NotRatableError`,
        `AlreadyRatedError`, `BadArgsError`, `SealedForGoodError`.
        """
        if not {each.partition("=")[0] for each in grades} <= self._dimensions:
            raise BadArgsError("this hall asks for no such grade", "grades")
        if not words:
            return await self._rate(visit, grade, source, counter, request, grades, None)
        async with self._notes.sealing(visit, words) as sealed:
            return await self._rate(visit, grade, source, counter, request, grades, sealed)

    async def _rate(
        self,
        visit: str,
        grade: int,
        source: str,
        counter: str,
        request: Request | None,
        grades: Sequence[str],
        sealed: Sealed | None,
    ) -> Answer:
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        known = self._ratable(visit)
        rated = f.VisitRated(visit, grade, source, counter, list(grades))
        facts = [] if known.grade == grade else [rated]
        if known.grade is not None and facts:
            raise AlreadyRatedError(f"visit {visit!r} was rated {known.grade}", "grade")
        part, keys = (sealed.part, sealed.keys) if sealed and facts else (None, ())
        return await self._recorder.answer(
            facts,
            lambda state: Answer(200, answers.rating(state.visits[visit])),
            request,
            sealed=part,
            keys=keys,
        )

    def _ratable(self, visit: str) -> Visit:
        known = self._recorder.require_service().visits.get(visit)
        if known is None or not known.legs:
            raise UnknownVisitError(f"no visit {visit!r} today", "visit")
        if known.state not in _RATABLE:
            raise NotRatableError(f"visit {visit!r} is {known.state.value}", "visit")
        return known

    async def rate_at_counter(self, counter: str, key: int, grade: int | None) -> str:
        """Record an evaluator's key for whoever was served there last; return the visit.

        With nobody to rate, or a second press, it changes nothing and returns an empty string.
        """
        state = self._recorder.require_service()
        known = state.visits.get(self._visit_at(state, counter))
        if grade is None:
            await self._ignore(counter, key, "unknown_key")
        elif known is None:
            await self._ignore(counter, key, "no_visit")
        elif known.grade is not None:
            await self._ignore(counter, key, "rated_already")
        else:
            await self.rate(known.visit, grade, "evaluator", counter)
            return known.visit
        return ""

    def _visit_at(self, state: HallState, counter: str) -> str:
        now = state.counter(counter)
        if now.visit and state.visits[now.visit].state is LegState.SERVING:
            return now.visit
        ended_ago = self._recorder.clock.moment().at - now.last_ended_at
        return now.last_visit if 0 <= ended_ago <= self._window_ms else ""

    async def _ignore(self, counter: str, key: int, reason: str) -> None:
        # A child at the evaluator must not fill the journal: one such fact a minute will do.
        now = self._recorder.clock.moment().mono
        last = self._ignored_mono.get(counter)
        if last is None or now - last >= _IGNORED_PAUSE_MS:
            self._ignored_mono[counter] = now
            await self._recorder.record(f.RatingIgnored(counter, key, reason))
