"""What the hall shows of itself: services, counters, board, health, and its events."""

from collections.abc import AsyncIterator
from contextlib import aclosing

from edge.api import shapes
from edge.client.connection import Connection, shaped


class Overview(Connection):
    """The hall as it stands, and what happens in it."""

    async def services(self) -> list[shapes.Service]:
        """Return all services, parents before children."""
        return await self._get_list("/v1/services", shapes.Service)

    async def priorities(self) -> list[shapes.PriorityGroup]:
        """Return the groups of visitors who come before others."""
        return await self._get_list("/v1/priorities", shapes.PriorityGroup)

    async def counters(self) -> list[shapes.Counter]:
        """Return all counters as they stand."""
        return await self._get_list("/v1/counters", shapes.Counter)

    async def board(self) -> shapes.Board:
        """Return what the main board shows."""
        return await self._get("/v1/board", shapes.Board)

    async def health(self) -> shapes.Health:
        """Return the controller at a glance."""
        return await self._get("/v1/health", shapes.Health)

    async def events(self, after: int | None = None) -> AsyncIterator[shapes.Event]:
        """Yield committed facts as they come; with `after`, from that seq on without a gap.

        Ends with `HallUnreachableError` when the stream breaks: ask again with the last seq.
        """
        headers = {} if after is None else {"Last-Event-ID": str(after)}
        async with aclosing(self._stream("/v1/events", headers)) as stream:
            async for data in stream:
                yield shaped(data, shapes.Event, 200)
