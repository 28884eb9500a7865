"""`Idempotency-Key`: the header that makes a request safe to send twice."""

from typing import Annotated

from fastapi import Header, Request

from edge.api.context import api_of
from edge.hall import requests

Key = Annotated[str | None, Header(min_length=1, max_length=128, pattern="^[ -~]*$")]


async def keyed(request: Request, idempotency_key: Key) -> requests.Request | None:
    """Return the request's key and fingerprint, or None where it has no key."""
    if idempotency_key is None:
        return None
    said = f"{request.method} {request.url.path}\n".encode() + await request.body()
    # It stays in the journal for good, and what was asked may hold words that are to be sealed.
    vault = (await api_of(request)).hall.vault
    return requests.Request(idempotency_key, vault.fingerprint(said))
