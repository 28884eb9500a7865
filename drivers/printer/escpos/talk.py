"""Talking to the printer: which answer belongs to which question, and what to do when none comes.

Answers carry no mark of their question. All status questions are therefore asked in one breath,
and their answers count only when exactly as many came: one too many is a late one of an earlier
breath, which would shift all others. What is asked, and what the answers mean, is in the profile.
"""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from drivers.contract import DeviceSilentError, Wire
from drivers.conversation import Conversation
from drivers.printer.escpos import commands
from drivers.printer.escpos.breath import Breath
from drivers.printer.escpos.codec import DeviceDecoder
from drivers.printer.escpos.commands import ClearCommand
from drivers.printer.escpos.frames import (
    Answer,
    AnswerBlock,
    AutoStatus,
    FullStatus,
    QueuedAnswer,
    RealTimeAnswer,
)
from drivers.printer.escpos.grammar import COMMAND_BYTES_MAX
from drivers.printer.escpos.options import EscposOptions
from drivers.printer.escpos.status import State

_NOTHING_MORE = b""  # the question has been asked: only wait on
# More answers that nobody asked for, and the line brings garbage: some of that looks like news.
_STRAYS_MAX = 32
_SLOW_BYTES_S = 960  # 9600 baud: what was handed over may be on its way that long


@dataclass(frozen=True, slots=True)
class WorkedOff:
    """Everything handed over is on paper. `paper` is what was said of the paper then."""

    paper: State


