"""Session tokens: who signed in and until when, signed by the hall, checked without a table."""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import dataclass

LIFETIME_MS = 12 * 60 * 60 * 1000


class BadTokenError(Exception):
    """Not a token of this hall, or one that is over."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a token says. `expires_at` is wall milliseconds."""

    staff: str
    session: str
    expires_at: int


class Tokens:
    """Issues and checks tokens. The key is derived from the hall's."""

    def __init__(self, hall_key: bytes) -> None:
        self._key = hmac.digest(hall_key, b"atrium session token v1", hashlib.sha256)

    def issue(self, session: Session) -> str:
        """Return the token of a session."""
        said = json.dumps([session.staff, session.session, session.expires_at]).encode()
        return base64.urlsafe_b64encode(self._signature(said) + said).decode("ascii")

    def check(self, token: str, now: int) -> Session:
        """Return what `token` says at wall time `now` (ms). Raises `BadTokenError`."""
        try:
            data = base64.urlsafe_b64decode(token.encode("ascii"))
        except (UnicodeEncodeError, binascii.Error):
            raise BadTokenError("not a token") from None
        signature, said = data[:32], data[32:]
        if not hmac.compare_digest(signature, self._signature(said)):
            raise BadTokenError("not a token of this hall")
        session = Session(*json.loads(said))
        if now >= session.expires_at:
            raise BadTokenError("the session is over")
        return session

    def _signature(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, hashlib.sha256)
