"""Use cases of notices: what every screen tells everybody, until a time or until it is ended."""

from collections.abc import Sequence
from typing import Any

from edge.domain import facts as f
from edge.domain.state import HallState
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.supervision.once import once
from edge.hall.supervision.refusals import TimePassedError, UnknownNoticeError
from edge.ports import Ids


class Notices:
    """Shows notices and ends them. `by` is the member of staff who acts."""

    def __init__(self, recorder: Recorder, ids: Ids) -> None:
        self._recorder = recorder
        self._ids = ids

    async def show(
        self, text: str, text_english: str, until: int, by: str, request: Request | None = None
    ) -> Answer:
        """Tell everybody something until `until` (wall ms, 0: until it is ended).

        Raises `TimePassedError`.
        """
        notice = self._ids.new_id()

        def decide(_state: HallState) -> Sequence[f.Fact]:
            if until and until <= self._recorder.clock.moment().at:
                raise TimePassedError("a notice cannot end before it begins", "until")
            return [f.NoticeShown(notice, text, text_english, until, by)]

        def shown(state: HallState) -> dict[str, Any]:
            return described(state, notice)

        return await once(self._recorder, request, decide, shown, 201)

    async def end(self, notice: str, by: str, request: Request | None = None) -> Answer:
        """Tell it no more. Raises `UnknownNoticeError` where nobody is told that."""

        def decide(state: HallState) -> Sequence[f.Fact]:
            if notice not in state.notices:
                raise UnknownNoticeError(f"no notice {notice!r} is shown", "notice")
            return [f.NoticeEnded(notice, by)]

        def ended(state: HallState) -> dict[str, Any]:
            return {"notice": notice, "seq": state.seq}

        return await once(self._recorder, request, decide, ended)

    async def tick(self) -> None:
        """End what has had its time, so that every screen hears of it."""
        state, now = self._recorder.require_service(), self._recorder.clock.moment().at
        over = [name for name, each in state.notices.items() if 0 < each.until <= now]
        if over:
            await self._recorder.record(*(f.NoticeEnded(notice, "") for notice in over))

    def standing(self) -> list[dict[str, Any]]:
        """Return what everybody is told now, the oldest first."""
        state, now = self._recorder.committed, self._recorder.clock.moment().at
        return [
            described(state, name)
            for name, each in state.notices.items()
            if not each.until or each.until > now
        ]


def described(state: HallState, notice: str) -> dict[str, Any]:
    """Describe a notice that is shown."""
    shown = state.notices[notice]
    return {
        "notice": notice,
        "text": shown.text,
        "text_english": shown.text_english,
        "until": shown.until,
        "by": shown.by,
    }
