"""What headquarters keeps of visitors for a time only: deleted every hour, asked for or not."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Never, Protocol

from sync.backoffice.receiver import Offload
from sync.backoffice.store import StoreError

EVERY_S = 3600.0

_log = logging.getLogger(__name__)


class Kept(Protocol):
    """Something that is kept for a time."""

    def prune(self, now: int) -> None:
        """Delete what is kept no more at `now` (wall ms). Raises `StoreError`."""


async def prune_all(
    kept: Sequence[Kept], writing: Offload, now_ms: Callable[[], int], every_s: float = EVERY_S
) -> Never:
    """Prune until cancelled. What fails is told, and tried again the next time."""
    while True:
        for each in kept:
            await _pruned(each, writing, now_ms())
        await asyncio.sleep(every_s)


async def _pruned(kept: Kept, writing: Offload, now: int) -> None:
    try:
        await writing(lambda: kept.prune(now))
    except StoreError as error:
        _log.warning("what is kept no more could not be deleted: %s", error)
