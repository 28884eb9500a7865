"""Serving the API on one Unix socket per role, and on TCP where asked for."""

import asyncio
import contextlib
import ipaddress
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from edge.api.access import RoleApp
from edge.errors import ExpectedError, UnusableError

_PORT = re.compile("[0-9]{1,5}")
_BACKLOG = 2048


class ListenError(ExpectedError):
    """An address cannot be listened on; the message names it and says why."""


class BadAddressError(UnusableError):
    """What was typed is no address to listen on."""


@dataclass(frozen=True)
class TcpAddress:
    """Where to listen on TCP."""

    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> "TcpAddress":
        """Read `HOST:PORT`. Raises `BadAddressError`."""
        host, _, port = text.rpartition(":")
        if not host or not _PORT.fullmatch(port) or int(port) > 65535:
            raise BadAddressError(f"--listen {text}: expected HOST:PORT, such as 127.0.0.1:8070")
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
        """Return a socket that listens here. Raises `ListenError`."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with _closed_on_trouble(listener, f"{self.host}:{self.port}"):
            listener.bind((self.host, self.port))
            # At once and not when it is served: of two that bind one address the second fails
            # here, and whoever connects to a hall that is just starting waits for it.
            listener.listen(_BACKLOG)
        return listener


def bind_unix(path: Path) -> socket.socket:
    """Return a socket that listens at `path`, for owner and group. Raises `ListenError`."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with _closed_on_trouble(listener, str(path)):
        path.unlink(missing_ok=True)  # the state directory is held, so nobody listens here
        listener.bind(str(path))
        path.chmod(0o660)
        listener.listen(_BACKLOG)
    return listener


@contextlib.contextmanager
def _closed_on_trouble(listener: socket.socket, name: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        listener.close()
        raise ListenError(f"{name}: {error.strerror or error}") from None


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs it, and says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


class Listeners:
    """All sockets of the API, each with its role."""

    def __init__(self, app: ASGIApp, sockets: list[tuple[str, socket.socket]]) -> None:
        self._servers = [(_Server(_config(RoleApp(app, role))), each) for role, each in sockets]

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
