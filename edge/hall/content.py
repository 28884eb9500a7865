"""Use cases of what headquarters lets everybody know: tariffs, outages, guides, articles, media.

Each document is read once and kept as long as its bytes are the same. One that says nothing of its
kind hides no other.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from edge.content.publications import Articles, Guides, Outages, Playlist
from edge.content.reading import BadDocumentError, Dated, read_document
from edge.content.tariffs import Tariffs
from edge.domain.library import Blob, Catalogue, is_private
from edge.hall.library import Library, LibraryUnavailableError, UnknownDocumentError

DOCUMENT_BYTES_MAX = 4 * 1024 * 1024

KINDS: Mapping[str, type[Dated]] = {
    "tariffs": Tariffs,
    "outages": Outages,
    "guides": Guides,
    "articles": Articles,
    "playlist": Playlist,
}


@dataclass(frozen=True, slots=True)
class Section:
    """What a document of one kind says.

    `code` is why it says nothing: `no_content` where headquarters has sent none, `bad_document`
    where it is none of its kind, `library_unavailable` where the disk does not give it.
    """

    hash: str = ""
    said: Dated | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Public:
    """Everything for everybody. `etag` changes with any of it; empty: something may come back."""

    etag: str
    sections: Mapping[str, Section]
    documents: Mapping[str, Blob]


class Content:
    """Reads the documents that are for everybody."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._sections: dict[str, Section] = {}
        self._tagged: tuple[Catalogue, str] | None = None
        self._turn = asyncio.Lock()

    @property
    def etag(self) -> str:
        """What the public documents are told apart by."""
        catalogue = self._library.documents
        if self._tagged is None or self._tagged[0] is not catalogue:
            named = (f"{name} {blob.hash}" for name, blob in _public(catalogue).items())
            self._tagged = catalogue, hashlib.sha256("\n".join(named).encode()).hexdigest()
        return self._tagged[1]

    async def now(self) -> Public:
        """Return everything for everybody, with the codes of what cannot be shown."""
        async with self._turn:
            catalogue, etag = self._library.documents, self.etag
            sections = {kind: await self._section(kind) for kind in KINDS}
        lost = any(each.code == LibraryUnavailableError.code for each in sections.values())
        return Public("" if lost else etag, sections, _public(catalogue))

    async def _section(self, kind: str) -> Section:
        name = f"{kind}.json"
        blob = self._library.documents.documents.get(name)
        if blob is None:
            return Section(code="no_content")
        kept = self._sections.get(kind)
        if kept is None or kept.hash != blob.hash:
            kept = await self._read(name, blob, KINDS[kind])
            if kept.code != LibraryUnavailableError.code:
                self._sections[kind] = kept
        return kept

    async def _read(self, name: str, blob: Blob, shape: type[Dated]) -> Section:
        if blob.size > DOCUMENT_BYTES_MAX:
            return Section(blob.hash, code="bad_document")
        try:
            said = await self._library.made_of(name, lambda data: read_document(name, data, shape))
        except BadDocumentError:
            return Section(blob.hash, code="bad_document")
        except (LibraryUnavailableError, UnknownDocumentError):
            return Section(blob.hash, code=LibraryUnavailableError.code)
        return Section(blob.hash, said)

    async def tariffs(self) -> Tariffs | None:
        """Return the price lists; None where there are none that can be read."""
        async with self._turn:
            said = (await self._section("tariffs")).said
        return said if isinstance(said, Tariffs) else None

    def blob(self, name: str) -> Blob:
        """Return what a public document is told apart by. Raises `UnknownDocumentError`."""
        blob = _public(self._library.documents).get(name)
        if blob is None:
            raise UnknownDocumentError("headquarters keeps no such document here", "name")
        return blob

    async def document(self, name: str) -> bytes:
        """Return a public document. Raises `UnknownDocumentError`, `LibraryUnavailableError`."""
        self.blob(name)
        return await self._library.read(name)


def _public(catalogue: Catalogue) -> dict[str, Blob]:
    return {name: blob for name, blob in catalogue.documents.items() if not is_private(name)}
