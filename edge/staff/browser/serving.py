"""Serving a terminal to this machine's browsers until the command is told to stop."""

import asyncio
import signal
import socket

import uvicorn
from starlette.types import ASGIApp

from edge.errors import UnusableError
from edge.listening import QuietServer, TcpAddress
from edge.staff.browser.web import BrowserTerminals

KEYS_BYTES_MAX = 64 * 1024  # what is pasted at once
TAB_LOST_AFTER_S = 20.0
STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class NotLoopbackError(UnusableError):
    """Other machines would reach a page without TLS and pairing."""


def bind(listen: TcpAddress) -> socket.socket:
    """Return the socket to serve at. Raises `NotLoopbackError`, `ListenError`."""
    if not listen.is_loopback:
        raise NotLoopbackError(f"terminals are served on loopback only, not on {listen.host}")
    return listen.bind()


async def serve(terminals: BrowserTerminals, listener: socket.socket) -> None:
    """Serve until SIGTERM or SIGINT; then every terminal has ended."""
    server = QuietServer(_config(terminals.app()))

    def stop() -> None:
        terminals.end()
        server.should_exit = True

    for number in STOPS:
        asyncio.get_running_loop().add_signal_handler(number, stop)
    await server.serve(sockets=[listener])


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
        ws="websockets-sansio",
        ws_max_size=KEYS_BYTES_MAX,
        # A tab whose machine went away says nothing: it is asked, and given up.
        ws_ping_interval=TAB_LOST_AFTER_S,
        ws_ping_timeout=TAB_LOST_AFTER_S,
    )
