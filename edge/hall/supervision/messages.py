"""Use cases of messages between members of staff: sent, read, and forgotten when the day ends.

The words are sealed under a key of the message, and stand in no fact's body, no event and no kept
answer. Whoever they are for is a member of staff, a counter (whoever sits there), or everybody.
"""

from collections.abc import Sequence
from typing import Any

from edge.domain import facts as f
from edge.domain.now import MessageNow
from edge.domain.plan import Plan
from edge.domain.state import HallState
from edge.hall.recorder import Recorder
from edge.hall.requests import Answer, Request
from edge.hall.supervision.once import once
from edge.hall.supervision.refusals import UnknownMessageError, UnknownRecipientError
from edge.hall.vault import Vault
from edge.journal.keys import UnreadableError
from edge.ports import Ids


class Messages:
    """Passes messages on. `staff` is the member who acts."""

    def __init__(self, recorder: Recorder, plan: Plan, ids: Ids, vault: Vault) -> None:
        self._recorder = recorder
        self._plan = plan
        self._ids = ids
        self._vault = vault
        self._words: dict[str, str] = {}  # of today's messages, as far as somebody has asked
        recorder.subscribe(self._on_fact)

    def _on_fact(self, recorded: f.Recorded) -> None:
        if isinstance(recorded.fact, f.DayOpened):
            self._words.clear()

    async def send(
        self, words: str, to: Sequence[str], staff: str, request: Request | None = None
    ) -> Answer:
        """Write to counters and members of staff; to nobody named: to all.

        Raises `UnknownRecipientError`.
        """
        earlier = self._recorder.earlier_answer(request)
        if earlier is not None:
            return await self._recorder.settled(earlier)
        self._check_recipients(to)
        message = self._ids.new_id()
        key, sealed = self._vault.seal(message, {"words": words})
        return await self._recorder.answer(
            [f.MessageSent(message, staff, list(to))],
            lambda after: Answer(201, _without_words(after, message)),
            request,
            sealed=sealed,
            keys=[key],
        )

    def _check_recipients(self, to: Sequence[str]) -> None:
        for name in to:
            if name not in self._plan.counters_by_id and name not in self._plan.staff_by_id:
                raise UnknownRecipientError(f"{name!r} is no counter and nobody's number", "to")

    async def read(self, message: str, staff: str, request: Request | None = None) -> Answer:
        """Note that `staff` has seen a message; having seen it already is fine.

        Raises `UnknownMessageError`.
        """

        def decide(state: HallState) -> Sequence[f.Fact]:
            known = state.messages.get(message)
            if known is None or not _concerns(state, known, staff):
                raise UnknownMessageError(f"no message {message!r} for {staff}", "message")
            seen = staff == known.by or staff in known.read_by
            return [] if seen else [f.MessageRead(message, staff)]

        return await once(
            self._recorder, request, decide, lambda state: _without_words(state, message)
        )

    async def of(self, staff: str) -> list[dict[str, Any]]:
        """Return today's messages from and for `staff`, the oldest first, with their words."""
        state = self._recorder.committed
        mine = [
            (_without_words(state, name), each)
            for name, each in state.messages.items()
            if _concerns(state, each, staff)
        ]
        return [
            {**shown, "text": await self._words_of(shown["message"], each)} for shown, each in mine
        ]

    async def _words_of(self, message: str, known: MessageNow) -> str | None:
        """Return the words; None where their key is gone."""
        if message not in self._words and known.sealed is not None:
            wrapped = await self._recorder.wrapped_key(message)
            try:
                opened = self._vault.unseal(message, known.sealed, wrapped)
            except UnreadableError:
                return None
            self._words[message] = str(opened["words"])
        return self._words.get(message)


def _concerns(state: HallState, message: MessageNow, staff: str) -> bool:
    if not message.to or staff == message.by or staff in message.to:
        return True
    return any(state.counter(name).staff == staff for name in message.to)


def _without_words(state: HallState, message: str) -> dict[str, Any]:
    known = state.messages[message]
    return {
        "message": message,
        "by": known.by,
        "to": list(known.to),
        "at": known.at,
        "read_by": list(known.read_by),
    }
