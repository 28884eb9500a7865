"""Headquarters' documents for halls: put, removed, and signed as one state.

Nothing that is put reaches a hall before it is published: then all of it does, or nothing. What
begins with `private/` is sealed for the one hall, and sealed anew only when it says something new.
"""

import base64
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from edge.domain.library import (
    NAME,
    NAME_CHARS_MAX,
    BadCatalogueError,
    Catalogue,
    Root,
    document_about,
    is_private,
    write_catalogue,
)
from sync.backoffice import documents_table
from sync.backoffice.database import open_to_write, transaction
from sync.backoffice.documents_table import Document, blob_of
from sync.backoffice.signing import Signer
from sync.backoffice.store import StoreError
from sync.envelope import LibraryMessage


class NotADocumentError(Exception):
    """What cannot be a document of a hall; the message says why."""


class Documents:
    """What is to be at each hall. Every method raises `StoreError`; times are wall ms."""

    def __init__(self, database: Path, signer: Signer) -> None:
        self._connection = open_to_write(database)
        self._signer = signer

    def put(self, hall: str, name: str, data: bytes, at: int) -> None:
        """Have `data` be at `hall` under `name` once it is published.

        Raises `NotADocumentError`, also for a private one of a hall that has not shown its key.
        """
        if not re.fullmatch(NAME, name) or len(name) > NAME_CHARS_MAX:
            raise NotADocumentError(f"{name!r}: names are like guides/new-connection.json")
        plain_hash = blob_of(data).hash
        with transaction(self._connection):
            there = {each.name: each for each in self._documents(hall)}
            if name in there and there[name].plain_hash == plain_hash:
                return
            sent = self._sealed(hall, name, data) if is_private(name) else data
            document = Document(name, blob_of(sent), plain_hash, at)
            documents_table.put(self._connection, hall, document, sent)

    def has_key(self, hall: str) -> bool:
        """Whether `hall` has shown its key, so that private documents can be sealed for it."""
        with self._reading():
            return bool(self._key(hall))

    def _key(self, hall: str) -> str:
        found = self._connection.execute("SELECT key FROM halls WHERE hall = ?", (hall,)).fetchone()
        return str(found[0]) if found else ""

    def _sealed(self, hall: str, name: str, data: bytes) -> bytes:
        key = self._key(hall)
        if not key:
            raise NotADocumentError(f"{hall} has not shown its key yet")
        return self._signer.letter(key, document_about(hall, name), data)

    def remove(self, hall: str, name: str) -> None:
        """Have a document be at `hall` no more. Raises `NotADocumentError` where there is none."""
        with transaction(self._connection):
            if not documents_table.remove(self._connection, hall, name):
                raise NotADocumentError(f"{hall} has no document {name!r}")

    def documents(self, hall: str) -> list[Document]:
        """Return what is to be at `hall`, by name."""
        with self._reading():
            return self._documents(hall)

    def _documents(self, hall: str) -> list[Document]:
        return documents_table.documents(self._connection, hall)

    def publish(self, hall: str, at: int) -> int:
        """Sign the documents of `hall` as they are to be; return the revision.

        Raises `NotADocumentError` for more of them than a hall keeps.
        """
        with transaction(self._connection):
            documents = self._documents(hall)
            written = self._catalogue(documents, at)
            documents_table.keep(self._connection, written)
            revision = documents_table.revision(self._connection, hall) + 1
            root = Root(hall, revision, blob_of(written))
            blobs = [document.blob for document in documents]
            documents_table.publish(self._connection, self._signed(root), blobs, at)
            return revision

    def _catalogue(self, documents: list[Document], at: int) -> bytes:
        try:
            return write_catalogue(Catalogue(at, {each.name: each.blob for each in documents}))
        except BadCatalogueError as error:
            raise NotADocumentError(str(error)) from None

    def _signed(self, root: Root) -> LibraryMessage:
        return LibraryMessage(
            hall=root.hall,
            revision=root.revision,
            catalogue=root.catalogue.hash,
            size=root.catalogue.size,
            signature=base64.b64encode(self._signer.sign_root(root)).decode(),
        )

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(str(error)) from error

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
