"""Asking again until there is an answer: what every client does that must not lose a press."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from edge.client import HallError

T = TypeVar("T")

# After these nobody knows whether it was done; the same request under the same key is safe.
_NO_ANSWER = frozenset({"hall_unreachable", "out_of_service"})


async def insist(ask: Callable[[], Awaitable[T]], dice: random.Random, patience_s: float) -> T:
    """Return the answer of `ask`, asked again while there is none. Raises `HallError`."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + patience_s
    while True:
        try:
            return await ask()
        except HallError as error:
            if error.code not in _NO_ANSWER or loop.time() > deadline:
                raise
        await asyncio.sleep(dice.uniform(0.2, 2.0))
