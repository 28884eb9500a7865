"""Secrets of browsers: made at random, kept as hashes alone, compared in constant time."""

import hashlib
import hmac
import secrets
from collections.abc import Callable

_SECRET_BYTES = 32
_CODE_LENGTH = 6
# Without what is easily taken for something else: 0 and O, 1 and I and L.
_CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

NewSecret = Callable[[], str]


def new_secret() -> str:
    """Return a secret that nobody guesses, for a cookie."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def new_code() -> str:
    """Return a short code for a person to read off one screen and type at another."""
    return "".join(secrets.choice(_CODE_SIGNS) for _ in range(_CODE_LENGTH))


def typed_code(text: str) -> str:
    """Return a code as it was meant, however it was typed: `7k3 m9q` is `7K3M9Q`."""
    return "".join(sign for sign in text.upper() if sign.isalnum())


def hash_of(secret: str) -> str:
    """Return what is kept of a secret. It is random and long, so that a plain hash will do."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(one: str, other: str) -> bool:
    """Return whether both are the same, in a time that does not tell how much of them is."""
    return hmac.compare_digest(one.encode(), other.encode())
