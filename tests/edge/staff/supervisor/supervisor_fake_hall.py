"""A hall that a test can look into, as a supervisor reaches it: real HTTP on a Unix socket."""

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import supervisor_halls as halls
import uvicorn
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from edge.api import shapes
from edge.domain.rights import Role, rights_of
from edge.reports.model import Report
from edge.reports.writers.json_text import report_as_json

PIN = "2468"
ROLES = {
    "1001": Role.CLERK,
    "2001": Role.RECEPTIONIST,
    "3001": Role.SUPERVISOR,
    "4001": Role.AUDITOR,
    "5001": Role.ENGINEER,
}
_COUNTER = shapes.CounterState(counter="1", state="open", staff="1001", seq=1)
_VISIT = shapes.Visit(
    visit="v",
    ticket="A001",
    state="waiting",
    service="pay-bill",
    counter="",
    grade=None,
    identified=False,
    seq=1,
    legs=[],
)
_FAULT = shapes.AcknowledgedFault.model_validate(halls.fault("printer-1", "printer").model_dump())

# What each command is answered with, by its path.
_ANSWERS: dict[str, BaseModel] = {
    r"/supervision/counters/\w+/(open|close|pause|resume)": _COUNTER,
    r"/supervision/counters/\w+/replan": shapes.Replanned(counter="1", services=[], replanned=True),
    r"/services/[\w-]+/(on|off)": shapes.ServiceSwitch(service="x", on=True, by="", reason=""),
    r"/doors/(open|close)": shapes.Doors(open=True, by="", reason=""),
    r"/notices": shapes.Notice(notice="N", text="t", text_english="", until=0, by=""),
    r"/notices/\w+/end": shapes.NoticeEnded(notice="N", seq=1),
    r"/messages(/\w+/read)?": shapes.MessageState(message="M", by="", to=[], at=0, read_by=[]),
    r"/help/[\w-]+/accept": halls.help_call("3", "help"),
    r"/help/[\w-]+/end": shapes.HelpEnded(place="3", seq=1),
    r"/alerts/[\w:-]+/accept": halls.alert("wait", "pay-bill", 1, 1),
    r"/faults/acknowledge": _FAULT,
    r"/visits/[\w-]+/(service|priority|cancel|reinstate)": _VISIT,
    r"/rules": shapes.Rules(text="", by="3001"),
}


@dataclass
class FakeHall:
    """One picture of a hall. `received` is every command: its path, key and body, in order.

    `refuse` answers the next commands with that code; `answering` holds commands back while
    cleared, `reading` the picture.
    """

    picture: shapes.Supervision = field(default_factory=halls.picture)
    tickets: list[shapes.InLine] = field(default_factory=halls.tickets)
    faults: list[shapes.Fault] = field(default_factory=list)
    messages: list[shapes.Message] = field(default_factory=list)
    mistakes: list[shapes.RulesMistake] = field(default_factory=list)
    knows_why: bool = True
    report: Report | None = field(default_factory=halls.report)
    refuse: list[str] = field(default_factory=list)
    received: list[tuple[str, str, Any]] = field(default_factory=list)
    sessions: set[str] = field(default_factory=set)
    answering: asyncio.Event = field(default_factory=asyncio.Event)
    looks: int = 0

    def __post_init__(self) -> None:
        self.answering.set()
        self._events: list[shapes.Event] = []
        self._news = asyncio.Condition()

    @property
    def effects(self) -> list[tuple[str, Any]]:
        """What was asked for, each key once."""
        once = {key: (path, body) for path, key, body in self.received}
        return list(once.values())

    async def happen(self, kind: str, **changes: Any) -> None:
        """Commit a fact that changes the picture."""
        async with self._news:
            seq = self.picture.seq + 1
            self.picture = self.picture.model_copy(update={"seq": seq, **changes})
            event = shapes.Event(seq=seq, kind=kind, at=halls.NOW_MS, subject="x", body={})
            self._events.append(event)
            self._news.notify_all()

    async def news(self, after: int) -> AsyncIterator[str]:
        """Yield the event stream from `after` on."""
        yield ": here\n\n"
        sent = 0
        while True:
            async with self._news:
                while len(self._events) <= sent:
                    await self._news.wait()
            event = self._events[sent]
            sent += 1
            if event.seq > after:
                yield f"id: {event.seq}\ndata: {json.dumps(event.model_dump())}\n\n"


