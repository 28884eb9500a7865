"""Reading a scanner's wire: codes whenever they come, answers to whoever asked, pauses as ends.

A scanner speaks by itself, also between a question and its answer, and wants to be acknowledged at
once. So one task reads all the time and hands everything out.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Generic, TypeVar

from drivers.contract import Wire
from drivers.wire import Decoder, Noise

_IDLE_S = 60.0

FrameT = TypeVar("FrameT")
AnswerT = TypeVar("AnswerT")


class Listener(Generic[FrameT]):
    """Reads `wire` through `decoder`. What answers no question goes to `hear`.

    After `pause_s` without a byte whatever was begun is taken for ended: what noise has left in
    the decoder spoils nothing that comes later.
    """

    def __init__(
        self,
        wire: Wire,
        decoder: Decoder[FrameT],
        hear: Callable[[FrameT | Noise], Awaitable[None]],
        pause_s: float,
    ) -> None:
        self._wire = wire
        self._decoder = decoder
        self._hear = hear
        self._pause_s = pause_s
        self._asking = asyncio.Lock()
        self._writing = asyncio.Lock()
        self._answered: Callable[[FrameT], bool] | None = None

    async def run(self) -> None:
        """Read until the wire is lost. Raises `WireLostError`."""
        begun = False
        while True:
            data = await self._wire.read(self._pause_s if begun else _IDLE_S)
            for item in self._decoder.feed(data) if data else self._decoder.finish():
                await self._hand_out(item)
            begun = bool(data)

    async def _hand_out(self, item: FrameT | Noise) -> None:
        if isinstance(item, Noise) or self._answered is None or not self._answered(item):
            await self._hear(item)

    async def tell(self, message: bytes) -> None:
        """Write `message` in one piece."""
        async with self._writing:
            await self._wire.write(message)

    async def ask(
        self, question: bytes, accept: Callable[[FrameT], AnswerT | None], within_s: float
    ) -> AnswerT | None:
        """Write `question` and return the first non-None `accept(frame)`; None on silence.

        Only while `run` is running is anything heard.
        """
        async with self._asking:
            answer: asyncio.Future[AnswerT] = asyncio.get_running_loop().create_future()
            self._answered = lambda frame: _settle(answer, accept(frame))
            try:
                await self.tell(question)
                async with asyncio.timeout(within_s):
                    return await answer
            except TimeoutError:
                return None
            finally:
                self._answered = None


def _settle(answer: "asyncio.Future[AnswerT]", taken: AnswerT | None) -> bool:
    if taken is None or answer.done():
        return False
    answer.set_result(taken)
    return True


async def until_one_ends(*parts: Coroutine[Any, Any, None]) -> None:
    """Run `parts` together; when one ends or fails, end the others and raise its error."""
    tasks = [asyncio.ensure_future(part) for part in parts]
    try:
        done, _others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
