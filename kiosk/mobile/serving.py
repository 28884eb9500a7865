"""The server of visitors' pages beside the screens: its own address, and nothing else on it."""

import asyncio
import contextlib
import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from edge.client import HallClient
from edge.config import load_section
from edge.listening import QuietServer, TcpAddress
from edge.mobile.config import MobileConfig
from edge.mobile.web import MobilePages
from kiosk.mobile.keeping import kept_up
from kiosk.mobile.visits import HallVisits


def create_mobile_app(
    config: MobileConfig, visits: HallVisits, now_ms: Callable[[], int], new_key: Callable[[], str]
) -> Starlette:
    """Return an application with visitors' pages alone, known by the names of `config`."""
    pages = MobilePages(visits, now_ms, new_key, config.limits)
    hosts = [*config.hosts, config.listen.rpartition(":")[0].strip("[]")]
    names = Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    return Starlette(routes=pages.routes(), middleware=[names])


def serve_visitors_where_declared(
    app: Starlette, path: Path, connect: Callable[[], HallClient]
) -> None:
    """Have visitors' pages begin and end with the screens' `app`, on an address of their own.

    Nothing happens unless the configuration at `path` declares one. Raises `ConfigError`,
    `ListenError`.
    """
    config = load_section(path, "mobile", MobileConfig)
    if not config.listen:
        return
    listener = TcpAddress.parse(config.listen).bind()
    screens_alone = app.router.lifespan_context

    @contextlib.asynccontextmanager
    async def lifespan(of: Starlette) -> AsyncIterator[None]:
        async with screens_alone(of), visitors_served(config, connect, listener):
            yield

    app.router.lifespan_context = lifespan


@contextlib.asynccontextmanager
async def visitors_served(
    config: MobileConfig, connect: Callable[[], HallClient], listener: socket.socket
) -> AsyncIterator[HallVisits]:
    """Serve visitors' pages for as long as this lasts; gives what they are served from."""
    visits = HallVisits(connect)
    app = create_mobile_app(config, visits, _now_ms, lambda: secrets.token_urlsafe(12))
    server = _server(app, config)
    following = asyncio.create_task(kept_up("the news for visitors' pages", visits.run))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield visits
    finally:
        following.cancel()
        server.should_exit = True
        await visits.close()
        await asyncio.gather(serving, following, return_exceptions=True)


def _server(app: Starlette, config: MobileConfig) -> QuietServer:
    return QuietServer(
        uvicorn.Config(
            app,
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=bool(config.trusted_proxies),
            forwarded_allow_ips=config.trusted_proxies,
            timeout_graceful_shutdown=3,
        )
    )


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
