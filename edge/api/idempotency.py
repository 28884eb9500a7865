"""`Idempotency-Key`: the header that makes a request safe to send twice."""

import hashlib
from typing import Annotated

from fastapi import Header, Request

from edge.hall import requests

Key = Annotated[str | None, Header(min_length=1, max_length=128, pattern="^[ -~]*$")]


async def keyed(request: Request, idempotency_key: Key) -> requests.Request | None:
    """Return the request's key and fingerprint, or None where it has no key."""
    if idempotency_key is None:
        return None
    said = f"{request.method} {request.url.path}\n".encode() + await request.body()
    return requests.Request(idempotency_key, hashlib.sha256(said).hexdigest())
