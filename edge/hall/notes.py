"""Use cases of notes: what members of staff write down about a visit, sealed under its key.

The words stand in no fact's body, no event and no kept answer. They go when the day ends.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from edge.domain import facts as f
from edge.domain.plan import Plan
from edge.domain.refusals import SealedForGoodError
from edge.domain.state import HallState
from edge.hall.desk import with_ticket
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.vault import Sealed, Vault
from edge.journal.keys import UnreadableError


class Notes:
    """Writes notes and reads them again. `staff` is the member who acts."""

    def __init__(self, recorder: Recorder, plan: Plan, vault: Vault) -> None:
        self._recorder = recorder
        self._plan = plan
        self._vault = vault
        self._turn = asyncio.Lock()

    async def write(
        self, visit: str, words: str, staff: str, request: Request | None = None
    ) -> Answer:
        """Write something down about a visit of today. Raises `UnknownVisitError`."""
        async with self.sealing(visit, words) as sealed:
            earlier = self._recorder.earlier_answer(request)
            if earlier is not None:
                return await self._recorder.settled(earlier)
            known = with_ticket(self._recorder.require_service(), visit)
            return await self._recorder.answer(
                [f.VisitNoted(visit, known.leg.leg, staff)],
                lambda after: Answer(201, _without_words(after, visit)),
                request,
                sealed=sealed.part,
                keys=sealed.keys,
            )

    @contextlib.asynccontextmanager
    async def sealing(self, visit: str, words: str) -> AsyncIterator[Sealed]:
        """Give `words` as the sealed part of a fact about `visit`, to be recorded before this ends.

        Raises `SealedForGoodError`.
        """
        # One at a time, and until it is durable: two at once would both make the visit's first key.
        async with self._turn:
            wrapped = await self._recorder.wrapped_key(visit)
            try:
                sealed = self._vault.seal_under(wrapped, visit, {"words": words})
            except UnreadableError:
                raise SealedForGoodError("the visit's key is of another hall", "visit") from None
            yield sealed

    async def of(self, visit: str) -> list[dict[str, Any]]:
        """Return what was written about a visit of today, the oldest first.

        The text is None where its key is gone. Raises `UnknownVisitError`.
        """
        known = with_ticket(self._recorder.committed, visit)
        wrapped = await self._recorder.wrapped_key(visit) if known.notes else None
        read = [await self._recorder.recorded(seq) for seq in known.notes]
        return [self._note(each, wrapped) for each in read if each is not None]

    def _note(self, recorded: f.Recorded, wrapped: bytes | None) -> dict[str, Any]:
        fact = recorded.fact
        try:
            words = self._vault.unseal(fact.subject, recorded.sealed or b"", wrapped)["words"]
        except UnreadableError:
            words = None
        by = fact.body()["by"]
        member = self._plan.staff_by_id.get(by)
        name = member.name if member else ""
        return {"at": recorded.moment.at, "by": by, "by_name": name, "text": words}


def _without_words(state: HallState, visit: str) -> dict[str, Any]:
    known = state.visits[visit]
    return {"visit": visit, "notes": len(known.notes), "seq": known.seq}
