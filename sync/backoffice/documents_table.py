"""The tables of documents: what is to be at each hall, what of it was signed, what is served."""

import base64
import hashlib
import sqlite3
from dataclasses import dataclass

from edge.domain.library import Blob
from sync.envelope import Fetch, LibraryMessage


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a hall: its bytes as they go there, and the hash of what it says.

    The two hashes differ where it is sealed. `put_at` is wall ms.
    """

    name: str
    blob: Blob
    plain_hash: str
    put_at: int


def blob_of(data: bytes) -> Blob:
    """Return the name of some bytes."""
    return Blob(hashlib.sha256(data).hexdigest(), len(data))


def documents(connection: sqlite3.Connection, hall: str) -> list[Document]:
    """Return what is to be at `hall`, by name."""
    found = connection.execute(
        "SELECT name, hash, size, plain_hash, put_at FROM documents WHERE hall = ? ORDER BY name",
        (hall,),
    )
    return [Document(name, Blob(hash_, size), plain, at) for name, hash_, size, plain, at in found]


def put(connection: sqlite3.Connection, hall: str, document: Document, data: bytes) -> None:
    """Have a document be at `hall` from the next signed state on."""
    keep(connection, data)
    connection.execute(
        "INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?)",
        (
            hall,
            document.name,
            document.blob.hash,
            document.blob.size,
            document.plain_hash,
            document.put_at,
        ),
    )


def remove(connection: sqlite3.Connection, hall: str, name: str) -> bool:
    """Have a document be at `hall` no more; return whether it was to be there."""
    gone = connection.execute("DELETE FROM documents WHERE hall = ? AND name = ?", (hall, name))
    return gone.rowcount > 0


def keep(connection: sqlite3.Connection, data: bytes) -> None:
    """Keep bytes under their hash."""
    connection.execute(
        "INSERT INTO blobs VALUES (NULL, ?, ?) ON CONFLICT DO NOTHING", (blob_of(data).hash, data)
    )


def revision(connection: sqlite3.Connection, hall: str) -> int:
    """Return the revision that was signed last, 0 where none was."""
    found = connection.execute("SELECT revision FROM libraries WHERE hall = ?", (hall,)).fetchone()
    return found[0] if found else 0


def publish(
    connection: sqlite3.Connection, signed: LibraryMessage, blobs: list[Blob], at: int
) -> None:
    """Serve a signed state with its `blobs` from now on, and forget what nobody needs any more."""
    connection.execute(
        "INSERT OR REPLACE INTO libraries VALUES (?, ?, ?, ?, ?, ?, 0)",
        (
            signed.hall,
            signed.revision,
            signed.catalogue,
            signed.size,
            base64.b64decode(signed.signature),
            at,
        ),
    )
    connection.execute("DELETE FROM served WHERE hall = ?", (signed.hall,))
    hashes = {signed.catalogue, *(blob.hash for blob in blobs)}
    connection.executemany(
        "INSERT INTO served VALUES (?, ?)", [(signed.hall, hash_) for hash_ in sorted(hashes)]
    )
    connection.execute(
        "DELETE FROM blobs WHERE hash NOT IN (SELECT hash FROM served) "
        "AND hash NOT IN (SELECT hash FROM documents)"
    )


def signed(connection: sqlite3.Connection, hall: str) -> LibraryMessage | None:
    """Return the state that was signed last for `hall`; None where none was."""
    found = connection.execute(
        "SELECT hall, revision, catalogue, size, signature FROM libraries WHERE hall = ?", (hall,)
    ).fetchone()
    return None if found is None else _message(*found)


def announce(connection: sqlite3.Connection) -> list[LibraryMessage]:
    """Return what halls that are there have not been told, and note that they were."""
    found = connection.execute(
        "UPDATE libraries SET announced = 1 WHERE announced = 0 "
        "AND hall IN (SELECT hall FROM halls WHERE online) "
        "RETURNING hall, revision, catalogue, size, signature"
    ).fetchall()
    return [_message(*each) for each in found]


def piece(connection: sqlite3.Connection, fetch: Fetch) -> bytes:
    """Return the bytes that a hall asks for; none where they are not served to it."""
    found = connection.execute(
        "SELECT number FROM blobs JOIN served USING (hash) WHERE hall = ? AND hash = ?",
        (fetch.hall, fetch.hash),
    ).fetchone()
    if found is None:
        return b""
    # Read in place: SQLite's substr would load the whole of a film for each piece of it.
    with connection.blobopen("blobs", "data", found[0], readonly=True) as blob:
        if fetch.offset >= len(blob):
            return b""
        blob.seek(fetch.offset)
        return blob.read(fetch.count)


def _message(hall: str, number: int, catalogue: str, size: int, signature: bytes) -> LibraryMessage:
    return LibraryMessage(
        hall=hall,
        revision=number,
        catalogue=catalogue,
        size=size,
        signature=base64.b64encode(signature).decode(),
    )
