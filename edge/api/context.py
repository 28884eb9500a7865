"""What every handler is given, and how it is found from a request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from edge.api.tokens import Tokens
from edge.devices.pool import DevicePool
from edge.hall import Hall
from edge.journal.feed import Feed


@dataclass(frozen=True, slots=True)
class Api:
    """The hall and what surrounds it, as handlers use it."""

    hall: Hall
    feed: Feed
    tokens: Tokens
    pool: DevicePool
    devices: Callable[[], list[dict[str, Any]]]
    degraded: Callable[[], dict[str, list[str]]]
    demo: bool = False
    open_access: bool = False


async def api_of(request: Request) -> Api:
    """Return the API's context."""
    api: Api = request.app.state.api
    return api
