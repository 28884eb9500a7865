"""Documents that headquarters has signed for a hall of tests, and where they lie."""

import dataclasses
import hashlib
from collections.abc import Callable, Collection
from pathlib import Path

from edgefakes import HALL_KEY, TestedHall
from headquarters_of_tests import BOOKABLE, HALL_PUBLIC, HEADQUARTERS

from edge.domain import facts as f
from edge.domain.library import (
    Blob,
    Catalogue,
    Root,
    document_about,
    is_private,
    write_catalogue,
)
from edge.hall.headquarters import Headquarters
from edge.hall.library import Library, LibraryConfig, Want
from edge.library.blobs import Blobs
from edge.ports import MadeT, ShelfError

MADE = 1_770_000_000_000


class ShelfOfTests:
    """Files, on the same thread; the disk may be bad."""

    def __init__(self, root: Path) -> None:
        self.blobs = Blobs(root)
        self.bad = False

    def _require(self) -> None:
        if self.bad:
            raise ShelfError("the disk is full")

    async def sizes(self) -> dict[str, int]:
        self._require()
        return self.blobs.sizes()

    async def add(self, blob: Blob, offset: int, data: bytes) -> int:
        self._require()
        return self.blobs.add(blob, offset, data)

    async def read(self, blob: Blob) -> bytes:
        self._require()
        return self.blobs.read(blob)

    async def work(self, make: Callable[[], MadeT]) -> MadeT:
        return make()

    async def keep(self, hashes: Collection[str]) -> None:
        self._require()
        self.blobs.keep(hashes)


class Published:
    """A state of the documents that headquarters has signed."""

    def __init__(self, revision: int, documents: dict[str, bytes], hall: str = "H-01") -> None:
        sent = {name: _sent(hall, name, data) for name, data in documents.items()}
        blobs = {name: blob_of(data) for name, data in sent.items()}
        self.catalogue = write_catalogue(Catalogue(MADE, blobs))
        self.root = Root(hall, revision, blob_of(self.catalogue))
        self.signature = HEADQUARTERS.signer.sign_root(self.root)
        contents = [self.catalogue, *sent.values()]
        self.by_hash = {blob_of(data).hash: data for data in contents}

    def piece(self, want: Want, count: int = 1000) -> tuple[str, int, bytes]:
        data = self.by_hash[want.blob.hash]
        return want.blob.hash, want.there, data[want.there : want.there + count]


def blob_of(data: bytes) -> Blob:
    """Return the name of some bytes."""
    return Blob(hashlib.sha256(data).hexdigest(), len(data))


def _sent(hall: str, name: str, data: bytes) -> bytes:
    if not is_private(name):
        return data
    return HEADQUARTERS.signer.letter(HALL_PUBLIC, document_about(hall, name), data)


@dataclasses.dataclass
class LibraryOfTests:
    """A hall's documents, and where they lie."""

    tested: TestedHall
    library: Library
    shelf: ShelfOfTests

    __test__ = False

    async def tell(self, published: Published) -> list[Want]:
        return await self.library.tell(published.root, published.signature)

    async def fetch(self, published: Published, pieces: int = 1000) -> int:
        """Fetch what is wanted in so many pieces; return how many it took."""
        wants, took = await self.tell(published), 0
        while wants and took < pieces:
            wants = await self.library.add(*published.piece(wants[0]))
            took += 1
        return took

    def changes(self) -> list[f.Fact]:
        kinds = (f.LibraryChanged, f.LibraryRefused)
        return [each.fact for each in self.tested.facts() if isinstance(each.fact, kinds)]


def library_of(tested: TestedHall, total_mb: int = 100) -> LibraryOfTests:
    shelf = ShelfOfTests(tested.committer.state / "library")
    headquarters = Headquarters("H-01", HALL_KEY, BOOKABLE.headquarters)
    library = Library(tested.hall.recorder, headquarters, shelf, LibraryConfig(total_mb))
    return LibraryOfTests(tested, library, shelf)
