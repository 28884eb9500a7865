"""Visitors' pages as the hall itself knows them: asked of it, done at once, followed live."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from typing import Never

from edge.api import shapes
from edge.client import HallClient, HallError, HallUnreachableError
from edge.mobile import Dimension, MobileVisit, page_of
from edge.mobile.filled import Mistake
from edge.mobile.port import Looked, NoPageError, NotNowError, Rating, TooManyWatchersError
from kiosk.mobile.forms import HallForms

_WATCHERS_MAX = 500
_BEAT_S = 15.0
_DISTANCE_S = 5.0  # a telephone that draws all the time is soon empty
_RETRY_MS = 2000
_RECONNECT_S = 2.0


class HallVisits:
    """A `port.Visits` over the hall's client. `connect` gives a client of its own."""

    def __init__(self, connect: Callable[[], HallClient]) -> None:
        self._hall = connect()
        self._connect = connect
        self._forms = HallForms(self._hall)
        self._watchers: set[asyncio.Event] = set()
        self._closed = False

    async def look(self, secret: str) -> Looked:
        page = page_of(secret)
        with _refusals():
            shown = await self._hall.visitors_page(page)
            forms, handed = await self._forms.forms(), await self._forms.handed(page)
        return Looked(_visit(shown), True, words=True, forms=forms, handed=handed)

    async def delay(self, secret: str, key: str) -> None:
        with _refusals():
            await self._hall.delay_visit(page_of(secret), key)

    async def leave(self, secret: str, key: str) -> None:
        with _refusals():
            await self._hall.leave_queue(page_of(secret), key)

    async def rate(self, secret: str, key: str, rating: Rating) -> None:
        said = shapes.MobileRating(
            grade=rating.grade, grades=list(rating.grades), words=rating.words
        )
        with _refusals():
            await self._hall.rate_visit(page_of(secret), said, key)

    async def hand_in(
        self, secret: str, form: str, typed: Mapping[str, str], key: str
    ) -> tuple[Mistake, ...]:
        page = page_of(secret)
        with _refusals():
            await self._hall.visitors_page(page)
            return await self._forms.hand_in(page, form, typed, key)

    async def news(self, secret: str) -> AsyncGenerator[str]:
        await self.look(secret)
        if len(self._watchers) >= _WATCHERS_MAX:
            raise TooManyWatchersError
        return self._stream()

    async def run(self) -> Never:
        """Follow the hall until cancelled, and wake whoever looks after each of its facts.

        A hall that is away is waited for; nothing else is expected to go wrong here.
        """
        while True:
            self._forms.forget()
            self._tell()  # what happened meanwhile, nobody has told
            with contextlib.suppress(HallError):
                async with self._connect() as hall:
                    async for _event in hall.events():
                        self._tell()
            await asyncio.sleep(_RECONNECT_S)

    async def close(self) -> None:
        """End all streams and let go of the hall."""
        self._closed = True
        self._tell()
        await self._hall.close()

    def _tell(self) -> None:
        for news in self._watchers:
            news.set()

    async def _stream(self) -> AsyncGenerator[str]:
        news = asyncio.Event()
        self._watchers.add(news)
        try:
            yield f"retry: {_RETRY_MS}\n\n"
            while not self._closed:
                event = "changed" if await _within_a_beat(news) else "beat"
                news.clear()
                yield f"event: {event}\ndata: 1\n\n"
                await asyncio.sleep(_DISTANCE_S)
        finally:
            self._watchers.discard(news)


async def _within_a_beat(news: asyncio.Event) -> bool:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_BEAT_S):
            await news.wait()
    return news.is_set()


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except HallUnreachableError:
        raise NotNowError("hall_away") from None
    except HallError as error:
        if error.code == "unknown_page":
            raise NoPageError from None
        raise NotNowError(error.code) from None


def _visit(shown: shapes.MobileVisit) -> MobileVisit:
    dimensions = tuple(
        Dimension(each.id, each.name, each.name_english) for each in shown.dimensions
    )
    said = shown.model_dump(exclude={"dimensions"})
    return MobileVisit(**said, dimensions=dimensions)
