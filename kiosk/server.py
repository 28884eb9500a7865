"""Running the web server until it is told to stop: address, signals, a clean end."""

import asyncio
import signal
import socket
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from edge.listening import QuietServer


async def serve(
    app: Starlette, listener: socket.socket, at_end: Callable[[], None] = lambda: None
) -> bool:
    """Serve `app` until SIGTERM or SIGINT; return False where it ended by itself.

    `at_end` sends away whoever watches anything else than the screens.
    """
    server = QuietServer(
        uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    )
    asked = asyncio.Event()

    def stop() -> None:
        app.state.screens.close()
        at_end()
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
