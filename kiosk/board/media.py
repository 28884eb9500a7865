"""What boards play: headquarters' playlist, its media fetched once, and what of it is on now."""

import asyncio
import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass

from edge.api.shapes import Medium
from edge.client import HallClient, HallError
from edge.content.playing import playing, suffix_of, trouble_with
from kiosk.board.shelf import Shelf, ShelfError
from kiosk.hall_feed import HallView

_log = logging.getLogger(__name__)

_MINUTE_S = 60.0


@dataclass(frozen=True, slots=True)
class Clip:
    """A picture or film that is on, by the name of its file on the shelf."""

    kind: str
    file: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Programme:
    """What is on now: clips one after the other, and beside them lines of text."""

    clips: tuple[Clip, ...] = ()
    texts: tuple[Medium, ...] = ()


def programme_at(media: tuple[Medium, ...], local: dt.datetime, shelf: Shelf) -> Programme:
    """Return what of `media` is on at `local`, as far as it is on the shelf."""
    on = playing(media, local)
    clips = tuple(
        Clip(each.kind, _file(each), each.seconds) for each in on if shelf.has(_file(each))
    )
    return Programme(clips, tuple(each for each in on if each.kind == "text"))


class MediaFeed:
    """Keeps the media of the playlist here; says so when something else is on than before."""

    def __init__(
        self,
        hall: HallClient,
        local_time: Callable[[], dt.datetime],
        tell: Callable[[], None],
        bytes_max: int,
    ) -> None:
        self.shelf = Shelf(bytes_max)
        self.programme = Programme()
        self._hall = hall
        self._local_time = local_time
        self._tell = tell
        self._media: tuple[Medium, ...] = ()
        self._looked_at = 0
        self._asked = asyncio.Event()

    def hall_changed(self, view: HallView) -> None:
        """Look at the playlist when headquarters' documents may be others than before."""
        if view.here and view.library != self._looked_at:
            self._looked_at = view.library
            self._asked.set()

    async def run(self) -> None:
        """Follow playlist and clock until cancelled; then nothing is left on the disk."""
        try:
            while True:
                await self._until_asked_or_the_next_minute()
                if self._asked.is_set():
                    self._asked.clear()
                    await self._look()
                self._choose()
        finally:
            self.shelf.close()

    async def _until_asked_or_the_next_minute(self) -> None:
        try:
            async with asyncio.timeout(_MINUTE_S - self._local_time().second):
                await self._asked.wait()
        except TimeoutError:
            pass

    async def _look(self) -> None:
        try:
            playlist = (await self._hall.content()).playlist
            await self._fetch(playlist.media)
        except HallError as error:
            _log.warning("the playlist cannot be looked at: %s", error.code)
            self._looked_at = 0  # the next sign of the hall has it looked at again
            return
        self._media = tuple(playlist.media)
        if playlist.code == "bad_document":
            _log.error("headquarters has sent a playlist that cannot be read")

    async def _fetch(self, media: list[Medium]) -> None:
        files = {_file(medium): medium for medium in media if medium.kind != "text"}
        self.shelf.keep_only(files)
        for medium in media:
            if trouble := trouble_with(medium):
                _log.warning("%s is not played: %s", medium.id, trouble)
        for file, medium in files.items():
            if not (self.shelf.has(file) or trouble_with(medium)):
                await self._fetch_one(file, medium)

    async def _fetch_one(self, file: str, medium: Medium) -> None:
        if not medium.document_hash:
            _log.warning("%s is not played: no document %s", medium.id, medium.document)
            return
        data = await self._hall.document(medium.document)
        try:
            await asyncio.to_thread(self.shelf.put, file, data)
        except ShelfError as error:
            _log.warning("%s is not played: %s", medium.id, error)

    def _choose(self) -> None:
        programme = programme_at(self._media, self._local_time(), self.shelf)
        if programme != self.programme:
            self.programme = programme
            self._tell()


def _file(medium: Medium) -> str:
    return medium.document_hash + suffix_of(medium)