class _Routes:
    def __init__(self, hall: FakeHall) -> None:
        self._hall = hall

    def app(self) -> Starlette:
        reads: dict[str, Callable[[], Any]] = {
            "/v1/supervision": self._picture,
            "/v1/health": halls.health,
            "/v1/services": lambda: [halls.service(place) for place in range(6)],
            "/v1/pauses": halls.pauses,
            "/v1/reasons": halls.reasons,
            "/v1/priorities": halls.groups,
            "/v1/devices": halls.devices,
            "/v1/faults": lambda: self._hall.faults,
            "/v1/messages": lambda: self._hall.messages,
            "/v1/queue": lambda: self._hall.tickets,
            "/v1/rules": lambda: shapes.Rules(text="# first come\n", by="configuration"),
        }
        return Starlette(
            routes=[
                Route("/v1/sessions", self.sign_in, methods=["POST"]),
                Route("/v1/sessions/current", self.sign_out, methods=["DELETE"]),
                Route("/v1/events", self.events),
                Route("/v1/rules/check", self.check, methods=["POST"]),
                Route("/v1/visits/{visit}/why", self.why),
                Route("/v1/reports/day", self.day_report),
                *(Route(path, self._reading(answer)) for path, answer in reads.items()),
                Route("/v1/{path:path}", self.command, methods=["POST"]),
            ]
        )

    def _picture(self) -> shapes.Supervision:
        self._hall.looks += 1
        return self._hall.picture

    def _reading(self, answer: Callable[[], Any]) -> Callable[[Request], Any]:
        async def read(request: Request) -> Response:
            if _staff(request) not in self._hall.sessions:
                return _refusal("session_required", 401)
            found = answer()
            listed = isinstance(found, list)
            return JSONResponse(
                [each.model_dump() for each in found] if listed else found.model_dump()
            )

        return read

    async def sign_in(self, request: Request) -> Response:
        asked = shapes.SignIn(**await request.json())
        role = ROLES.get(asked.staff)
        if role is None or asked.pin != PIN:
            return _refusal("sign_in_refused", 401)
        self._hall.sessions.add(asked.staff)
        session = shapes.Session(
            token=asked.staff,
            staff=asked.staff,
            name="刘伟",
            expires_at=0,
            role=role.value,
            rights=[right.value for right in rights_of(role)],
        )
        return JSONResponse(session.model_dump())

    async def sign_out(self, request: Request) -> Response:
        self._hall.sessions.discard(_staff(request))
        return Response(status_code=204)

    async def check(self, request: Request) -> Response:
        check = shapes.RulesCheck(mistakes=self._hall.mistakes)
        return JSONResponse(check.model_dump())

    async def why(self, request: Request) -> Response:
        if not self._hall.knows_why:
            return _refusal("not_found", 404)
        why = shapes.Why(
            visit="v-41", ticket="A041", counter="1", chinese="A041 先来", english="A041 was first"
        )
        return JSONResponse(why.model_dump())

    async def day_report(self, request: Request) -> Response:
        if self._hall.report is None:
            return _refusal("not_allowed", 403)
        return JSONResponse({"report": report_as_json(self._hall.report)})

    async def command(self, request: Request) -> Response:
        hall, path = self._hall, f"/{request.path_params['path']}"
        body = await request.body()
        key = request.headers["Idempotency-Key"]
        hall.received.append((path, key, json.loads(body) if body else None))
        await hall.answering.wait()
        if hall.refuse:
            return _refusal(hall.refuse.pop(0), 409)
        answer = next(each for known, each in _ANSWERS.items() if re.fullmatch(known, path))
        return JSONResponse(answer.model_dump())

    async def events(self, request: Request) -> Response:
        after = int(request.headers.get("Last-Event-ID", 0))
        return StreamingResponse(self._hall.news(after), media_type="text/event-stream")


def _staff(request: Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def _refusal(code: str, status: int) -> Response:
    error = {"error": {"code": code, "message": f"the hall says {code}"}}
    return JSONResponse(error, status_code=status)


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield  # the test run keeps its own Ctrl+C


@asynccontextmanager
async def served(hall: FakeHall, socket: Path) -> AsyncIterator[None]:
    """Serve `hall` at `socket`."""
    config = uvicorn.Config(
        _Routes(hall).app(), uds=str(socket), lifespan="off", log_level="error", ws="none"
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
