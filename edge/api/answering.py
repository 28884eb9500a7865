"""How answers go out: a use case's own, and lists that are too long to be made in one go."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi.responses import JSONResponse, Response

from edge.hall import requests

# About a millisecond's work; the hall's other requests have their turn after it.
_AT_ONCE = 50


def respond(answer: requests.Answer) -> Response:
    """Return a use case's answer as it goes out."""
    if answer.body is None:
        return Response(status_code=answer.status)
    return JSONResponse(answer.body, answer.status)


def shown(body: Any) -> Response:
    """Return what the hall shows as it goes out, in its shape and not checked against it.

    For what every terminal and screen asks after each fact.
    """
    return JSONResponse(body)


def for_their_eyes(body: Any, status: int = 200) -> Response:
    """Return something personal as it goes out: nothing on the way may keep it."""
    return JSONResponse(body, status, headers={"Cache-Control": "no-store"})


async def respond_with_many(bodies: Iterable[Mapping[str, Any]]) -> Response:
    """Return `bodies` as one list as it goes out."""
    texts = []
    for number, body in enumerate(bodies, 1):
        texts.append(json.dumps(body, ensure_ascii=False, separators=(",", ":")))
        if number % _AT_ONCE == 0:
            await asyncio.sleep(0)
    return Response(f"[{','.join(texts)}]", media_type="application/json")
