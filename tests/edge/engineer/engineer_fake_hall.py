"""A hall's devices as an engineer sees them, over real HTTP on a Unix socket."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from edge.api import shapes

NOW_MS = 1_750_000_000_000


def device(name: str, kind: str, protocol: str, **changes: object) -> shapes.Device:
    """Return a device that is well, with `changes`."""
    fields: dict[str, object] = {
        "id": name,
        "kind": kind,
        "protocol": protocol,
        "port": f"/dev/atrium/{name}",
        "place": "",
        "health": "online",
        "detail": "",
        "paper": "unknown",
        "since": NOW_MS - 3_600_000,
        "last_good": NOW_MS - 60_000,
        "losses": 0,
        "fallback": "type the number or go on without",
        "units": [],
    }
    return shapes.Device.model_validate(fields | changes)


def unit(name: str, health: str = "online", detail: str = "") -> dict[str, object]:
    """Return a unit on a device's line."""
    return {"unit": name, "health": health, "detail": detail, "since": NOW_MS}


def fault(name: str, of_unit: str = "", **changes: object) -> shapes.Fault:
    """Return an open fault of a strip that does not answer, with `changes`."""
    fields: dict[str, object] = {
        "device": name,
        "unit": of_unit,
        "kind": "led",
        "place": "",
        "health": "offline",
        "detail": "",
        "since": NOW_MS - 600_000,
        "count": 1,
        "last_seen": NOW_MS - 600_000,
        "acknowledged_by": "",
        "note": "",
        "hint": {"zh": "检查该条屏的电源和地址", "en": "Check this strip's power and address"},
    }
    return shapes.Fault.model_validate(fields | changes)


DEVICES = (
    device("reader-1", "reader", "sam", place="大厅入口"),
    device("printer-1", "printer", "escpos", paper="low", place="大厅入口"),
    device(
        "strips",
        "led",
        "onbon",
        losses=3,
        units=[unit("1"), unit("2", "offline", "no answer within 300 ms"), unit("3")],
    ),
    device(
        "callers",
        "caller",
        "ff68",
        port="socket://192.168.1.80:4001",
        health="noDevice",
        detail="connection refused",
        losses=12,
        fallback="the clerk's terminal; rating on the screen",
    ),
    device("panel", "led", "strip-xinrui", health="assumed"),
    device("voice", "voice", "clips", health="starting", last_good=0),
)


