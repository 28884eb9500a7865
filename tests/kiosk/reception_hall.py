"""The hall as receptionists ask it, over real HTTP on a Unix socket, in the shapes of the real API.

Tests change its plain fields, and read what was asked of it.
"""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from kiosk_hall import served
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from edge.api import shapes

PIN = "2468"
RECEPTION = [
    "see_queue",
    "take_ticket",
    "group_ticket",
    "change_service",
    "cancel_ticket",
    "check_documents",
    "divert",
    "paper_roll",
    "message",
    "accept_help",
]
SERVICES = [
    shapes.Service(
        id="pay",
        parent=None,
        children=[],
        name="交电费",
        name_english="Pay a bill",
        prefix="A",
        zone="",
        zone_english="",
        waiting=0,
        search=["jdf"],
        documents=[shapes.Document(name="户号", name_english="Account number")],
    ),
    shapes.Service(
        id="connect",
        parent=None,
        children=[],
        name="新装用电",
        name_english="New connection",
        prefix="C",
        zone="",
        zone_english="",
        waiting=0,
        documents=[
            shapes.Document(name="身份证", name_english="Identity card"),
            shapes.Document(name="房产证明", name_english="Proof of ownership"),
        ],
    ),
]
ELDERLY = shapes.PriorityGroup(id="elderly", name="老年人", name_english="Elderly", level=1)


def in_line(visit: str, ticket: str, service: str = "pay", **more: object) -> shapes.InLine:
    """Return a ticket that waits, but for what `more` says."""
    line = {
        "visit": visit,
        "ticket": ticket,
        "service": service,
        "state": "waiting",
        "priority": 0,
        "segments": [],
        "since": 0,
        "due": 0,
        "ready": 0,
        "counter": "",
        "staff": "",
        "why": "",
        "parked": "",
        "remind_at": 0,
        "missing": [],
        "notes": 0,
        "then": [],
    }
    return shapes.InLine(**{**line, **more})


def help_call(place: str, **more: object) -> shapes.Help:
    """Return a call of a visitor that nobody has taken, but for what `more` says."""
    call = {"place": place, "urgency": "help", "by": "", "about": "", "at": 0, "accepted_by": ""}
    return shapes.Help(**{**call, **more})


@dataclass(frozen=True)
class Asked:
    """Something that was asked of the hall, by whom, and with which key."""

    path: str
    body: dict
    key: str
    staff: str


@dataclass
class ReceptionHall:
    """State in plain fields; `happens` tells the event streams of a fact."""

    rights: dict[str, list[str]] = field(default_factory=lambda: {"2001": list(RECEPTION)})
    queue: list[shapes.InLine] = field(default_factory=list)
    help: list[shapes.Help] = field(default_factory=list)
    messages: list[shapes.Message] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    done: dict[str, dict] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    signed_out: list[str] = field(default_factory=list)
    refuse: tuple[str, int, dict] | None = None
    slip: int = 7
    seq: int = 1
    away: bool = False
    streams: set[asyncio.Queue] = field(default_factory=set)

    def happens(self, kind: str, subject: str = "x") -> None:
        self.seq += 1
        event = shapes.Event(seq=self.seq, kind=kind, at=0, subject=subject, body={})
        for stream in self.streams:
            stream.put_nowait(event)

    def goes_away(self) -> None:
        self.away = True
        for stream in self.streams:
            stream.put_nowait(None)

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    # --- what it does ---

    def do(self, path: str, body: dict) -> dict:
        match path.strip("/").split("/")[1:]:
            case ["reception", "tickets"]:
                return self._ticket(body)
            case ["reception", "diversions"]:
                self._leave(body.get("visit", ""))
                return {"to": body["to"], "seq": self.seq}
            case ["reception", "roll"]:
                tickets = [f"A{number:03}" for number in range(self.slip, body["upto"] + 1)]
                self.slip = max(self.slip, body["upto"] + 1)
                return {"service": body["service"], "tickets": tickets, "seq": self.seq}
            case ["visits", visit, "cancel"]:
                return self._visit(self._leave(visit))
            case ["visits", visit, _]:
                return self._visit(self._line(visit))
            case ["help", place, "accept"]:
                self.help = [help_call(place, accepted_by="2001")]
                return self.help[0].model_dump()
            case ["help", place, "end"]:
                self.help = []
                return {"place": place, "seq": self.seq}
            case ["messages", *_]:
                return {"message": "m", "by": "2001", "to": [], "at": 0, "read_by": []}
        raise AssertionError(path)

    def _ticket(self, body: dict) -> dict:
        number = f"A{len(self.queue) + 1:03}"
        line = in_line(f"V{number}", number, body["services"][0])
        self.queue.append(line)
        return shapes.Ticket(
            visit=line.visit,
            ticket=number,
            ahead=2,
            seq=self.seq,
            service=line.service,
            delivery=body["delivery"],
            qr="https://hall.example/t/7QK2M4XA",
        ).model_dump()

    def _line(self, visit: str) -> shapes.InLine:
        return next(line for line in self.queue if line.visit == visit)

    def _leave(self, visit: str) -> shapes.InLine | None:
        left = next((line for line in self.queue if line.visit == visit), None)
        self.queue = [line for line in self.queue if line.visit != visit]
        return left

    def _visit(self, line: shapes.InLine | None) -> dict:
        assert line is not None
        return shapes.Visit(
            visit=line.visit,
            ticket=line.ticket,
            state="waiting",
            service=line.service,
            counter="",
            grade=None,
            identified=False,
            seq=self.seq,
            legs=[],
        ).model_dump()


