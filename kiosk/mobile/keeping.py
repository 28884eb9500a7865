"""Work that is to go on for as long as its server does, whatever ends it."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Coroutine
from typing import Any, Never

AGAIN_S = 2.0

_log = logging.getLogger(__name__)


async def kept_up(
    name: str, work: Callable[[], Coroutine[Any, Any, None]], again_s: float = AGAIN_S
) -> Never:
    """Do `work` until cancelled, and begin it again should it end; `name` tells it in the log."""
    while True:
        doing = asyncio.create_task(work())
        try:
            await asyncio.wait([doing])
        finally:
            doing.cancel()
            (ended,) = await asyncio.gather(doing, return_exceptions=True)
        _log.error("%s ended and is begun again: %s", name, _why(ended))
        await asyncio.sleep(again_s)


def _why(ended: BaseException | None) -> str:
    # What an error says may name somebody; where it happened does not.
    where = traceback.extract_tb(ended.__traceback__)[-1:] if ended is not None else []
    return " ".join([type(ended).__name__, *(f"in {at.name}:{at.lineno}" for at in where)])
