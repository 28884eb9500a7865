"""The baseline of the API: a bare Starlette handler that makes one durable insert per request.

`python -m bench.bare_server SOCKET DATABASE` serves it with the settings of the hall's own server.
"""

import asyncio
import sys
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bench.bare import insert_one, open_table
from edge.server import Listeners, bind_unix


def create_app(database: Path) -> Starlette:
    """Return an application that answers every post with the number of a new, durable row."""
    connection = open_table(database)

    async def insert(request: Request) -> JSONResponse:
        wish = await request.json()
        return JSONResponse({"row": insert_one(connection), "service": wish["service"]}, 201)

    async def health(_request: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    return Starlette(
        routes=[
            Route("/v1/visits", insert, methods=["POST"]),
            Route("/v1/health", health),
        ]
    )


def main() -> None:
    """Serve until killed."""
    address, database = map(Path, sys.argv[1:3])
    listeners = Listeners(create_app(database), [("kiosk", bind_unix(address))])
    asyncio.run(listeners.run())


if __name__ == "__main__":
    main()
