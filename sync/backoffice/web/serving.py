"""Listening and serving until told to stop."""

import asyncio
import socket
from collections.abc import Sequence

import uvicorn
from starlette.applications import Starlette

from edge.listening import QuietServer


async def serve(
    app: Starlette, listener: socket.socket, trusted_proxies: Sequence[str] = ()
) -> None:
    """Serve until cancelled, then end open streams and finish what is under way.

    `trusted_proxies` are believed when they say whom they ask for (`X-Forwarded-For`).
    """
    server = QuietServer(
        uvicorn.Config(
            app,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            ws="none",
            proxy_headers=bool(trusted_proxies),
            forwarded_allow_ips=list(trusted_proxies),
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
