"""Talking to the printer: which answer belongs to which question, and what to do when none comes.

Answers carry no mark of their question. Four status questions are therefore asked in one breath,
and their answers count only when exactly four came: one too many is a late one of an earlier
breath, which would shift all others.
"""

import asyncio
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
_NOTHING_MORE = b""  # the question has been asked: only wait on


class Talk:
    """One printer's side of the conversation. `noticed` hears every state, None for silence."""

    def __init__(
        self, wire: Wire, options: EscposOptions, noticed: Callable[[State | None], None]
    ) -> None:
        self._conversation = Conversation[Answer](wire, DeviceDecoder, self._overheard)
        self._options = options
        self._noticed = noticed
        self._answers = bytearray()
        self._auto: State | None = None
        self._worked_off: QueuedAnswer | None = None

    async def listen(self, within_s: float) -> None:
        """Let `within_s` seconds pass, and notice what the printer says of itself."""
        await self._conversation.listen(within_s)

    async def state(self) -> State | None:
        """Ask how it is; None when it does not say."""
        for _attempt in range(self._options.status_attempts_max):
            state = await self._ask_state()
            if state is not None:
                self._noticed(state)
                return state
            await self.listen(self._options.late_s)
        self._noticed(None)
        return None

    async def clear(self) -> bool:
        """Make it forget what it holds, and return whether that is certain."""
        if self._options.clear_command is ClearCommand.DC4:
            try:
                await self._conversation.ask(
                    commands.CLEAR_BUFFERS,
                    lambda frame: frame if isinstance(frame, AnswerBlock) else None,
                    within_s=self._options.reply_timeout_s,
                    attempts_max=2,
                )
            except DeviceSilentError:
                await self._conversation.tell(commands.recover())
                return False
        else:
            await self._conversation.tell(commands.recover())
        return True

    async def start_anew(self) -> bool:
        """Empty its memory, turn automatic status on, and return whether it works its queue off."""
        await self.clear()
        request = commands.initialise() + commands.auto_status() + commands.queued_status()
        try:
            await self._conversation.ask(
                request,
                lambda frame: frame if isinstance(frame, QueuedAnswer) else None,
                within_s=self._options.reply_timeout_s,
            )
        except DeviceSilentError:
            return False
        return True

    async def work_off(self, data: bytes) -> QueuedAnswer | State | None:
        """Hand `data` over; return the answer behind it, or the state it stopped in.

        None means that neither came in time: nobody knows.
        """
        self._worked_off = None
        deadline = asyncio.get_running_loop().time() + self._options.print_timeout_s
        return await self._watch(data + commands.queued_status(), deadline)

    async def _watch(self, request: bytes, deadline: float) -> QueuedAnswer | State | None:
        while asyncio.get_running_loop().time() < deadline:
            try:
                return await self._conversation.ask(
                    request, self._end_of_work, within_s=self._options.print_check_s
                )
            except DeviceSilentError:
                request = _NOTHING_MORE
            state = await self.state()
            if self._worked_off is not None:
                return self._worked_off
            if state is not None and state.blocked:
                return state
        return None

    async def _ask_state(self) -> State | None:
        self._answers.clear()
        self._auto = None
        try:
            await self._conversation.ask(
                _ALL_STATUS, self._fourth_answer, within_s=self._options.reply_timeout_s
            )
        except DeviceSilentError:
            return None
        await self.listen(self._options.settle_s)
        if len(self._answers) != 4:
            return None
        # What it said by itself meanwhile is newer.
        return status.read_real_time(bytes(self._answers)) if self._auto is None else self._auto

    def _fourth_answer(self, frame: Answer) -> bool | None:
        if not isinstance(frame, RealTimeAnswer) or len(self._answers) < 3:
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
                self._answers += data
            case QueuedAnswer():
                self._worked_off = frame
            case AutoStatus():
                self._auto = frame.state
                self._noticed(frame.state)
            case _:
                pass
