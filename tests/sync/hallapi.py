"""The sync part of the hall's API over real HTTP on a Unix socket, in front of a `FakeHall`."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from syncfakes import FakeHall

from edge.api import shapes
from edge.client import HallError


def hall_app(hall: FakeHall) -> Starlette:
    async def state(_request: Request) -> Response:
        return JSONResponse((await hall.sync_state()).model_dump())

    async def facts(request: Request) -> Response:
        after, limit = (int(request.query_params[name]) for name in ("after", "limit"))
        return JSONResponse((await hall.sync_facts(after, limit)).model_dump())

    async def acks(request: Request) -> Response:
        ack = shapes.SyncAck(**await request.json())
        return JSONResponse((await hall.acknowledge(ack)).model_dump())

    async def epochs(request: Request) -> Response:
        renewal = shapes.EpochRenewal(**await request.json())
        return JSONResponse((await hall.renew_epoch(renewal)).model_dump())

    async def commands(request: Request) -> Response:
        command = shapes.NewCommand(**await request.json())
        return JSONResponse((await hall.command(command)).model_dump())

    async def events(request: Request) -> Response:
        after = int(request.headers["last-event-id"])
        return StreamingResponse(_stream(hall, after), media_type="text/event-stream")

    routes = [
        Route("/v1/sync/state", state),
        Route("/v1/sync/facts", facts),
        Route("/v1/sync/acks", acks, methods=["POST"]),
        Route("/v1/sync/epochs", epochs, methods=["POST"]),
        Route("/v1/sync/commands", commands, methods=["POST"]),
        Route("/v1/events", events),
    ]
    return Starlette(routes=routes, exception_handlers={HallError: _refusal})


async def _stream(hall: FakeHall, after: int) -> AsyncIterator[str]:
    with contextlib.suppress(HallError):
        async for event in hall.events(after):
            yield f"data: {event.model_dump_json()}\n\n"


async def _refusal(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HallError)
    detail = {"code": error.code, "message": str(error), "where": "", "details": {}}
    return JSONResponse({"error": detail}, error.status or 503)


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def served(hall: FakeHall, path: Path) -> AsyncIterator[str]:
    """Serve the hall on the socket `path`; yields the address."""
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    bound.bind(str(path))
    config = uvicorn.Config(
        hall_app(hall),
        lifespan="off",
        log_config=None,
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    serving = asyncio.ensure_future(server.serve(sockets=[bound]))
    try:
        yield str(path)
    finally:
        server.should_exit = True
        hall.reachable = False
        await hall.tell()
        await serving
        path.unlink(missing_ok=True)
