"""Talking to the printer: which answer belongs to which question, and what to do when none comes.

Answers carry no mark of their question. Four status questions are therefore asked in one breath,
and their answers count only when exactly four came: one too many is a late one of an earlier
breath, which would shift all others.
"""

import asyncio
import contextlib
from collections.abc import Callable

from drivers.contract import DeviceSilentError, Wire
from drivers.conversation import Conversation
from drivers.printer.escpos import commands, status
from drivers.printer.escpos.codec import DeviceDecoder
from drivers.printer.escpos.commands import ClearCommand
from drivers.printer.escpos.frames import (
    Answer,
    AnswerBlock,
    AutoStatus,
    QueuedAnswer,
    RealTimeAnswer,
)
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.status import State

_ALL_STATUS = b"".join(commands.real_time_status(n) for n in (1, 2, 3, 4))
_ASKED_AT_ONCE = 4
_NOTHING_MORE = b""  # the question has been asked: only wait on


class Talk:
    """One printer's side of the conversation. `noticed` hears every state, None for silence."""

    def __init__(
        self, wire: Wire, options: EscposOptions, noticed: Callable[[State | None], None]
    ) -> None:
        # One decoder for good: the rest of an automatic status reads like answers to GS r.
        decoder = DeviceDecoder()
        self._conversation = Conversation[Answer](wire, lambda: decoder, self._overheard)
        self._options = options
        self._noticed = noticed
        self._answers = bytearray()
        self._auto: State | None = None
        self._worked_off: list[QueuedAnswer] = []

    async def listen(self, within_s: float) -> None:
        """Let `within_s` seconds pass, and notice what it says by itself."""
        await self._conversation.listen(within_s)

    async def state(self) -> State | None:
        """Ask how it is; None when it does not say."""
        for _attempt in range(self._options.status_attempts_max):
            state = await self._ask_state()
            if state is not None:
                self._noticed(state)
                return state
            await self._pause(self._options.late_s)
        self._noticed(None)
        return None

    async def clear(self) -> bool:
        """Make it forget what it holds, and return whether that is certain."""
        if self._options.clear_command is ClearCommand.DC4:
            try:
                await self._conversation.ask(
                    commands.CLEAR_BUFFERS,
                    _cleared,
                    within_s=self._options.reply_timeout_s,
                    attempts_max=2,
                )
            except DeviceSilentError:
                await self._conversation.tell(commands.recover())
                return False
        else:
            await self._conversation.tell(commands.recover())
        return True

    async def worked_off(self) -> bool:
        """Return whether everything it was sent before has been worked off, in good time."""
        return await self._ask_queued(b"", self._options.drain_timeout_s)

    async def begin(self) -> bool:
        """Initialise it, turn automatic status on, and return whether it works its queue off."""
        return await self._ask_queued(
            commands.initialise() + commands.auto_status(), self._options.reply_timeout_s
        )

    async def _ask_queued(self, before: bytes, within_s: float) -> bool:
        try:
            await self._conversation.ask(
                before + commands.queued_status(),
                _queued,
                within_s=within_s,
            )
        except DeviceSilentError:
            return False
        return True

    async def work_off(self, data: bytes) -> QueuedAnswer | State | None:
        """Hand `data` over; return the answer behind it, or the state it stopped in.

        None means that neither came in time: nobody knows.
        """
        deadline = asyncio.get_running_loop().time() + self._options.print_timeout_s
        outcome = await self._watch(data + commands.queued_status(), deadline)
        if isinstance(outcome, QueuedAnswer):
            # One byte without a check: the rest of a spoilt packet looks like it, and so does a
            # plug that makes bad contact. A true answer means that asking again is answered, too.
            await self._pause(self._options.settle_s)
            outcome = await self._watch(commands.queued_status(), deadline)
        return outcome

    async def _watch(self, request: bytes, deadline: float) -> QueuedAnswer | State | None:
        self._worked_off = []
        while asyncio.get_running_loop().time() < deadline:
            try:
                return await self._conversation.ask(
                    request, self._end_of_work, within_s=self._options.print_check_s
                )
            except DeviceSilentError:
                request = _NOTHING_MORE
            state = await self.state()
            if self._worked_off:
                return self._worked_off[0]
            if state is not None and state.blocked:
                return state
        return None

    async def _pause(self, within_s: float) -> None:
        """Let `within_s` seconds pass in the middle of a talk, and notice the same."""
        with contextlib.suppress(DeviceSilentError):
            await self._conversation.ask(_NOTHING_MORE, lambda _frame: None, within_s=within_s)

    async def _ask_state(self) -> State | None:
        self._answers.clear()
        self._auto = None
        try:
            await self._conversation.ask(
                _ALL_STATUS, self._fourth_answer, within_s=self._options.reply_timeout_s
            )
        except DeviceSilentError:
            return None
        await self._pause(self._options.settle_s)
        if len(self._answers) != _ASKED_AT_ONCE:
            return None
        # What it said by itself meanwhile is newer.
        return status.read_real_time(bytes(self._answers)) if self._auto is None else self._auto

    def _fourth_answer(self, frame: Answer) -> bool | None:
        if not isinstance(frame, RealTimeAnswer) or len(self._answers) < _ASKED_AT_ONCE - 1:
            return None
        self._answers += frame.data
        return True

    def _end_of_work(self, frame: Answer) -> QueuedAnswer | State | None:
        if isinstance(frame, QueuedAnswer):
            return frame
        if isinstance(frame, AutoStatus) and frame.state.blocked:
            self._overheard(frame)
            return frame.state
        return None

    def _overheard(self, frame: Answer) -> None:
        match frame:
            case RealTimeAnswer(data):
                if len(self._answers) <= _ASKED_AT_ONCE:  # one too many is as bad as a thousand
                    self._answers += data
            case QueuedAnswer():
                self._worked_off = self._worked_off or [frame]
            case AutoStatus():
                self._auto = frame.state
                self._noticed(frame.state)
            case _:
                pass


def _cleared(frame: Answer) -> bool | None:
    return True if isinstance(frame, AnswerBlock) and frame.cleared else None


def _queued(frame: Answer) -> QueuedAnswer | None:
    return frame if isinstance(frame, QueuedAnswer) else None
