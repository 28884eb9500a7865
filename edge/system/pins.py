"""PINs by Argon2id, checked off the event loop, a few at a time."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# 19 MiB, two passes: the least that is advised, because a Pi has four small cores.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = 2
# Of 256 random bits that nobody kept. It stands here because to make one delays every start.
_NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$tkG2lvQjdIi82KLEMMqG9w"
    "$3s/1g3CBUpa6eZVn/GJXAIK+dVkvxRIrLhipMIvqojg"
)


def hash_pin(pin: str) -> str:
    """Return the Argon2id hash of a PIN, for the configuration."""
    return _HASHER.hash(pin)


class ArgonPins:
    """Checks PINs; no more than a few at once, so that nobody can exhaust memory by signing in."""

    def __init__(self) -> None:
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self.nobodys_hash = _NOBODYS_HASH

    async def matches(self, pin_hash: str, pin: str) -> bool:
        async with self._gate:
            return await asyncio.to_thread(_matches, pin_hash, pin)


def _matches(pin_hash: str, pin: str) -> bool:
    try:
        return _HASHER.verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
