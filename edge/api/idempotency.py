"""`Idempotency-Key`: the header that makes a request safe to send twice."""

import hashlib
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse, Response

from edge.api.errors import ApiError
from edge.hall import requests

_KEY_LENGTH_MAX = 128


async def keyed(
    request: Request, idempotency_key: Annotated[str | None, Header()] = None
) -> requests.Request | None:
    """Return the request's key and fingerprint, or None where it has no key."""
    if idempotency_key is None:
        return None
    if not 0 < len(idempotency_key) <= _KEY_LENGTH_MAX or not idempotency_key.isprintable():
        raise ApiError(
            400,
            "invalid_idempotency_key",
            f"expected 1 to {_KEY_LENGTH_MAX} printable characters",
            "Idempotency-Key",
        )
    said = f"{request.method} {request.url.path}\n".encode() + await request.body()
    return requests.Request(idempotency_key, hashlib.sha256(said).hexdigest())


Keyed = Annotated[requests.Request | None, Depends(keyed)]


def respond(answer: requests.Answer) -> Response:
    """Return a use case's answer as it goes out."""
    if answer.body is None:
        return Response(status_code=answer.status)
    return JSONResponse(answer.body, answer.status)
