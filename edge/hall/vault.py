"""Sealing what is personal, with randomness that is passed in."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from edge.journal import keys
from edge.ports import Ids


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was sealed for a fact, and the new key, wrapped, that the key store needs for it."""

    part: bytes
    keys: tuple[tuple[str, bytes], ...] = ()


class Vault:
    """Makes a key for a visit or a message, seals under it, and opens what it has sealed."""

    def __init__(self, hall_key: bytes, ids: Ids) -> None:
        self._hall_key = hall_key
        self._finder_key = hmac.digest(hall_key, b"atrium finder v1", hashlib.sha256)
        self._request_key = hmac.digest(hall_key, b"atrium request v1", hashlib.sha256)
        self._ids = ids

    def seal(self, visit: str, personal: Mapping[str, Any]) -> tuple[tuple[str, bytes], bytes]:
        """Return the visit's new key, wrapped, for the key store; and `personal`, sealed."""
        key = self._ids.random_bytes(keys.KEY_BYTES)
        sealed = keys.seal(key, self._ids.random_bytes(12), visit, personal)
        return (visit, keys.wrap(self._hall_key, key)), sealed

    def seal_under(self, wrapped: bytes | None, visit: str, personal: Mapping[str, Any]) -> Sealed:
        """Return `personal` sealed under the visit's key `wrapped`, or a new one if it has none.

        Raises `UnreadableError` for a key of another hall.
        """
        if wrapped is None:
            new, sealed = self.seal(visit, personal)
            return Sealed(sealed, (new,))
        key = keys.unwrap(self._hall_key, visit, wrapped)
        return Sealed(keys.seal(key, self._ids.random_bytes(12), visit, personal))

    def seal_bytes(self, subject: str, data: bytes, wrapped: bytes | None) -> bytes:
        """Return `data` sealed under the key `wrapped`. Raises `UnreadableError`."""
        key = keys.unwrap(self._hall_key, subject, wrapped)
        return keys.seal_bytes(key, self._ids.random_bytes(12), subject, data)

    def unseal_bytes(self, subject: str, sealed: bytes, wrapped: bytes | None) -> bytes:
        """Return what `seal_bytes` sealed. Raises `UnreadableError`."""
        return keys.unseal_bytes(keys.unwrap(self._hall_key, subject, wrapped), subject, sealed)

    def fingerprint(self, request: bytes) -> str:
        """Return what tells `request` from others, and not what it says: nobody can try it out."""
        return hmac.digest(self._request_key, request, hashlib.sha256).hex()

    def finder(self, number: str) -> bytes:
        """Return what an identity number is found again by, and nobody else can compute."""
        return hmac.digest(self._finder_key, number.strip().upper().encode(), hashlib.sha256)

    def unseal(self, subject: str, sealed: bytes, wrapped: bytes | None) -> dict[str, Any]:
        """Return what was sealed under the key `wrapped`. Raises `UnreadableError`."""
        return keys.unseal(keys.unwrap(self._hall_key, subject, wrapped), subject, sealed)
