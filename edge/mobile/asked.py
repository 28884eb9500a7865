"""What a telephone's request says: who asks, whose page, in which language, what was filled in."""

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import parse_qs, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

from edge.domain.mobile import is_secret
from edge.mobile.port import NotNowError, Wish
from edge.mobile.refused import WISHES, Refused
from edge.mobile.words import language_of

BASE = "/m"

_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FIELDS_MAX = 64
_IPV6_NETWORK_BITS = 64  # what one subscriber has


def secret_in(request: Request) -> str:
    """Return the secret of the page that is asked for, empty for what cannot be one."""
    secret: str = request.path_params["secret"]
    return secret if is_secret(secret) else ""


def address_of(request: Request) -> str:
    """Return where a request comes from, as far as one subscriber can be told from another."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return host
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((address.packed, _IPV6_NETWORK_BITS), strict=False))


def wish_in(request: Request) -> Wish:
    """Return what is wished for. Raises `HTTPException` 404 for what nobody can."""
    wish = WISHES.get(request.path_params["wish"])
    if wish is None:
        raise HTTPException(404)
    return wish


def language_in(request: Request, ours: Collection[str]) -> str:
    """Return the language to answer in, one of `ours`."""
    accepted = request.headers.get("accept-language", "")
    return language_of(request.query_params.get("lang", ""), accepted, ours)


def way_back(
    request: Request, secret: str, ours: Collection[str], refused: Refused | None = None
) -> str:
    """Return the address of the page itself, in the language that was chosen on it."""
    chosen = request.query_params.get("lang", "")
    asked = {"lang": chosen} if chosen in ours else {}
    asked |= {"no": refused.text()} if refused else {}
    return f"{BASE}/{secret}" + (f"?{urlencode(asked)}" if asked else "")


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