class Talk:
    """One printer's side of the conversation. `noticed` hears every state, None for silence."""

    def __init__(
        self, wire: Wire, options: EscposOptions, noticed: Callable[[State | None], None]
    ) -> None:
        # One decoder for good: the rest of an automatic status reads like answers to GS r.
        decoder = DeviceDecoder()
        self._conversation = Conversation[Answer](wire, lambda: decoder, self._overheard)
        self._options = options
        self._profile = options.printer
        self._noticed = noticed
        self._breath = Breath(self._profile)
        self._auto: State | None = None
        self._worked_off: list[QueuedAnswer] = []
        self._strays = 0  # answers to nothing since it last told its state as it should

    @property
    def last_answers(self) -> str:
        """What it answered to the last breath, in hex, for people."""
        return self._breath.hex

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
            if self._profile.full:
                # An answer to DLE EOT 20 that has lost its head reads like answers to GS r.
                self._worked_off = []
        self._noticed(None)
        return None

    async def identity(self, n: int) -> str | None:
        """Ask for firmware (65), maker (66) or model (67); None where it does not say."""
        try:
            return await self._conversation.ask(
                commands.identify(n), _identity, within_s=self._options.reply_timeout_s
            )
        except DeviceSilentError:
            return None

    async def clear(self) -> bool:
        """Make it forget what it holds, and return whether that is certain."""
        if self._profile.clear is ClearCommand.DC4:
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
        elif self._profile.clear is ClearCommand.ENQ:
            await self._conversation.tell(commands.recover())
        return self._profile.clear is not ClearCommand.NONE

    async def flood(self) -> bool:
        """End a command that waits for data it was never sent; return whether that helped.

        For printers whose memory nothing empties: a length that the line damaged swallows what
        comes, questions in the queue too, until it has had its fill. Zeros are no text and no
        command; in a picture they are white.
        """
        if self._profile.clear is not ClearCommand.NONE or self._profile.queued is None:
            return False
        loop = asyncio.get_running_loop()
        deadline = loop.time() + COMMAND_BYTES_MAX / _SLOW_BYTES_S
        await self._conversation.tell(bytes(COMMAND_BYTES_MAX))
        # How it is, it says at once: when it does, the zeros have passed the line.
        while await self._ask_state() is None and loop.time() < deadline:
            await self._pause(self._options.late_s)
        return await self.worked_off()

    async def worked_off(self) -> bool:
        """Return whether everything it was sent before has been worked off, in good time."""
        if self._profile.queued is None:
            return False
        return await self._ask_queued(b"", self._options.drain_timeout_s)

    async def begin(self) -> bool:
        """Initialise it, turn automatic status on, and return whether it works its queue off."""
        if self._profile.queued is None:
            await self._conversation.tell(self.start())
            return True
        return await self._ask_queued(self.start(), self._options.reply_timeout_s)

    def start(self) -> bytes:
        """Return what every order begins with: ESC @ turns automatic status off."""
        return commands.initialise() + (commands.auto_status() if self._profile.auto else b"")

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

    async def work_off(self, data: bytes) -> WorkedOff | State | None:
        """Hand `data` over; return what says that it is on paper, or the state it stopped in.

        None means that neither came in time: nobody knows.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + len(data) / _SLOW_BYTES_S + self._options.print_timeout_s
        if self._profile.queued is None:
            return await self._wait_out(data)
        outcome = await self._watch(data + commands.queued_status(), deadline)
        if isinstance(outcome, WorkedOff):
            # One byte without a check: the rest of a spoilt packet looks like it, and so does a
            # plug that makes bad contact. A true answer means that asking again is answered, too.
            await self._pause(self._options.settle_s)
            outcome = await self._watch(commands.queued_status(), deadline)
        return outcome

    async def _watch(self, request: bytes, deadline: float) -> WorkedOff | State | None:
        self._worked_off = []
        # A question behind a long order is heard no sooner than the order has passed.
        patience_s = self._options.print_check_s + len(request) / _SLOW_BYTES_S
        while asyncio.get_running_loop().time() < deadline:
            try:
                return await self._conversation.ask(request, self._end_of_work, within_s=patience_s)
            except DeviceSilentError:
                request, patience_s = _NOTHING_MORE, self._options.print_check_s
            state = await self.state()
            if self._worked_off:
                return self._end(self._worked_off[0])
            if state is not None and state.blocked:
                return state
        return None

    async def _wait_out(self, data: bytes) -> WorkedOff | State | None:
        """Do as `work_off` with a printer that confirms nothing: be patient, and see it well."""
        loop = asyncio.get_running_loop()
        end_s = loop.time() + len(data) / _SLOW_BYTES_S + self._profile.print_s
        await self._conversation.tell(data)
        while True:
            await self._pause(min(self._options.print_check_s, max(0.0, end_s - loop.time())))
            state = await self.state()
            if state is None or state.blocked:
                return state
            if loop.time() >= end_s:
                return WorkedOff(state) if state.ready else None

    async def _pause(self, within_s: float) -> None:
        """Let `within_s` seconds pass in the middle of a talk, and notice the same."""
        with contextlib.suppress(DeviceSilentError):
            await self._conversation.ask(_NOTHING_MORE, lambda _frame: None, within_s=within_s)

    async def _ask_state(self) -> State | None:
        self._breath, self._auto = Breath(self._profile), None
        try:
            await self._conversation.ask(
                self._profile.questions,
                self._last_answer,
                within_s=self._options.reply_timeout_s,
            )
        except DeviceSilentError:
            return None
        await self._pause(self._options.settle_s)
        # What it said by itself meanwhile is newer.
        told = self._breath.state
        self._strays = self._strays if told is None else 0
        return told if told is None or self._auto is None else self._auto

    def _last_answer(self, frame: Answer) -> bool | None:
        if not isinstance(frame, RealTimeAnswer | FullStatus) or self._breath.missing > 1:
            return None
        self._breath.take(frame)
        return True

    def _end_of_work(self, frame: Answer) -> WorkedOff | State | None:
        if isinstance(frame, QueuedAnswer):
            return self._end(frame)
        if isinstance(frame, AutoStatus) and self._profile.auto:
            state = self._profile.read_auto(frame.data)
            if state.blocked:
                self._overheard(frame)
                return state
        return None

    def _end(self, answer: QueuedAnswer) -> WorkedOff:
        return WorkedOff(self._profile.read_queued(answer.data[0]))

    def _overheard(self, frame: Answer) -> None:
        match frame:
            case RealTimeAnswer() | FullStatus():
                self._breath.take(frame)
            case QueuedAnswer():
                self._strays += 1
                self._worked_off = self._worked_off or [frame]
            case AutoStatus(data) if self._profile.auto and self._strays <= _STRAYS_MAX:
                self._auto = self._profile.read_auto(data)
                self._noticed(self._auto)
            case _:
                pass


def _cleared(frame: Answer) -> bool | None:
    return True if isinstance(frame, AnswerBlock) and frame.cleared else None


def _identity(frame: Answer) -> str | None:
    return frame.identity if isinstance(frame, AnswerBlock) else None


def _queued(frame: Answer) -> QueuedAnswer | None:
    return frame if isinstance(frame, QueuedAnswer) else None
