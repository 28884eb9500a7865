"""Serving the API on one Unix socket per role, and on TCP where asked for."""

import asyncio
import socket
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from edge.api.access import RoleApp
from edge.listening import BACKLOG, QuietServer, closed_on_trouble


def bind_unix(path: Path) -> socket.socket:
    """Return a socket that listens at `path`, for owner and group. Raises `ListenError`."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with closed_on_trouble(listener, str(path)):
        path.unlink(missing_ok=True)  # the state directory is held, so nobody listens here
        listener.bind(str(path))
        path.chmod(0o660)
        listener.listen(BACKLOG)
    return listener


class Listeners:
    """All sockets of the API, each with its role."""

    def __init__(self, app: ASGIApp, sockets: list[tuple[str, socket.socket]]) -> None:
        self._servers = [(QuietServer(_config(RoleApp(app, role))), each) for role, each in sockets]

    async def run(self) -> None:
        """Serve until cancelled, then finish the requests under way."""
        tasks = [
            asyncio.create_task(server.serve([each]), name="api") for server, each in self._servers
        ]
        try:
            # Not `gather`: cancelled, it would cancel the servers in the middle of their requests.
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for server, _socket in self._servers:
                server.should_exit = True
            await asyncio.gather(*tasks)

    async def wait_until_ready(self) -> None:
        """Return when every socket is being served."""
        for server, _socket in self._servers:
            await server.ready.wait()


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
        timeout_keep_alive=30,
        server_header=False,
        ws="none",
    )
