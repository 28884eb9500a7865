"""Use cases of attachments: pictures of documents, sealed with the application they belong to.

A picture lies on a shelf of its own, sealed under the application's key and named by its hash; the
fact that it is there names the hash. Once the application is forgotten its key is gone, and what is
left of its pictures with it. They stay in the hall: headquarters is told which there are.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from edge.domain import attachments as rules
from edge.domain import facts as f
from edge.domain.applications import HandedInError
from edge.domain.library import Blob
from edge.domain.now import ApplicationNow, PageNow
from edge.domain.refusals import OutOfServiceError, SealedForGoodError
from edge.domain.state import HallState
from edge.hall.applications import ApplicationRules, Applications
from edge.hall.recorder import Recorder
from edge.hall.vault import Vault
from edge.journal.keys import UnreadableError
from edge.ports import CorruptBlobError, Shelf, ShelfError

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of a document. Nothing of it is for a log."""

    media: str
    data: bytes = field(repr=False)


class Attachments:
    """The pages of all applications. `at` is the screen they were taken at."""

    def __init__(
        self,
        recorder: Recorder,
        applications: Applications,
        vault: Vault,
        shelf: Shelf,
        kept: ApplicationRules,
    ) -> None:
        self._recorder = recorder
        self._applications = applications
        self._vault = vault
        self._shelf = shelf
        self._rules = kept
        self._lying = _hashes(recorder.committed)  # what may be on the shelf

    async def attach(
        self, application: str, document: str, page: int, data: bytes, at: str
    ) -> None:
        """Keep a page, in place of the one there was. Safe to repeat.

        Raises `UnknownApplicationError`, `HandedInError`, `DocumentNotAskedError`,
        `NoPictureError`, `TooManyPagesError`, `SealedForGoodError`, `OutOfServiceError`.
        """
        media = rules.media_of(data)
        async with self._applications.turn:
            now = self._open(application)
            rules.require_document(self._applications.form(now.form), document)
            self._require_room(now, document, page, len(data))
            sealed = await self._sealed(application, data)
            blob = Blob(hashlib.sha256(sealed).hexdigest(), len(sealed))
            self._lying |= {blob.hash}
            try:
                await self._shelf.add(blob, 0, sealed)
            except ShelfError as error:
                raise OutOfServiceError("no documents can be kept at the moment") from error
            await self._recorder.record(
                f.DocumentAttached(application, document, page, blob.hash, blob.size, media, at)
            )

    async def detach(self, application: str, document: str, page: int) -> None:
        """Throw a page away.

        Raises `UnknownApplicationError`, `HandedInError`, `PageNotAttachedError`.
        """
        async with self._applications.turn:
            rules.page_of(self._open(application).pages, document, page)
            await self._recorder.record(f.DocumentDetached(application, document, page))

    async def page(self, application: str, document: str, page: int) -> Picture:
        """Return a page as it was attached.

        Raises `UnknownApplicationError`, `PageNotAttachedError`, `SealedForGoodError`.
        """
        now = self._applications.now(application)
        known = rules.page_of(now.pages, document, page)
        wrapped = await self._recorder.wrapped_key(application)
        try:
            sealed = await self._shelf.read(Blob(known.hash, known.size))
            return Picture(known.media, self._vault.unseal_bytes(application, sealed, wrapped))
        except (UnreadableError, CorruptBlobError, ShelfError):
            raise SealedForGoodError("that page can be read no more", "page") from None

    async def tick(self) -> None:
        """Throw away the pages of what is kept no more."""
        async with self._applications.turn:
            self._recorder.require_service()
            here = _hashes(self._recorder.committed)
            if self._lying - here:
                try:
                    await self._shelf.keep(here)
                except ShelfError:
                    return  # sealed under a key that is gone, or replaced: tried again later
            self._lying = here

    def _open(self, application: str) -> ApplicationNow:
        self._recorder.require_service()
        now = self._applications.now(application)
        if now.number:
            raise HandedInError("this application has been handed in", "application")
        return now

    def _require_room(self, now: ApplicationNow, document: str, page: int, size: int) -> None:
        others = [each for each in now.pages if (each.document, each.page) != (document, page)]
        kept = sum(each.size for each in _pages(self._recorder.working))
        total = self._rules.pages_total_mb * _MB
        rules.require_room(others, size, self._rules.pages_max, total, kept)

    async def _sealed(self, application: str, data: bytes) -> bytes:
        wrapped = await self._recorder.wrapped_key(application)
        try:
            return self._vault.seal_bytes(application, data, wrapped)
        except UnreadableError:
            raise SealedForGoodError("the application can be read no more", "application") from None


def _pages(state: HallState) -> Iterator[PageNow]:
    for now in state.applications.values():
        yield from now.pages


def _hashes(state: HallState) -> frozenset[str]:
    return frozenset(each.hash for each in _pages(state))