@dataclass
class FakeHall:
    """Devices, faults and one wire. `done` is what was asked of the hall, in order."""

    devices: list[shapes.Device] = field(default_factory=lambda: list(DEVICES))
    faults: list[shapes.Fault] = field(
        default_factory=lambda: [fault("strips", "2"), fault("callers", kind="caller")]
    )
    findings: list[tuple[bool, str]] = field(default_factory=lambda: [(True, "it answers")])
    frames: list[dict[str, Any]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    testing: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.testing.set()
        self._events: list[shapes.Event] = []
        self._news = asyncio.Condition()

    async def happen(self, kind: str, subject: str) -> None:
        """Commit a fact."""
        seq = len(self._events) + 1
        event = shapes.Event(seq=seq, kind=kind, at=NOW_MS, subject=subject, body={})
        async with self._news:
            self._events.append(event)
            self._news.notify_all()

    async def lose(self, name: str) -> None:
        """Lose a device."""
        lost = {"health": "offline", "detail": "silent", "losses": 1}
        self.devices = [
            each.model_copy(update=lost) if each.id == name else each for each in self.devices
        ]
        self.faults.append(fault(name))
        await self.happen("FaultOpened", name)

    async def send(self, *frames: dict[str, Any]) -> None:
        """Let something pass on the wire."""
        async with self._news:
            self.frames.extend(frames)
            self._news.notify_all()

    # --- the HTTP side ---

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/health", self._health),
                Route("/v1/devices", self._devices),
                Route("/v1/faults", self._faults),
                Route("/v1/faults/acknowledge", self._acknowledge, methods=["POST"]),
                Route("/v1/devices/{device}/test", self._test, methods=["POST"]),
                Route("/v1/devices/{device}/wire", self._wire),
                Route("/v1/events", self._follow),
            ]
        )

    async def _health(self, request: Request) -> Response:
        health = shapes.Health(
            status="degraded",
            hall="sunshine-road",
            name="阳光路营业厅",
            name_english="Sunshine Road hall",
            demo=False,
            day="2025-06-15",
            seq=len(self._events),
            storage="ok",
            faults=len(self.faults),
            uplink=shapes.Uplink(epoch="e", acked=0, pending=0),
        )
        return JSONResponse(health.model_dump())

    async def _devices(self, request: Request) -> Response:
        return JSONResponse([each.model_dump() for each in self.devices])

    async def _faults(self, request: Request) -> Response:
        return JSONResponse([each.model_dump() for each in self.faults])

    async def _acknowledge(self, request: Request) -> Response:
        asked = shapes.Acknowledgement(**await request.json())
        for place, each in enumerate(self.faults):
            if (each.device, each.unit) == (asked.device, asked.unit):
                known = {"acknowledged_by": asked.by, "note": asked.note}
                self.faults[place] = each.model_copy(update=known)
                self.done.append(f"acknowledge {asked.device} {asked.unit} {asked.note}")
                await self.happen("FaultAcknowledged", asked.device)
                return JSONResponse(self.faults[place].model_dump())
        return refused("unknown_fault", "no such fault is open")

    async def _test(self, request: Request) -> Response:
        name = request.path_params["device"]
        self.done.append(f"test {name}")
        await self.testing.wait()
        findings = [shapes.Finding(ok=ok, said=said) for ok, said in self.findings]
        ok = all(each.ok for each in findings)
        answer = shapes.SelfTest(device=name, ok=ok, findings=findings)
        return JSONResponse(answer.model_dump())

    async def _wire(self, request: Request) -> Response:
        name, raw = request.path_params["device"], "raw" in request.query_params
        if name == "voice":
            return refused("no_codec", "no codec reads clips")
        if raw and name == "panel":
            return refused("unknown_device", "no device 'panel' in this hall")
        self.done.append(f"{'record' if raw else 'watch'} {name}")
        return StreamingResponse(self._passed(), media_type="text/event-stream")

    async def _passed(self) -> AsyncIterator[str]:
        sent = 0
        yield ": listening\n\n"
        while True:
            async with self._news:
                while len(self.frames) <= sent:
                    await self._news.wait()
            yield f"data: {json.dumps(self.frames[sent])}\n\n"
            sent += 1

    async def _follow(self, request: Request) -> Response:
        after = int(request.headers.get("Last-Event-ID", 0))
        return StreamingResponse(self._told(after), media_type="text/event-stream")

    async def _told(self, after: int) -> AsyncIterator[str]:
        yield ": here\n\n"
        while True:
            async with self._news:
                while len(self._events) <= after:
                    await self._news.wait()
            yield f"data: {json.dumps(self._events[after].model_dump())}\n\n"
            after += 1


def refused(code: str, message: str) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=409)


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield  # the test run keeps its own Ctrl+C


@asynccontextmanager
async def served(hall: FakeHall, socket: Path) -> AsyncIterator[None]:
    """Serve `hall` at `socket`."""
    config = uvicorn.Config(
        hall.app(), uds=str(socket), lifespan="off", log_level="error", ws="none"
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve())
    await until(lambda: server.started)
    try:
        yield
    finally:
        server.should_exit = server.force_exit = True
        await running


async def until(condition: Callable[[], object], within_s: float = 60.0) -> None:
    """Let other tasks run until `condition` holds."""
    async with asyncio.timeout(within_s):
        while not condition():
            await asyncio.sleep(0)