def _refused(code: str, status: int, **details: object) -> JSONResponse:
    detail = shapes.ErrorDetail(code=code, message=code, details=details)
    return JSONResponse(shapes.ErrorAnswer(error=detail).model_dump(), status)


def application(hall: ReceptionHall) -> Starlette:
    async def sign_in(request: Request) -> Response:
        body = await request.json()
        if hall.refuse is not None:
            return _refused(hall.refuse[0], hall.refuse[1], **hall.refuse[2])
        if body["pin"] != PIN or body["staff"] not in hall.rights:
            return _refused("sign_in_refused", 401)
        token = f"token-{len(hall.sessions)}"
        hall.sessions[token] = body["staff"]
        session = shapes.Session(
            token=token,
            staff=body["staff"],
            name="周婷",
            expires_at=0,
            role="receptionist",
            rights=hall.rights[body["staff"]],
        )
        return JSONResponse(session.model_dump(), 201)

    async def sign_out(request: Request) -> Response:
        hall.signed_out.append(hall.sessions.pop(_token(request)))
        return Response(status_code=204)

    async def look(request: Request) -> Response:
        if hall.away:
            return _refused("out_of_service", 503)
        if request.url.path == "/v1/board":
            board = shapes.Board(seq=hall.seq, hall="", hall_english="", calls=[], waiting=[])
            return JSONResponse(board.model_dump())
        if _token(request) not in hall.sessions:
            return _refused("session_required", 401)
        slip = shapes.NextSlip(service="pay", number=hall.slip, ticket=f"A{hall.slip:03}")
        shown: dict[str, list] = {
            "/v1/services": SERVICES,
            "/v1/priorities": [ELDERLY],
            "/v1/queue": hall.queue,
            "/v1/help": hall.help,
            "/v1/messages": hall.messages,
            "/v1/reception/roll": [slip],
        }
        return JSONResponse([each.model_dump() for each in shown[request.url.path]])

    async def do(request: Request) -> Response:
        key, path = request.headers["idempotency-key"], request.url.path
        staff = hall.sessions.get(_token(request), "")
        body = json.loads(await request.body() or "{}")
        hall.asked.append(Asked(path, body, key, staff))
        if not staff:
            return _refused("session_required", 401)
        if hall.refuse is not None:
            return _refused(hall.refuse[0], hall.refuse[1], **hall.refuse[2])
        if key not in hall.done:
            hall.done[key] = hall.do(path, body)
        if hall.away:  # it was done, and the answer is lost
            return _refused("internal_error", 500)
        return JSONResponse(hall.done[key])

    async def events(_request: Request) -> Response:
        return StreamingResponse(_events(hall), media_type="text/event-stream")

    looks = ["board", "services", "priorities", "queue", "help", "messages", "reception/roll"]
    return Starlette(
        routes=[
            Route("/v1/sessions", sign_in, methods=["POST"]),
            Route("/v1/sessions/current", sign_out, methods=["DELETE"]),
            Route("/v1/events", events),
            *(Route(f"/v1/{path}", look, methods=["GET"]) for path in looks),
            Route("/v1/{path:path}", do, methods=["POST"]),
        ]
    )


def _token(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")


async def _events(hall: ReceptionHall) -> AsyncIterator[str]:
    stream: asyncio.Queue = asyncio.Queue()
    hall.streams.add(stream)
    try:
        yield ": here\n\n"
        while event := await stream.get():
            yield f"id: {event.seq}\ndata: {json.dumps(event.model_dump())}\n\n"
    finally:
        hall.streams.discard(stream)


@contextlib.asynccontextmanager
async def reception_hall_at(path: Path, hall: ReceptionHall) -> AsyncIterator[None]:
    """Serve `hall` on a Unix socket at `path`."""
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    async with served(application(hall), listener):
        yield
