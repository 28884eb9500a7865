"""The keys between headquarters and one hall, and what it writes for that hall's eyes alone.

Each side has one secret of 32 bytes and derives what it needs (HKDF-SHA-256). Headquarters shows
64 bytes, its Ed25519 key for signatures and its X25519 key; a hall shows its X25519 key. From these
both derive the same key for codes to type, so that no secret is ever sent.

A letter is: suite byte 0x01, the writer's X25519 key made for it alone (32 bytes), ciphertext with
tag. The key is HKDF over the agreed secret, salted with both public keys; it seals one letter with
AES-256-GCM, so that the nonce may be zero. What it is about is authenticated with it.
"""

import base64
import binascii
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET_BYTES = 32

_KEY_BYTES = 32
_SUITE_X25519_AES_256_GCM = b"\x01"
_NONCE = bytes(12)


class BadKeyError(ValueError):
    """Text that is no public key."""


class UnreadableLetterError(Exception):
    """The letter was not written to this hall, or not about this."""


class HeadquartersKeys(NamedTuple):
    """What headquarters shows to its halls."""

    signing: bytes
    agreement: bytes

    def has_signed(self, said: bytes, signature: bytes) -> bool:
        """Whether `signature` is headquarters' own, over `said`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.signing).verify(signature, said)
        except (InvalidSignature, ValueError):
            return False
        return True

    def text(self) -> str:
        """Return them as they stand in a configuration."""
        return key_text(self.signing + self.agreement)


def key_text(key: bytes) -> str:
    """Return a public key as text."""
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def read_key(text: str, count: int = _KEY_BYTES) -> bytes:
    """Return the public key of `count` bytes that `key_text` wrote. Raises `BadKeyError`."""
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadKeyError("not a public key: letters, digits, - and _ only") from None
    if len(key) != count:
        raise BadKeyError(f"not a public key: {count} bytes expected, found {len(key)}")
    return key


def read_headquarters_keys(text: str) -> HeadquartersKeys:
    """Return what `HeadquartersKeys.text` wrote. Raises `BadKeyError`."""
    both = read_key(text, 2 * _KEY_BYTES)
    return HeadquartersKeys(both[:_KEY_BYTES], both[_KEY_BYTES:])


# --- what each side derives from its secret ---


def signing_key(secret: bytes) -> Ed25519PrivateKey:
    """Return what headquarters signs with."""
    return Ed25519PrivateKey.from_private_bytes(_derived(secret, b"atrium signing key v1"))


def agreement_key(secret: bytes) -> X25519PrivateKey:
    """Return what either side agrees on keys with."""
    return X25519PrivateKey.from_private_bytes(_derived(secret, b"atrium agreement key v1"))


def public_of(secret: bytes) -> bytes:
    """Return the public half of `agreement_key`."""
    return agreement_key(secret).public_key().public_bytes_raw()


def headquarters_keys(secret: bytes) -> HeadquartersKeys:
    """Return what headquarters with that secret shows."""
    return HeadquartersKeys(signing_key(secret).public_key().public_bytes_raw(), public_of(secret))


def code_key(own_secret: bytes, others_public: bytes) -> bytes:
    """Return the key for codes to type, which both sides derive alike. Raises `BadKeyError`."""
    agreed = _agreed(agreement_key(own_secret), others_public)
    return _derived(agreed, b"atrium appointment codes v1")


# --- letters ---


def write_letter(hall_public: bytes, once: bytes, about: bytes, words: bytes) -> bytes:
    """Return `words` sealed for the hall. `once` are 32 random bytes, used for this letter alone.

    Raises `BadKeyError`.
    """
    own = X25519PrivateKey.from_private_bytes(once)
    shown = own.public_key().public_bytes_raw()
    key = _letter_key(_agreed(own, hall_public), shown, hall_public)
    return _SUITE_X25519_AES_256_GCM + shown + AESGCM(key).encrypt(_NONCE, words, about)


def open_letter(hall_secret: bytes, about: bytes, letter: bytes) -> bytes:
    """Return the words of a letter to the hall. Raises `UnreadableLetterError`."""
    suite, shown, sealed = letter[:1], letter[1 : 1 + _KEY_BYTES], letter[1 + _KEY_BYTES :]
    if suite != _SUITE_X25519_AES_256_GCM:
        raise UnreadableLetterError("sealed by an unknown cipher suite")
    try:
        agreed = _agreed(agreement_key(hall_secret), shown)
        key = _letter_key(agreed, shown, public_of(hall_secret))
        return AESGCM(key).decrypt(_NONCE, sealed, about)
    except (BadKeyError, InvalidTag, ValueError):
        raise UnreadableLetterError("not written for this hall, or about something else") from None


def _letter_key(agreed: bytes, shown: bytes, hall_public: bytes) -> bytes:
    return _derived(agreed, b"atrium letter v1", shown + hall_public)


def _agreed(own: X25519PrivateKey, others: bytes) -> bytes:
    try:
        return own.exchange(X25519PublicKey.from_public_bytes(others))
    except ValueError:
        raise BadKeyError("not a public key that anything can be agreed with") from None


def _derived(secret: bytes, meant_as: bytes, salt: bytes = b"") -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, salt or None, meant_as).derive(secret)
