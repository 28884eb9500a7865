"""Listening and serving until told to stop."""

import asyncio
import socket

import uvicorn
from starlette.applications import Starlette

from edge.listening import QuietServer


async def serve(app: Starlette, listener: socket.socket) -> None:
    """Serve until cancelled, then end open streams and finish what is under way."""
    server = QuietServer(
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
