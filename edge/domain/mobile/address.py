"""The address of a visitor's page, and what a ticket's codes hold beside it.

    https://hall.example/m/ SECRET #VISIT

`SECRET` is 160 bits in 32 characters of base32, made of the visit by a key that never leaves the
hall. Facts hold its hash alone, the page: whoever reads them all cannot open one. `VISIT` is for
the hall's own scanners; a browser sends nothing of what stands behind the `#`.
"""

import base64
import hashlib
import hmac
import re

SECRET_CHARS = 32
_SECRET_BYTES = 20
_SECRET = re.compile(rf"[A-Z2-7]{{{SECRET_CHARS}}}")
_VISIT = re.compile(r"(?:.*[/#:])?([A-Z0-9]{16})", re.DOTALL)


def page_key(hall_key: bytes) -> bytes:
    """Return the key that secrets of this hall are made by."""
    return hmac.digest(hall_key, b"atrium visitor page v1", hashlib.sha256)


def secret_of(key: bytes, visit: str) -> str:
    """Return the end of the address of a visit's page."""
    drawn = hmac.digest(key, visit.encode(), hashlib.sha256)
    return base64.b32encode(drawn[:_SECRET_BYTES]).decode("ascii")


def is_secret(text: str) -> bool:
    """Whether `text` looks like a secret; that it opens anything is another question."""
    return _SECRET.fullmatch(text) is not None


def page_of(secret: str) -> str:
    """Return what facts hold of a secret: its hash, 64 hexadecimal digits."""
    return hashlib.sha256(b"atrium visitor page v1\n" + secret.encode()).hexdigest()


def visit_in(scanned: str) -> str:
    """Return the visit in what a ticket's barcode or QR code holds; empty where there is none."""
    found = _VISIT.fullmatch(scanned.strip())
    return found[1] if found else ""
