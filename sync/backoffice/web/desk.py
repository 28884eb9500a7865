"""Asking the reader from a page: off the event loop, one question at a time."""

from collections.abc import Callable
from typing import TypeVar

from sync.backoffice.reader import Reader
from sync.backoffice.receiver import Offload

T = TypeVar("T")


class Desk:
    """Answers questions to the reader. Raises what the reader raises."""

    def __init__(self, reader: Reader, offload: Offload) -> None:
        self._reader = reader
        self._offload = offload

    async def ask(self, question: Callable[[Reader], T]) -> T:
        """Return the answer to `question`."""
        return await self._offload(lambda: question(self._reader))
