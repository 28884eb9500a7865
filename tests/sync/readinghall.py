"""A hall for tests that keeps the documents it is given, in memory."""

import base64
import hashlib

from bookingoffice import HALL_KEY
from syncfakes import FakeHall

from edge.api import shapes
from edge.client import HallError
from edge.domain.library import Blob, lacking, read_catalogue


class ReadingHall(FakeHall):
    """A hall that takes every state of documents it is told of. `bytes_taken` counts pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.refusal: HallError | None = None
        self.revision = 0
        self.documents: dict[str, bytes] = {}
        self.parts: dict[str, bytes] = {}
        self.pieces = 0
        self._told: shapes.LibraryTold | None = None

    async def sync_state(self) -> shapes.SyncState:
        state = await super().sync_state()
        return state.model_copy(update={"key": HALL_KEY, "library": self.revision})

    async def library(self, told: shapes.LibraryTold) -> shapes.LibraryWants:
        await self._answer()
        if self.refusal is not None:
            raise self.refusal
        self._told = None if told.revision == self.revision else told
        return self._proceed()

    async def library_piece(self, piece: shapes.LibraryPiece) -> shapes.LibraryWants:
        await self._answer()
        if self.refusal is not None:
            raise self.refusal
        there = self.parts.get(piece.hash, b"")
        if piece.offset == len(there):
            self.parts[piece.hash] = there + base64.b64decode(piece.data)
            self.pieces += 1
        return self._proceed()

    def _proceed(self) -> shapes.LibraryWants:
        told = self._told
        if told is None:
            return self._wants([])
        catalogue = Blob(told.catalogue, told.size)
        if missing := self._missing([catalogue]):
            return self._wants(missing)
        documents = read_catalogue(self.parts[catalogue.hash]).documents
        if missing := self._missing(list(documents.values())):
            return self._wants(missing)
        self.documents = {name: self.parts[blob.hash] for name, blob in documents.items()}
        self.revision, self._told = told.revision, None
        return self._wants([])

    def _missing(self, blobs: list[Blob]) -> list[tuple[Blob, int]]:
        for blob in blobs:
            whole = self.parts.get(blob.hash, b"")
            if len(whole) == blob.size and hashlib.sha256(whole).hexdigest() != blob.hash:
                del self.parts[blob.hash]
        return lacking(blobs, {hash_: len(part) for hash_, part in self.parts.items()})

    def _wants(self, missing: list[tuple[Blob, int]]) -> shapes.LibraryWants:
        return shapes.LibraryWants(
            revision=self.revision,
            wants=[
                shapes.LibraryWant(hash=blob.hash, size=blob.size, there=there)
                for blob, there in missing
            ],
        )
