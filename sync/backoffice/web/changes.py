"""Who looks at which hall right now, and waking them when there is news. Never by polling."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Iterator

VISITORS_MAX = 2000
WATCHERS_MAX = VISITORS_MAX + 200  # however many visitors look, headquarters' staff still can

_BEAT_S = 15.0
_DISTANCE_S = 0.5
_VISITORS_DISTANCE_S = 5.0  # a telephone that draws all the time is soon empty
_RETRY_MS = 2000


class TooManyWatchersError(Exception):
    """As many pages are open as this server feeds."""


class Changes:
    """Tells open pages that something is new; what it is, they read themselves."""

    def __init__(self) -> None:
        self._watchers: dict[asyncio.Event, str] = {}
        self._closed = False

    def tell(self, hall: str) -> None:
        """Wake everybody who looks at `hall`, or at all halls."""
        for news, watched in self._watchers.items():
            if watched in ("", hall):
                news.set()

    def close(self) -> None:
        """End all streams; the server is about to stop."""
        self._closed = True
        for news in self._watchers:
            news.set()

    def watch(self, hall: str) -> AsyncGenerator[str]:
        """Return server-sent events for somebody who looks at `hall`, or at all if empty.

        Raises `TooManyWatchersError`.
        """
        if len(self._watchers) >= WATCHERS_MAX:
            raise TooManyWatchersError
        return self._stream(hall, _DISTANCE_S)

    def watch_as_visitor(self, hall: str) -> AsyncGenerator[str]:
        """Return the same for a visitor of `hall`, not as often. Raises `TooManyWatchersError`."""
        if len(self._watchers) >= VISITORS_MAX:
            raise TooManyWatchersError
        return self._stream(hall, _VISITORS_DISTANCE_S)

    async def _stream(self, hall: str, distance_s: float) -> AsyncGenerator[str]:
        with self._seat(hall) as news:
            yield f"retry: {_RETRY_MS}\n\n"
            while True:
                event = "changed" if await _within_a_beat(news) else "beat"
                if self._closed:
                    return
                news.clear()
                yield f"event: {event}\ndata: 1\n\n"
                # A backlog changes a hall faster than anybody reads.
                await asyncio.sleep(distance_s)

    @contextlib.contextmanager
    def _seat(self, hall: str) -> Iterator[asyncio.Event]:
        news = asyncio.Event()
        self._watchers[news] = hall
        try:
            yield news
        finally:
            del self._watchers[news]


async def _within_a_beat(news: asyncio.Event) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_BEAT_S):
            await news.wait()
    return news.is_set()
