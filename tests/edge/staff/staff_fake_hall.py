"""A hall that a test can look into: the API's shapes, over real HTTP on a Unix socket."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from edge.api import shapes
from edge.staff.actions import RIGHTS

NOW_MS = 1_750_000_000_000
PINS = {"1003": "2468", "1007": "1357"}
NAMES = {"1003": "王芳", "1007": "李强"}
CLERKS_RIGHTS = sorted(frozenset(RIGHTS.values()) - {"call_chosen", "reveal"})
NAME, NUMBER = "张三丰", "110101199003077578"


def counter(name: str, **changes: object) -> shapes.Counter:
    """Return a closed counter of that number, with `changes`."""
    fields: dict[str, object] = {
        "id": name,
        "name": f"{name}号窗口",
        "name_english": f"Counter {name}",
        "state": "closed",
        "staff": "",
        "staff_name": "",
        "visit": "",
        "ticket": "",
        "service": "",
        "since": NOW_MS,
        "waiting": 0,
        "services": ["bills", "supply"],
        "degraded": [],
        "paused": "",
        "precalled": "",
    }
    return shapes.Counter(**(fields | changes))


def service(name: str, prefix: str, chinese: str, english: str, waiting: int) -> shapes.Service:
    """Return a service that can be chosen."""
    return shapes.Service(
        id=name,
        parent=None,
        children=[],
        name=chinese,
        name_english=english,
        prefix=prefix,
        zone="",
        zone_english="",
        waiting=waiting,
        expected_min=5,
    )


_REASONS = {
    "outcome": [("done", "办成", "Done"), ("refused", "不能办理", "Cannot be done")],
    "park": [
        ("documents", "材料不全", "Documents missing"),
        ("approval", "等审批", "Waits for approval"),
        ("form", "填表", "Fills in a form"),
    ],
    "transfer": [
        ("wrong_service", "取错号", "Took the wrong ticket"),
        ("specialist", "需专席办理", "Needs a specialist"),
    ],
    "no_show": [
        ("no_answer", "呼叫无人应答", "Nobody answered"),
        ("left", "客户已离开", "The visitor has left"),
    ],
}
GROUPS = (
    shapes.PriorityGroup(id="elderly", name="老年优先", name_english="Elderly", level=5),
    shapes.PriorityGroup(id="business", name="企业客户", name_english="Business", level=3),
)


def reasons(*uses: str) -> list[shapes.ReasonListed]:
    """Return what a small hall lists for `uses`."""
    return [
        shapes.ReasonListed.model_validate(
            {"use": use, "id": name, "name": chinese, "name_english": english}
        )
        for use in uses
        for name, chinese, english in _REASONS[use]
    ]


def in_line(ticket: str, **changes: object) -> shapes.InLine:
    """Return somebody who has waited for two minutes, with `changes`."""
    fields: dict[str, object] = {
        "visit": f"v-{ticket}",
        "ticket": ticket,
        "service": "bills" if ticket.startswith("A") else "supply",
        "state": "waiting",
        "priority": 0,
        "segments": [],
        "since": NOW_MS - 120_000,
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
    return shapes.InLine.model_validate(fields | changes)


def note(text: str | None, by_name: str = "李强", at: int = NOW_MS - 600_000) -> shapes.Note:
    """Return a note of ten minutes ago."""
    return shapes.Note(at=at, by="1007", by_name=by_name, text=text)


def visitor(visit: str, **changes: object) -> shapes.Visitor:
    """Return somebody who laid an identity card, with `changes`."""
    fields: dict[str, object] = {
        "visit": visit,
        "name": "张**",
        "document": "citizen",
        "age_band": "18_59",
        "known": True,
        "account": "",
        "checked": False,
        "notes": [],
    }
    return shapes.Visitor.model_validate(fields | changes)


def message(name: str, text: str, by: str = "1007") -> shapes.Message:
    """Return a message that nobody has read."""
    return shapes.Message(message=name, by=by, to=["1003"], at=NOW_MS, read_by=[], text=text)


def visit(name: str, ticket: str, at: str, grade: int | None, seq: int = 1) -> shapes.Visit:
    """Return a finished visit at counter `at`."""
    return shapes.Visit(
        visit=name,
        ticket=ticket,
        state="finished",
        service="bills",
        counter=at,
        grade=grade,
        identified=False,
        seq=seq,
        legs=[],
    )


def fault(device: str, unit: str = "", **changes: object) -> shapes.Fault:
    """Return an open fault of a strip that does not answer, with `changes`."""
    fields: dict[str, object] = {
        "device": device,
        "unit": unit,
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


@dataclass
class FakeHall:
    """Three counters, two services and a queue of tickets.

    `bodies` is what came with the commands, `effects` is what happened, in order; `received` every
    command with its idempotency key. `refuse` answers the next commands with that code. `answering`
    and `reading` hold back answers to commands and to reads while cleared.
    """

    queue: list[str] = field(default_factory=lambda: ["A012", "A013", "B004"])
    parked: list[str] = field(default_factory=list)
    messages: list[shapes.Message] = field(default_factory=list)
    rights: list[str] = field(default_factory=lambda: list(CLERKS_RIGHTS))
    bodies: list[dict[str, object]] = field(default_factory=list)
    counters: dict[str, shapes.Counter] = field(
        default_factory=lambda: {name: counter(name) for name in ("1", "2", "3")}
    )
    visits: list[shapes.Visit] = field(default_factory=list)
    effects: list[str] = field(default_factory=list)
    received: list[tuple[str, str]] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)
    uses: tuple[str, ...] = ("outcome", "park")
    refuse: list[str] = field(default_factory=list)
    faults: list[shapes.Fault] = field(default_factory=list)
    visitors: dict[str, shapes.Visitor] = field(default_factory=dict)
    helped: dict[str, shapes.Help] = field(default_factory=dict)
    sessions: set[str] = field(default_factory=set)
    answering: asyncio.Event = field(default_factory=asyncio.Event)
    reading: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.answering.set()
        self.reading.set()
        self._answers: dict[str, Response] = {}
        self._events: list[shapes.Event] = []
        self._news = asyncio.Condition()

    # --- hands in the hall ---

    async def happen(self, kind: str, subject: str, **body: object) -> None:
        """Commit a fact that nobody at this terminal caused."""
        seq = len(self._events) + 1
        event = shapes.Event(seq=seq, kind=kind, at=NOW_MS, subject=subject, body=body)
        async with self._news:
            self._events.append(event)
            self._news.notify_all()

    async def change(self, name: str, kind: str, **changes: object) -> None:
        """Change a counter as another hand would: a hard caller, a colleague, a lost device."""
        self.counters[name] = self.counters[name].model_copy(update=changes)
        await self.happen(kind, name)

    async def write_note(self, name: str, text: str) -> int:
        """Write a note about a visit; return how many there are."""
        known = self.visitors[name]
        self.visitors[name] = known.model_copy(update={"notes": [*known.notes, note(text)]})
        place = next(at for at, each in enumerate(self.visits) if each.visit == name)
        seq = {"seq": self.visits[place].seq + 1}
        self.visits[place] = self.visits[place].model_copy(update=seq)
        self.effects.append("note")
        await self.happen("VisitNoted", name, by="1003")
        return len(self.visitors[name].notes)

    async def accept_help(self, place: str, name: str) -> None:
        """Be on the way to `place`."""
        accepted = {"accepted_by": "2001", "accepted_by_name": name}
        self.helped[place] = self.helped[place].model_copy(update=accepted)
        await self.happen("HelpAccepted", place, by="2001")

    async def break_down(self, broken: shapes.Fault) -> None:
        """Open a fault."""
        self.faults.append(broken)
        await self.happen("FaultOpened", broken.device, unit=broken.unit)

    async def repair(self, device: str) -> None:
        """Close the faults of a device."""
        self.faults = [each for each in self.faults if each.device != device]
        await self.happen("FaultClosed", device, unit="")

    # --- commands ---

    async def acknowledge(self, asked: shapes.Acknowledgement, staff: str) -> Response:
        """Note that a clerk knows of a fault."""
        if self.refuse:
            return _refusal(self.refuse.pop(0))
        for place, each in enumerate(self.faults):
            if (each.device, each.unit) == (asked.device, asked.unit):
                known = {"acknowledged_by": staff, "note": asked.note}
                self.faults[place] = each.model_copy(update=known)
                told = ("acknowledge", asked.device, asked.unit, asked.note)
                self.effects.append(" ".join(filter(None, told)))
                await self.happen("FaultAcknowledged", asked.device, by=staff, note=asked.note)
                return JSONResponse(self.faults[place].model_dump())
        return _refusal("unknown_fault")

    async def act(self, name: str, verb: str, staff: str, body: dict[str, object]) -> Response:
        """Do what a clerk asks of a counter."""
        here = self.counters[name]
        if self.refuse:
            return _refusal(self.refuse.pop(0))
        if body.get("visit", here.visit) != here.visit and verb not in ("call", "resume-parked"):
            return _refusal("another_visit")
        if verb in ("next", "precall"):
            if verb == "next" and here.state != "open":
                return _refusal("counter_occupied")
            if not self.queue:
                return Response(status_code=204)
        self.bodies.append(body)
        changes = self._changes(here, verb, staff, body)
        ticket = str(changes.get("precalled") or changes.get("ticket") or here.ticket)
        self.effects.append(f"{verb} {ticket}".strip())
        await self.change(name, _FACTS[verb], **changes)
        return self._answer(name, verb, ticket)

    def _changes(
        self, here: shapes.Counter, verb: str, staff: str, body: dict[str, object]
    ) -> dict[str, object]:
        nobody = {"visit": "", "ticket": "", "service": ""}
        match verb:
            case "pause":
                return {"state": "paused", "paused": str(body["reason"])}
            case "resume":
                return {"state": "open", "paused": ""}
            case "precall":
                return {"precalled": self.queue[0]}
            case "call" | "resume-parked":
                ticket = str(body["visit"]).removeprefix("v-")
                for line in (self.queue, self.parked):
                    line[:] = [each for each in line if each != ticket]
                return self._called(ticket)
            case "walk-direct":
                return self._called("W001") | {"state": "serving"}
            case "park":
                self.parked.append(here.ticket)
                return {"state": "open", **nobody}
            case "open":
                return {"state": "open", "staff": staff, "staff_name": NAMES[staff]}
            case "close":
                return {"state": "closed", "staff": "", "staff_name": "", **nobody}
            case "next":
                return self._called(self.queue.pop(0)) | {"precalled": ""}
            case "recall":
                self.calls[here.ticket] += 1
                return {}
            case "start":
                return {"state": "serving"}
            case _:
                return {"state": "open", **nobody}

    def _called(self, ticket: str) -> dict[str, object]:
        self.calls[ticket] = 1
        return {
            "state": "called",
            "visit": f"v-{ticket}",
            "ticket": ticket,
            "service": "bills" if ticket.startswith("A") else "supply",
        }

    def _answer(self, name: str, verb: str, ticket: str) -> Response:
        now = self.counters[name]
        seq = len(self._events)
        if verb in ("open", "close", "pause", "resume"):
            state = shapes.CounterState(counter=name, state=now.state, staff=now.staff, seq=seq)
            return JSONResponse(state.model_dump())
        called = shapes.Called(visit=f"v-{ticket}", ticket=ticket, counter=name, seq=seq)
        return JSONResponse(called.model_dump())

    # --- reads ---

    def board(self) -> shapes.Board:
        """Return the main board."""
        calls = [
            shapes.BoardCall(
                visit=each.visit,
                ticket=each.ticket,
                counter=each.id,
                counter_name=each.name,
                counter_name_english=each.name_english,
                state=each.state,
                calls=self.calls.get(each.ticket, 1),
                at=NOW_MS,
                seq=1,
            )
            for each in self.counters.values()
            if each.visit
        ]
        return shapes.Board(
            seq=len(self._events),
            hall="阳光路营业厅",
            hall_english="Sunshine Road hall",
            calls=calls,
            waiting=[],
        )

    def services(self) -> list[shapes.Service]:
        """Return the services with their queues."""
        lengths = {
            prefix: sum(ticket.startswith(prefix) for ticket in self.queue) for prefix in "AB"
        }
        return [
            service("bills", "A", "电费缴纳", "Bill payment", lengths["A"]),
            service("supply", "B", "新装增容", "New supply", lengths["B"]),
        ]

    async def news(self, after: int) -> AsyncIterator[str]:
        """Yield the event stream from `after` on."""
        yield ": here\n\n"
        while True:
            async with self._news:
                while len(self._events) <= after:
                    await self._news.wait()
            event = self._events[after]
            after += 1
            yield f"id: {event.seq}\ndata: {json.dumps(event.model_dump())}\n\n"


_FACTS = {
    "open": "CounterOpened",
    "close": "CounterClosed",
    "next": "TicketCalled",
    "recall": "TicketRecalled",
    "start": "ServiceStarted",
    "finish": "ServiceFinished",
    "no-show": "TicketNoShow",
    "pause": "CounterPaused",
    "resume": "CounterResumed",
    "precall": "TicketPrecalled",
    "call": "TicketCalled",
    "resume-parked": "TicketCalled",
    "walk-direct": "ServiceStarted",
    "park": "TicketParked",
    "return": "TicketReturned",
    "transfer": "TicketTransferred",
}
PAUSES = (
    shapes.PauseReason(id="break", name="休息", name_english="Break", minutes_max=15),
    shapes.PauseReason(id="meal", name="用餐", name_english="Meal", minutes_max=60),
)
_STATUS = {
    "sign_in_refused": 401,
    "sign_in_locked": 429,
    "session_required": 401,
    "not_allowed": 403,
}


def _refusal(code: str) -> Response:
    error = {"error": {"code": code, "message": f"the hall says {code}"}}
    return JSONResponse(error, status_code=_STATUS.get(code, 409))


class _Routes:
    """The HTTP side: three things a handler, decode, ask the hall, encode."""

    def __init__(self, hall: FakeHall) -> None:
        self._hall = hall

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/health", self.health),
                Route("/v1/sessions", self.sign_in, methods=["POST"]),
                Route("/v1/sessions/current", self.sign_out, methods=["DELETE"]),
                Route("/v1/counters/{counter}/visitor", self.visitor),
                Route("/v1/counters/{counter}/{verb}", self.command, methods=["POST"]),
                Route("/v1/counters", self.counters),
                Route("/v1/services", self.services),
                Route("/v1/board", self.board),
                Route("/v1/queue", self.queue),
                Route("/v1/pauses", self.pauses),
                Route("/v1/reasons", self.reasons),
                Route("/v1/priorities", self.groups),
                Route("/v1/messages", self.messages),
                Route("/v1/messages/{message}/read", self.read, methods=["POST"]),
                Route("/v1/help", self.help_calls),
                Route("/v1/help", self.help, methods=["POST"]),
                Route("/v1/help/{place}/end", self.help_ended, methods=["POST"]),
                Route("/v1/visits", self.visits),
                Route("/v1/visits/{visit}", self.visit),
                Route("/v1/visits/{visit}/notes", self.note, methods=["POST"]),
                Route("/v1/visits/{visit}/reveal", self.reveal, methods=["POST"]),
                Route("/v1/faults", self.faults),
                Route("/v1/faults/acknowledge", self.acknowledge, methods=["POST"]),
                Route("/v1/events", self.events),
            ]
        )

    async def health(self, request: Request) -> Response:
        return _refusal("session_required")

    async def sign_in(self, request: Request) -> Response:
        asked = shapes.SignIn(**await request.json())
        if self._hall.refuse:
            return _refusal(self._hall.refuse.pop(0))
        if PINS.get(asked.staff) != asked.pin:
            return _refusal("sign_in_refused")
        self._hall.sessions.add(asked.staff)
        session = shapes.Session(
            token=asked.staff,
            staff=asked.staff,
            name=NAMES[asked.staff],
            expires_at=0,
            rights=self._hall.rights,
        )
        return JSONResponse(session.model_dump())

    async def sign_out(self, request: Request) -> Response:
        self._hall.sessions.discard(self._staff(request))
        return Response(status_code=204)

    async def command(self, request: Request) -> Response:
        hall = self._hall
        key = request.headers["Idempotency-Key"]
        name, verb = request.path_params["counter"], request.path_params["verb"]
        hall.received.append((verb, key))
        if self._staff(request) not in hall.sessions:
            return _refusal("session_required")
        if key not in hall._answers:
            body = json.loads(await request.body() or b"{}")
            hall._answers[key] = await hall.act(name, verb, self._staff(request), body)
        await hall.answering.wait()
        return hall._answers[key]

    async def counters(self, request: Request) -> Response:
        await self._hall.reading.wait()
        waiting = len(self._hall.queue)
        now = [
            each.model_copy(update={"waiting": waiting}) for each in self._hall.counters.values()
        ]
        return JSONResponse([each.model_dump() for each in now])

    async def services(self, request: Request) -> Response:
        return JSONResponse([each.model_dump() for each in self._hall.services()])

    async def board(self, request: Request) -> Response:
        return JSONResponse(self._hall.board().model_dump())

    async def queue(self, request: Request) -> Response:
        line = [in_line(ticket) for ticket in self._hall.queue]
        line += [in_line(each, state="parked", parked="form") for each in self._hall.parked]
        return JSONResponse([each.model_dump() for each in line])

    async def reasons(self, request: Request) -> Response:
        return JSONResponse([each.model_dump() for each in reasons(*self._hall.uses)])

    async def groups(self, request: Request) -> Response:
        return JSONResponse([each.model_dump() for each in GROUPS])

    async def pauses(self, request: Request) -> Response:
        return JSONResponse([each.model_dump() for each in PAUSES])

    async def messages(self, request: Request) -> Response:
        return JSONResponse([each.model_dump() for each in self._hall.messages])

    async def read(self, request: Request) -> Response:
        hall, name = self._hall, request.path_params["message"]
        (found,) = (each for each in hall.messages if each.message == name)
        found.read_by.append(self._staff(request))
        hall.effects.append(f"read {name}")
        await hall.happen("MessageRead", name, by=self._staff(request))
        return JSONResponse(found.model_dump())

    async def help_calls(self, request: Request) -> Response:
        return JSONResponse([each.model_dump() for each in self._hall.helped.values()])

    async def help(self, request: Request) -> Response:
        hall, asked = self._hall, await request.json()
        hall.effects.append(f"{asked['urgency']} {asked['place']}")
        told = {**asked, "by": "1003", "about": "", "at": NOW_MS, "accepted_by": ""}
        call = hall.helped[asked["place"]] = shapes.Help.model_validate(told)
        await hall.happen("HelpCalled", call.place, urgency=call.urgency, by="1003")
        return JSONResponse(call.model_dump(), status_code=201)

    async def help_ended(self, request: Request) -> Response:
        place = request.path_params["place"]
        self._hall.effects.append(f"end {place}")
        del self._hall.helped[place]
        await self._hall.happen("HelpEnded", place, by="1003")
        return JSONResponse({"place": place, "seq": 1})

    async def visits(self, request: Request) -> Response:
        return JSONResponse([each.model_dump() for each in self._hall.visits])

    async def visit(self, request: Request) -> Response:
        wanted = request.path_params["visit"]
        found = next((each for each in self._hall.visits if each.visit == wanted), None)
        return JSONResponse(found.model_dump()) if found else _refusal("unknown_visit")

    async def visitor(self, request: Request) -> Response:
        here = self._hall.counters[request.path_params["counter"]]
        found = self._hall.visitors.get(here.visit)
        return JSONResponse(found.model_dump()) if found else Response(status_code=204)

    async def note(self, request: Request) -> Response:
        visit, text = request.path_params["visit"], (await request.json())["text"]
        notes = await self._hall.write_note(visit, text)
        state = shapes.NoteState(visit=visit, notes=notes, seq=len(self._hall._events))
        return JSONResponse(state.model_dump(), status_code=201)

    async def reveal(self, request: Request) -> Response:
        hall, visit = self._hall, request.path_params["visit"]
        if hall.refuse:
            return _refusal(hall.refuse.pop(0))
        hall.effects.append(f"reveal {(await request.json())['reason']}")
        await hall.happen("IdentityRevealed", visit, by=self._staff(request))
        await hall.answering.wait()
        who = {"visit": visit, "document": "citizen", "name": NAME, "number": NUMBER}
        return JSONResponse(who)

    async def faults(self, request: Request) -> Response:
        return JSONResponse([each.model_dump() for each in self._hall.faults])

    async def acknowledge(self, request: Request) -> Response:
        hall, key = self._hall, request.headers["Idempotency-Key"]
        hall.received.append(("acknowledge", key))
        if self._staff(request) not in hall.sessions:
            return _refusal("session_required")
        asked = shapes.Acknowledgement(**await request.json())
        if key not in hall._answers:
            hall._answers[key] = await hall.acknowledge(asked, self._staff(request))
        await hall.answering.wait()
        return hall._answers[key]

    async def events(self, request: Request) -> Response:
        after = int(request.headers.get("Last-Event-ID", 0))
        return StreamingResponse(self._hall.news(after), media_type="text/event-stream")

    def _staff(self, request: Request) -> str:
        return request.headers.get("Authorization", "").removeprefix("Bearer ")


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


async def until(condition: Callable[[], object], within_s: float = 30.0) -> None:
    """Let other tasks run until `condition` holds."""
    async with asyncio.timeout(within_s):
        while not condition():
            await asyncio.sleep(0)
