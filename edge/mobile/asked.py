"""What a telephone's request says: whose page, in which language, and what was filled in."""

import re
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from edge.domain.mobile import is_secret
from edge.mobile.port import NotNowError
from edge.mobile.words import LANGUAGES, language_of

BASE = "/m"

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FIELDS_MAX = 64


def secret_in(request: Request) -> str:
    """Return the secret of the page that is asked for, empty for what cannot be one."""
    # What cannot be a secret is looked for nowhere, and answered like one that opens nothing.
    secret: str = request.path_params["secret"]
    return secret if is_secret(secret) else ""


def language_in(request: Request) -> str:
    """Return the language to answer in."""
    accepted = request.headers.get("accept-language", "")
    return language_of(request.query_params.get("lang", ""), accepted)


def way_back(request: Request, secret: str) -> str:
    """Return the path of the page itself, in the language that was chosen on it."""
    chosen = request.query_params.get("lang", "")
    return f"{BASE}/{secret}" + (f"?lang={chosen}" if chosen in LANGUAGES else "")


def key_in(said: dict[str, str]) -> str:
    """Return what makes two taps one wish. Raises `NotNowError`."""
    key = said.get("key", "")
    if not _KEY.fullmatch(key):
        raise NotNowError("other")
    return key


async def filled_in(request: Request, bytes_max: int) -> dict[str, str]:
    """Return what a form of the page sends. Raises `HTTPException` 413, 422."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > bytes_max:
            raise HTTPException(413)
    try:
        read = parse_qs(body.decode(), max_num_fields=_FIELDS_MAX)
    except ValueError:
        raise HTTPException(422) from None
    return {name: values[0] for name, values in read.items()}
