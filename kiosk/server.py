"""Running the web server until it is told to stop: address, signals, a clean end."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette

from edge.config import ConfigError


class ListenError(Exception):
    """The address cannot be used; the message is one line that names it."""


def bind(listen: str) -> socket.socket:
    """Return a listening socket at `HOST:PORT`. Raises `ListenError`, `ConfigError`."""
    host, colon, port = listen.rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise ConfigError(f"kiosk: listen: {listen!r} is not HOST:PORT")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), int(port)), family=family, backlog=128)
    except OSError as error:
        raise ListenError(f"cannot listen on {listen}: {error.strerror or error}") from None


async def serve(app: Starlette, listener: socket.socket) -> bool:
    """Serve `app` until SIGTERM or SIGINT; return False where it ended by itself."""
    server = _Server(
        uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    )
    asked = asyncio.Event()

    def stop() -> None:
        app.state.screens.close()
        server.should_exit = True

    def stop_as_asked() -> None:
        asked.set()
        stop()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop_as_asked)
    app.state.screens.on_end = stop
    await server.serve(sockets=[listener])
    return asked.is_set()


class _Server(uvicorn.Server):
    """Leaves signals to us: uvicorn raises them again at its end, and that is not a clean one."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
