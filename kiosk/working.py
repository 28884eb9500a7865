"""What a screen has under way: it ends with the screen, and what breaks off is told."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

_log = logging.getLogger(__name__)


class Works:
    """The tasks of one screen, called by its name in the log."""

    def __init__(self, screen: str) -> None:
        self._screen = screen
        self._tasks: set[asyncio.Task[None]] = set()

    def start(
        self, work: Coroutine[Any, Any, None], failed: Callable[[], None] = lambda: None
    ) -> None:
        """Begin `work`. Should it raise, that is logged without what it said, and `failed` done."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(lambda ended: self._ended(ended, failed))

    async def close(self) -> None:
        """Drop everything under way."""
        under_way = list(self._tasks)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None], failed: Callable[[], None]) -> None:
        self._tasks.discard(task)
        if task.cancelled() or (error := task.exception()) is None:
            return
        # What an error says may name somebody; where it happened does not.
        where = error.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        line = f"{where.tb_frame.f_code.co_qualname}:{where.tb_lineno}" if where else "?"
        _log.error("%s: an errand failed: %s in %s", self._screen, type(error).__name__, line)
        failed()
