"""Sealing what is personal, with randomness that is passed in."""

from collections.abc import Mapping
from typing import Any

from edge.journal import keys
from edge.ports import Ids


class Vault:
    """Makes a key for a visit or a message, seals under it, and opens what it has sealed."""

    def __init__(self, hall_key: bytes, ids: Ids) -> None:
        self._hall_key = hall_key
        self._ids = ids

    def seal(self, visit: str, personal: Mapping[str, Any]) -> tuple[tuple[str, bytes], bytes]:
        """Return the visit's new key, wrapped, for the key store; and `personal`, sealed."""
        key = self._ids.random_bytes(keys.KEY_BYTES)
        sealed = keys.seal(key, self._ids.random_bytes(12), visit, personal)
        return (visit, keys.wrap(self._hall_key, key)), sealed

    def unseal(self, subject: str, sealed: bytes, wrapped: bytes | None) -> dict[str, Any]:
        """Return what was sealed under the key `wrapped`. Raises `UnreadableError`."""
        return keys.unseal(keys.unwrap(self._hall_key, subject, wrapped), subject, sealed)
