"""Listening and serving until told to stop."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette

from sync.backoffice.config import read_listen


class ListenError(Exception):
    """The address cannot be used; the message is one line that names it."""


def bind(listen: str) -> socket.socket:
    """Return a listening socket at `HOST:PORT`. Raises `ListenError`, `ConfigError`."""
    host, port = read_listen(listen, "backoffice.listen")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise ListenError(f"cannot listen on {listen}: {reason}") from None


async def serve(app: Starlette, listener: socket.socket) -> None:
    """Serve until cancelled, then end open streams and finish what is under way."""
    server = _Server(
        uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=3,
        )
    )
    serving = asyncio.ensure_future(server.serve(sockets=[listener]))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        app.state.changes.close()
        server.should_exit = True
        await serving
        raise


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
