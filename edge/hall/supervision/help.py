"""Use cases of help: called from a counter or a screen, accepted by one, ended."""

from collections.abc import Sequence
from typing import Any

from edge.domain import facts as f
from edge.domain.help import is_another
from edge.domain.now import HelpNow
from edge.domain.plan import Plan
from edge.domain.refusals import UnknownCounterError
from edge.domain.state import HallState
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.supervision.once import once
from edge.hall.supervision.refusals import HelpAcceptedError, NoHelpCalledError


class Help:
    """Passes calls for help on. `place` is the counter or the screen where help is needed."""

    def __init__(self, recorder: Recorder, plan: Plan) -> None:
        self._recorder = recorder
        self._plan = plan

    async def call_from_counter(
        self, counter: str, urgency: str, staff: str, request: Request | None = None
    ) -> Answer:
        """Call somebody to a counter. Raises `UnknownCounterError`."""
        if counter not in self._plan.counters_by_id:
            raise UnknownCounterError(f"no counter {counter!r}", "place")
        return await self._call(f.HelpCalled(counter, urgency, staff), request)

    async def call_from_screen(
        self, screen: str, urgency: str, about: str, stay: str = "", request: Request | None = None
    ) -> Answer:
        """Call somebody to a screen; `about` is what it showed, in a word of the screen's own.

        `stay` is its name for the visitor who calls.
        """
        return await self._call(f.HelpCalled(screen, urgency, "", about, stay), request)

    async def _call(self, called: f.HelpCalled, request: Request | None) -> Answer:
        def decide(state: HallState) -> Sequence[f.Fact]:
            known = state.help.get(called.subject)
            # Pressed once more, it is the same call.
            if known is not None and not is_another(called.urgency, called.stay, known):
                return []
            return [called]

        return await once(
            self._recorder,
            request,
            decide,
            lambda state: self._described(state, called.subject),
            201,
        )

    async def accept(self, place: str, staff: str, request: Request | None = None) -> Answer:
        """Note that `staff` is on the way. Raises `NoHelpCalledError`, `HelpAcceptedError`."""

        def decide(state: HallState) -> Sequence[f.Fact]:
            known = _called(state, place)
            if known.accepted_by not in ("", staff):
                raise HelpAcceptedError(
                    f"{known.accepted_by} is on the way to {place}",
                    "place",
                    accepted_by=known.accepted_by,
                )
            return [] if known.accepted_by else [f.HelpAccepted(place, staff)]

        return await once(
            self._recorder, request, decide, lambda state: self._described(state, place)
        )

    async def end(
        self, place: str, staff: str, stay: str = "", request: Request | None = None
    ) -> Answer:
        """Note that no help is needed any more; `staff` is empty for the visitor at a screen.

        With `stay` only that visitor's call is over, and not that of whoever came after them.
        Raises `NoHelpCalledError`.
        """

        def decide(state: HallState) -> Sequence[f.Fact]:
            if stay not in ("", _called(state, place).stay):
                raise NoHelpCalledError(f"another visitor calls for help at {place!r}", "stay")
            return [f.HelpEnded(place, staff)]

        def ended(state: HallState) -> dict[str, Any]:
            return {"place": place, "seq": state.seq}

        return await once(self._recorder, request, decide, ended)

    def caller(self, place: str) -> str | None:
        """Return who called: a member of staff, nobody (empty) at a screen; None: no call."""
        known = self._recorder.committed.help.get(place)
        return None if known is None else known.by

    def standing(self) -> list[dict[str, Any]]:
        """Return all calls that have not ended, the oldest first."""
        state = self._recorder.committed
        return [self._described(state, place) for place in state.help]

    def standing_of(self, staff: str) -> list[dict[str, Any]]:
        """Return those of them that `staff` made, or that come from the counter where they sit."""
        state = self._recorder.committed
        return [
            self._described(state, place)
            for place, call in state.help.items()
            if staff in (call.by, state.counter(place).staff)
        ]

    def _described(self, state: HallState, place: str) -> dict[str, Any]:
        known = state.help[place]
        helper = self._plan.staff_by_id.get(known.accepted_by)
        return {
            "place": place,
            "urgency": known.urgency,
            "by": known.by,
            "about": known.about,
            "at": known.at,
            "accepted_by": known.accepted_by,
            "accepted_by_name": helper.name if helper else "",
        }


def _called(state: HallState, place: str) -> HelpNow:
    try:
        return state.help[place]
    except KeyError:
        raise NoHelpCalledError(f"nobody calls for help at {place!r}", "place") from None
