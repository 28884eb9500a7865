"""Serving the API on one Unix socket per role, and on TCP where asked for."""

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from edge.api.access import RoleApp


class ListenError(Exception):
    """An address cannot be listened on; the message names it and says why."""


@dataclass(frozen=True)
class TcpAddress:
    """Where to listen on TCP."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> "TcpAddress":
        """Read `HOST:PORT`. Raises `ListenError`."""
        host, _, port = text.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65535:
            raise ListenError(f"--listen {text}: expected HOST:PORT, such as 127.0.0.1:8070")
        return cls(host.strip("[]"), int(port))

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    def bind(self) -> socket.socket:
        """Return a bound socket. Raises `ListenError`."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((self.host, self.port))
        except OSError as error:
            bound.close()
            raise ListenError(f"{self.host}:{self.port}: {error.strerror or error}") from None
        return bound


def bind_unix(path: Path) -> socket.socket:
    """Return a socket bound at `path`, for owner and group. Raises `ListenError`."""
    path.unlink(missing_ok=True)  # the state directory is held, so nobody listens here
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        bound.bind(str(path))
        path.chmod(0o660)
    except OSError as error:
        bound.close()
        raise ListenError(f"{path}: {error.strerror or error}") from None
    return bound


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Listeners:
    """All sockets of the API, each with its role."""

    def __init__(self, app: ASGIApp, sockets: list[tuple[str, socket.socket]]) -> None:
        self._servers = [(_Server(_config(RoleApp(app, role))), bound) for role, bound in sockets]

    async def run(self) -> None:
        """Serve until cancelled, then finish the requests under way."""
        tasks = [
            asyncio.create_task(server.serve([bound]), name="api")
            for server, bound in self._servers
        ]
        try:
            await asyncio.gather(*tasks)
        finally:
            for server, _bound in self._servers:
                server.should_exit = True
            await asyncio.gather(*tasks, return_exceptions=True)

    async def wait_until_ready(self) -> None:
        """Return when every socket is being served."""
        while not all(server.started for server, _bound in self._servers):  # noqa: ASYNC110
            await asyncio.sleep(0.005)


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
