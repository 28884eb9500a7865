"""Use cases of headquarters' documents: told of a state, fetched piece by piece, then in force.

A hall keeps the documents it has until every one of the next is whole: what visitors see is always
of one revision. Only the change is a fact; what is being fetched is lost by a restart and asked
for again, but for the bytes that are there.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from edge.domain import facts as f
from edge.domain.letters import UnreadableLetterError
from edge.domain.library import (
    CATALOGUE_BYTES_MAX,
    BadCatalogueError,
    Blob,
    Catalogue,
    Root,
    is_private,
    lacking,
    read_catalogue,
)
from edge.domain.refusals import RefusedError
from edge.hall.headquarters import Headquarters
from edge.hall.recorder import Recorder
from edge.ports import CorruptBlobError, MadeT, Shelf, ShelfError

log = logging.getLogger(__name__)

_WANTS_MAX = 16


@dataclass(frozen=True)
class LibraryConfig:
    """The section `[library]`: how much headquarters may keep at the hall."""

    total_mb: int = 2048


class StaleRootError(RefusedError):
    """The hall has later documents than these."""

    code = "stale_library"
    nature = "conflict"


class LibraryUnavailableError(RefusedError):
    """The disk does not give or take documents at the moment."""

    code = "library_unavailable"
    nature = "unavailable"


class UnknownDocumentError(RefusedError):
    """Headquarters keeps no such document here."""

    code = "unknown_document"
    nature = "unknown"


@dataclass(frozen=True, slots=True)
class Want:
    """A blob that is to be fetched from byte `there` on."""

    blob: Blob
    there: int


class Library:
    """The hall's documents. One piece is taken at a time."""

    def __init__(
        self, recorder: Recorder, headquarters: Headquarters, shelf: Shelf, config: LibraryConfig
    ) -> None:
        self._recorder = recorder
        self._headquarters = headquarters
        self._shelf = shelf
        self._total_bytes = config.total_mb * 1024 * 1024
        self._wanted: Root | None = None
        self._next: Catalogue | None = None  # of what is wanted, once it is there
        self._current = Catalogue(0)
        self._whole = True
        self._lock = asyncio.Lock()

    async def open(self) -> None:
        """Read what is in force. Without it the hall has no documents until they are fetched."""
        now = self._recorder.committed.library
        if not now.revision:
            return
        try:
            read = await self._shelf.read(Blob(now.catalogue, now.size))
            self._current = read_catalogue(read)
        except (ShelfError, BadCatalogueError) as error:
            log.error("headquarters' documents cannot be read: %s", error)
            self._whole = False

    @property
    def revision(self) -> int:
        """What headquarters is told the hall has: 0 where its documents cannot be read."""
        return self._recorder.committed.library.revision if self._whole else 0

    async def tell(self, root: Root, signature: bytes) -> list[Want]:
        """Take in how headquarters wants the documents, and return what is to be fetched.

        Raises `StaleRootError`, `LibraryUnavailableError`, and as `Headquarters.check_root`.
        """
        self._headquarters.check_root(root, signature)
        async with self._lock:
            now = self._recorder.require_service().library
            if root.revision < now.revision:
                raise StaleRootError(f"the hall has revision {now.revision}", "revision")
            has_it = (root.revision, root.catalogue.hash) == (self.revision, now.catalogue)
            if has_it or root.catalogue.hash == now.refused:
                self._wanted = self._next = None
                return []
            if root != self._wanted:
                self._wanted, self._next = root, None
            return await self._proceed(root)

    async def add(self, hash_: str, offset: int, data: bytes) -> list[Want]:
        """Take a piece of what is wanted; return what is to be fetched then. Others are ignored.

        Raises `LibraryUnavailableError`.
        """
        async with self._lock:
            root = self._wanted
            if root is None:
                return []
            blob = next((blob for blob in self._blobs(root) if blob.hash == hash_), None)
            if blob is not None:
                await self._add(blob, offset, data)
            return await self._proceed(root)

    def _blobs(self, root: Root) -> Iterable[Blob]:
        return self._next.documents.values() if self._next else [root.catalogue]

    async def _add(self, blob: Blob, offset: int, data: bytes) -> None:
        try:
            await self._shelf.add(blob, offset, data)
        except CorruptBlobError as error:
            log.warning("a document of headquarters is fetched again: %s", error)
        except ShelfError as error:
            raise LibraryUnavailableError("the disk does not take documents") from error

    async def _proceed(self, root: Root) -> list[Want]:
        """Go as far as what is there allows: read the catalogue, put the documents in force."""
        if root.catalogue.size > CATALOGUE_BYTES_MAX:
            return await self._refuse(root, "catalogue_too_large")
        missing = await self._missing(self._blobs(root))
        if missing:
            return missing
        if self._next is None:
            return await self._read_catalogue(root)
        await self._put_in_force(root, self._next)
        return []

    async def _missing(self, blobs: Iterable[Blob]) -> list[Want]:
        try:
            sizes = await self._shelf.sizes()
        except ShelfError as error:
            raise LibraryUnavailableError("the disk does not show its documents") from error
        return [Want(blob, there) for blob, there in lacking(blobs, sizes)][:_WANTS_MAX]

    async def _read_catalogue(self, root: Root) -> list[Want]:
        try:
            written = await self._shelf.read(root.catalogue)
            catalogue = read_catalogue(written)
        except BadCatalogueError as error:
            return await self._refuse(root, error.code)
        except CorruptBlobError:
            return [Want(root.catalogue, 0)]
        except ShelfError as error:
            raise LibraryUnavailableError("the disk does not give the catalogue") from error
        if catalogue.size > self._total_bytes:
            return await self._refuse(root, "too_large")
        self._next = catalogue
        return await self._proceed(root)

    async def _refuse(self, root: Root, reason: str) -> list[Want]:
        log.error("headquarters' documents cannot be kept: %s", reason)
        blob = root.catalogue
        await self._recorder.record(
            f.LibraryRefused(root.hall, root.revision, blob.hash, blob.size, reason)
        )
        self._wanted = self._next = None
        return []

    async def _put_in_force(self, root: Root, catalogue: Catalogue) -> None:
        blob = root.catalogue
        count = len(catalogue.documents)
        await self._recorder.record(
            f.LibraryChanged(root.hall, root.revision, blob.hash, blob.size, count, catalogue.made)
        )
        self._current, self._whole = catalogue, True
        self._wanted = self._next = None
        kept = {blob.hash, *(each.hash for each in catalogue.documents.values())}
        try:
            await self._shelf.keep(kept)
        except ShelfError as error:
            log.warning("old documents could not be thrown away: %s", error)

    # --- what screens ask ---

    @property
    def documents(self) -> Catalogue:
        """What is in force."""
        return self._current

    async def read(self, name: str) -> bytes:
        """Return a document, opened where it was sealed for this hall.

        Raises `UnknownDocumentError`, `LibraryUnavailableError`.
        """
        sealed = await self._read(name)
        if not is_private(name):
            return sealed
        try:
            return self._headquarters.opened_document(name, sealed)
        except UnreadableLetterError as error:
            raise LibraryUnavailableError("the document was sealed for another key") from error

    async def made_of(self, name: str, make: Callable[[bytes], MadeT]) -> MadeT:
        """Return what `make` makes of a document, and raise what it raises. Nobody else waits.

        Raises `UnknownDocumentError`, `LibraryUnavailableError`.
        """
        data = await self.read(name)
        return await self._shelf.work(lambda: make(data))

    async def _read(self, name: str) -> bytes:
        blob = self._current.documents.get(name)
        if blob is None:
            raise UnknownDocumentError("headquarters keeps no such document here", "name")
        try:
            return await self._shelf.read(blob)
        except ShelfError as error:
            log.error("a document of headquarters cannot be read: %s", error)
            self._whole = False  # headquarters hears of it with the next hello, and gives it again
            raise LibraryUnavailableError("the document cannot be read") from error
