"""Personal data, sealed under a key per visit; deleting the key erases the data wherever it went.

Keys live in `keys.db`, a database of their own, each wrapped (AES key wrap, RFC 3394) by the hall's
key. A sealed part is: suite byte 0x01 (AES-256-GCM), 12-byte nonce, ciphertext with tag; the
visit's id is authenticated with it.
"""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from edge.journal.transaction import connect, transaction, trouble
from edge.ports import Ids, StorageError

log = logging.getLogger(__name__)

_SUITE_AES_256_GCM = b"\x01"
KEY_BYTES = 32
_NONCE_BYTES = 12


class UnreadableError(Exception):
    """The sealed part cannot be opened: its key is gone, or it is not what was sealed."""


def load_hall_key(path: Path, ids: Ids) -> bytes:
    """Return the hall's key from `path`, made there at the first start. Raises `StorageError`."""
    try:
        if path.exists():
            return _checked_hall_key(path)
        return _made_hall_key(path, ids)
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error


def _made_hall_key(path: Path, ids: Ids) -> bytes:
    # Written aside first: a power cut in the middle must not leave half a key for ever.
    key, aside = ids.random_bytes(KEY_BYTES), path.with_name(f"{path.name}.new")
    aside.unlink(missing_ok=True)
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(descriptor)
    aside.rename(path)
    _sync_folder(path.parent)
    return key


def _checked_hall_key(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise StorageError(f"{path}: others may read it; expected mode 0600")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise StorageError(f"{path}: expected {KEY_BYTES} bytes, found {len(key)}")
    return key


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def wrap(hall_key: bytes, key: bytes) -> bytes:
    """Return a visit's key as `keys.db` holds it."""
    return aes_key_wrap(hall_key, key)


def unwrap(hall_key: bytes, visit: str, wrapped: bytes | None) -> bytes:
    """Return the key of `visit`. Raises `UnreadableError` where it is gone or not of this hall."""
    if wrapped is None:
        raise UnreadableError(f"visit {visit}: its key has been deleted")
    try:
        return aes_key_unwrap(hall_key, wrapped)
    except InvalidUnwrap:
        raise UnreadableError(f"visit {visit}: its key is of another hall") from None


def seal(key: bytes, nonce: bytes, visit: str, personal: Mapping[str, Any]) -> bytes:
    """Return `personal` sealed for `visit`. A nonce is used once."""
    plain = json.dumps(personal, ensure_ascii=False, separators=(",", ":")).encode()
    return seal_bytes(key, nonce, visit, plain)


def seal_bytes(key: bytes, nonce: bytes, visit: str, plain: bytes) -> bytes:
    """Return `plain` sealed for `visit`. A nonce is used once."""
    return _SUITE_AES_256_GCM + nonce + AESGCM(key).encrypt(nonce, plain, visit.encode())


def unseal(key: bytes, visit: str, sealed: bytes) -> dict[str, Any]:
    """Return what `seal` sealed. Raises `UnreadableError`."""
    try:
        plain: dict[str, Any] = json.loads(unseal_bytes(key, visit, sealed))
    except ValueError:
        raise UnreadableError(f"visit {visit}: not what was sealed under this key") from None
    return plain


def unseal_bytes(key: bytes, visit: str, sealed: bytes) -> bytes:
    """Return what `seal_bytes` sealed. Raises `UnreadableError`."""
    if sealed[:1] != _SUITE_AES_256_GCM:
        raise UnreadableError(f"visit {visit}: sealed by an unknown cipher suite")
    nonce, data = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, data, visit.encode())
    except (InvalidTag, ValueError):
        raise UnreadableError(f"visit {visit}: not what was sealed under this key") from None


class KeyStore:
    """`keys.db`: wrapped keys by visit, message or appointment. Used by one thread at a time.

    Beside them are finders: keyed hashes of what a person may be found again by, which nobody who
    lacks the hall's key can compute. They are deleted with the key.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the database. Raises `StorageError`."""
        self.path = path
        self.undropped: set[str] = set()  # deletions that the disk refused, to be tried again
        with trouble(path):
            self._connection = connect(path)
            path.chmod(0o600)
            # A rollback journal and not a WAL: a deleted key must not live on in a log.
            for pragma in ("journal_mode = DELETE", "synchronous = EXTRA", "secure_delete = ON"):
                self._connection.execute(f"PRAGMA {pragma}").fetchall()
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS keys (visit TEXT PRIMARY KEY, wrapped BLOB NOT NULL)"
                " STRICT, WITHOUT ROWID"
            )
            self._connection.execute(
                "CREATE TABLE IF NOT EXISTS finders (visit TEXT PRIMARY KEY, hash BLOB NOT NULL)"
                " STRICT, WITHOUT ROWID"
            )

    def add(
        self, keys: Sequence[tuple[str, bytes]], finders: Sequence[tuple[str, bytes]] = ()
    ) -> None:
        """Make wrapped keys and finders durable, all or none."""
        with trouble(self.path), transaction(self._connection):
            self._connection.executemany("INSERT INTO keys VALUES (?, ?)", keys)
            self._connection.executemany("INSERT INTO finders VALUES (?, ?)", finders)

    def drop(self, visits: Sequence[str]) -> None:
        """Delete keys and their finders for good; unknown ones are gone already."""
        gone = [(visit,) for visit in visits]
        with trouble(self.path), transaction(self._connection):
            self._connection.executemany("DELETE FROM keys WHERE visit = ?", gone)
            self._connection.executemany("DELETE FROM finders WHERE visit = ?", gone)

    def drop_when_possible(self, visits: Sequence[str]) -> None:
        """Delete keys now, or with the next deletion if the disk refuses; never raises.

        What needed them gone is durable already, and a start deletes what is left over.
        """
        self.undropped.update(visits)
        try:
            self.drop(sorted(self.undropped))
        except StorageError as error:
            log.warning("%d keys could not be deleted yet: %s", len(self.undropped), error)
        else:
            self.undropped.clear()

    def wrapped(self, visit: str) -> bytes | None:
        """Return the key of `visit` as it lies here; None when it has been deleted."""
        with trouble(self.path):
            found = self._connection.execute(
                "SELECT wrapped FROM keys WHERE visit = ?", (visit,)
            ).fetchone()
        return None if found is None else bytes(found[0])

    def key(self, hall_key: bytes, visit: str) -> bytes:
        """Return the key of `visit`. Raises `UnreadableError` when it has been deleted."""
        return unwrap(hall_key, visit, self.wrapped(visit))

    def visits(self) -> list[str]:
        """Return the visits that have a key."""
        with trouble(self.path):
            found = self._connection.execute("SELECT visit FROM keys").fetchall()
        return [visit for (visit,) in found]

    def finders(self) -> list[tuple[str, bytes]]:
        """Return who is found again by which keyed hash."""
        with trouble(self.path):
            return self._connection.execute("SELECT visit, hash FROM finders").fetchall()

    def close(self) -> None:
        """Let go of the file. Safe to repeat."""
        self._connection.close()
