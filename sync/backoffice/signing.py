"""Headquarters' secret, and all that it signs and seals with it."""

import base64
import os
from collections.abc import Callable
from pathlib import Path

from edge.domain import letters
from edge.domain.appointment_code import Pass, qr_text, typed_code
from edge.domain.command import Command
from edge.domain.library import Root
from sync.backoffice.store import StoreError
from sync.envelope import CommandMessage, encode

RandomBytes = Callable[[int], bytes]


class Signer:
    """Speaks for headquarters. `random_bytes` gives bytes that nobody can guess."""

    def __init__(self, secret: bytes, random_bytes: RandomBytes) -> None:
        self.public_keys = letters.headquarters_keys(secret).text()
        self.random_bytes = random_bytes
        self._secret = secret
        self._signing = letters.signing_key(secret)

    def signed(self, command: Command) -> bytes:
        """Return a command as the message that takes it to its hall."""
        signature = self._signing.sign(command.signed_bytes())
        message = CommandMessage(
            hall=command.hall,
            command=command.command,
            kind=command.kind,
            effect=command.effect,
            epoch=command.epoch,
            issued=command.issued,
            expires=command.expires,
            args=command.args,
            sealed=base64.b64encode(command.sealed).decode(),
            signature=base64.b64encode(signature).decode(),
        )
        return encode(message)

    def sign_root(self, root: Root) -> bytes:
        """Return headquarters' signature under a state of a hall's documents."""
        return self._signing.sign(root.signed_bytes())

    def letter(self, hall_key: str, about: bytes, words: bytes) -> bytes:
        """Return `words` sealed for the hall with that public key. Raises `letters.BadKeyError`."""
        once = self.random_bytes(letters.SECRET_BYTES)
        return letters.write_letter(letters.read_key(hall_key), once, about, words)

    def own_letter(self, about: bytes, words: bytes) -> bytes:
        """Return `words` sealed for headquarters itself, as a hall's letter to it is."""
        once = self.random_bytes(letters.SECRET_BYTES)
        return letters.write_letter(letters.public_of(self._secret), once, about, words)

    def opened(self, about: bytes, letter: bytes) -> bytes:
        """Return the words of a letter to headquarters. Raises `letters.UnreadableLetterError`."""
        return letters.open_letter(self._secret, about, letter)

    def code(self, hall_key: str, hall: str, appointment: str) -> str:
        """Return the code to type for an appointment. Raises `letters.BadKeyError`."""
        key = letters.code_key(self._secret, letters.read_key(hall_key))
        return typed_code(key, hall, appointment)

    def qr(self, shown: Pass) -> str:
        """Return what the QR code of an appointment holds."""
        return qr_text(shown, self._signing.sign(shown.signed_bytes()))


def load_signer(path: Path, random_bytes: RandomBytes = os.urandom) -> Signer:
    """Return headquarters with the secret in `path`, made there the first time.

    Raises `StoreError` for a file that others may read, or that holds no secret.
    """
    try:
        if not path.exists():
            _make_secret(path, random_bytes(letters.SECRET_BYTES))
        if path.stat().st_mode & 0o077:
            raise StoreError(f"{path}: others may read it; expected mode 0600")
        secret = path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}") from error
    if len(secret) != letters.SECRET_BYTES:
        raise StoreError(f"{path}: expected {letters.SECRET_BYTES} bytes, found {len(secret)}")
    return Signer(secret, random_bytes)


def _make_secret(path: Path, secret: bytes) -> None:
    # Written aside first: a power cut in the middle must not leave half a secret for ever.
    aside = path.with_name(f"{path.name}.new")
    path.parent.mkdir(parents=True, exist_ok=True)
    aside.unlink(missing_ok=True)
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(descriptor)
    aside.rename(path)
