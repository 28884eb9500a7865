"""One question, one answer, over a wire that may be silent, noisy or shared with a poll."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from drivers.contract import DeviceSilentError, Wire
from drivers.wire import Decoder, Noise

FrameT = TypeVar("FrameT")
AnswerT = TypeVar("AnswerT")


class Conversation(Generic[FrameT]):
    """Takes turns on a wire: whoever asks has it until the answer or the end of patience.

    Frames that answer nothing (unsolicited, late, an echo) go to `unasked`. The decoder is made
    anew for every attempt's silence, so that half a frame of yesterday spoils nothing today.
    """

    def __init__(
        self,
        wire: Wire,
        decoder: Callable[[], Decoder[FrameT]],
        unasked: Callable[[FrameT], None] = lambda _frame: None,
    ) -> None:
        self._wire = wire
        self._new_decoder = decoder
        self._decoder = decoder()
        self._unasked = unasked
        self._turn = asyncio.Lock()
        self._overhearing: asyncio.Future[bytes] | None = None
        self._wanted = 0  # how many wait to ask or tell
        self._heard_bytes = 0  # since the question
        self._heard_frames = 0

    async def ask(
        self,
        request: bytes,
        accept: Callable[[FrameT], AnswerT | None],
        *,
        within_s: float,
        attempts_max: int = 1,
    ) -> AnswerT:
        """Write `request` and return the first non-None `accept(frame)`.

        Each attempt has `within_s` seconds. Raises `DeviceSilentError` after the last one, which
        says so where another device seems to answer; `WireLostError` at once.
        """
        await self._take_turn()
        try:
            self._heard_bytes = self._heard_frames = 0
            for _attempt in range(attempts_max):
                await self._clear()
                await self._wire.write(request)
                answer = await self._hear(accept, within_s)
                if answer is not None:
                    return answer
                self._decoder = self._new_decoder()
            foreign = "" if self._heard_frames else _said_of(self._heard_bytes)
        finally:
            self._turn.release()
        asked = f"no answer within {within_s:g} s, asked {attempts_max} times"
        raise DeviceSilentError(asked + foreign)

    async def tell(self, message: bytes) -> None:
        """Write `message`, which has no answer."""
        await self._take_turn()
        try:
            await self._wire.write(message)
        finally:
            self._turn.release()

    async def listen(self, within_s: float) -> None:
        """Let `within_s` seconds pass, giving what arrives to `unasked`.

        Steps aside at once when somebody wants to ask or tell, and comes back after them.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within_s
        while (left_s := deadline - loop.time()) > 0:
            async with self._turn:
                data = b"" if self._wanted else await self._overhear(left_s)
            for item in self._decoder.feed(data):
                if not isinstance(item, Noise):
                    self._unasked(item)

    async def _overhear(self, within_s: float) -> bytes:
        self._overhearing = asyncio.ensure_future(self._wire.read(within_s))
        try:
            return await self._overhearing
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and task.cancelling():
                raise
            return b""
        finally:
            self._overhearing = None

    async def _take_turn(self) -> None:
        if self._overhearing is not None:
            self._overhearing.cancel()
        self._wanted += 1
        try:
            await self._turn.acquire()
        finally:
            self._wanted -= 1

    async def _clear(self) -> None:
        # What came before the question cannot be its answer.
        for item in self._decoder.feed(await self._wire.read(0)):
            if not isinstance(item, Noise):
                self._unasked(item)

    async def _hear(
        self, accept: Callable[[FrameT], AnswerT | None], within_s: float
    ) -> AnswerT | None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within_s
        answer: AnswerT | None = None
        while answer is None and (left_s := deadline - loop.time()) > 0:
            data = await self._wire.read(left_s)
            self._heard_bytes += len(data)
            for item in self._decoder.feed(data):
                if isinstance(item, Noise):
                    continue
                self._heard_frames += 1
                taken = accept(item) if answer is None else None
                if taken is None:
                    self._unasked(item)
                else:
                    answer = taken
        return answer


def _said_of(foreign_bytes: int) -> str:
    if not foreign_bytes:
        return ""
    return f"; {foreign_bytes} bytes came that it never says: another device, or another speed?"
