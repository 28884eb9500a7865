"""Asking the hall until it answers: as often as it takes for one answer, with one effect."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from edge.client import HallUnreachableError
from edge.staff.patience import Patience

T = TypeVar("T")


class UnheardError(Exception):
    """No answer came. It may have happened or not: only the state seen afterwards tells."""


async def insist(send: Callable[[], Awaitable[T]], patience: Patience) -> T:
    """Return the answer to `send`, which carries the same key however often it is sent.

    It is given up after the last pause: nothing is done minutes later that nobody asks for now.
    Raises `HallError` where the hall refuses, `UnheardError` where it does not answer.
    """
    for pause_s in (*patience.retry_pauses_s, None):
        try:
            async with asyncio.timeout(patience.answer_timeout_s):
                return await send()
        except (HallUnreachableError, TimeoutError):
            if pause_s is not None:
                await asyncio.sleep(pause_s)
    raise UnheardError
