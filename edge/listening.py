"""Addresses to listen on, and servers that leave signals to whoever runs them."""

import asyncio
import contextlib
import ipaddress
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import uvicorn

from edge.errors import ExpectedError, UnusableError

_PORT = re.compile("[0-9]{1,5}")
BACKLOG = 2048


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
            raise BadAddressError(f"listen {text}: expected HOST:PORT, such as 127.0.0.1:8070")
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
        with closed_on_trouble(listener, f"{self.host}:{self.port}"):
            listener.bind((self.host, self.port))
            # At once and not when it is served: of two that bind one address the second fails
            # here, and whoever connects to a hall that is just starting waits for it.
            listener.listen(BACKLOG)
        return listener


@contextlib.contextmanager
def closed_on_trouble(listener: socket.socket, name: str) -> Iterator[None]:
    """Close `listener` and raise `ListenError` that names it, when the system refuses."""
    try:
        yield
    except OSError as error:
        listener.close()
        raise ListenError(f"{name}: {error.strerror or error}") from None


class QuietServer(uvicorn.Server):
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
