"""A small hall behind the real API's shapes, over real HTTP on a Unix socket, for screens' tests.

Tests change its plain fields, and read what was asked of it.
"""

import asyncio
import contextlib
import hashlib
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from edge.api import shapes

SERVICES = [
    ("bills", None, "缴费与账单", "Payments and bills", "", "", ""),
    ("pay", "bills", "电费缴纳", "Pay a bill", "A", "A区", "Zone A"),
    ("invoice", "bills", "发票打印", "Invoices", "B", "A区", "Zone A"),
    ("connect", None, "新装用电", "New connection", "C", "B区", "Zone B"),
    ("move", None, "过户更名", "Change of name", "D", "B区", "Zone B"),
    ("meter", None, "电表与故障", "Meters and faults", "E", "C区", "Zone C"),
    ("advice", None, "用能咨询", "Energy advice", "F", "", ""),
]


def service(entry: tuple) -> shapes.Service:
    id_, parent, name, english, prefix, zone, zone_english = entry
    children = [other[0] for other in SERVICES if other[1] == id_]
    return shapes.Service(
        id=id_,
        parent=parent,
        children=children,
        name=name,
        name_english=english,
        prefix=prefix,
        zone=zone,
        zone_english=zone_english,
        waiting=0,
    )


def device(id_: str, kind: str, health: str = "online", paper: str = "") -> shapes.Device:
    return shapes.Device(
        id=id_,
        kind=kind,
        protocol="",
        port="",
        health=health,
        detail="",
        paper=paper,
        since=0,
        last_good=0,
        losses=0,
        fallback="",
        units=[],
    )


def counter(id_: str, **now: object) -> shapes.Counter:
    """Return an open counter at which nobody stands, but for what `now` says."""
    return shapes.Counter(
        **{
            "id": id_,
            "name": f"{id_}号窗口",
            "name_english": f"Counter {id_}",
            "state": "open",
            "staff": "1001",
            "staff_name": "陈静",
            "visit": "",
            "ticket": "",
            "service": "",
            "since": 0,
            "waiting": 0,
            "services": [],
            "degraded": [],
            **now,
        }
    )


def account(owed_fen: int) -> dict:
    """Return an account on which so much is to be paid."""
    hidden = {"key": "k", "account": "31****3456", "name": "张**", "address": "阳光路*号"}
    known = {"tariff": "home", "balance_fen": 0, "owed_fen": owed_fen, "locked": "", "stage": ""}
    return {**hidden, **known, "bills": [], "months": [], "made": 1}


def medium(id_: str, kind: str = "picture", **more: object) -> shapes.Medium:
    """Return a medium of a playlist, always on but for what `more` says."""
    suffix = {"picture": "png", "film": "webm", "text": ""}[kind]
    known = {
        "id": id_,
        "kind": kind,
        "document": f"media/{id_}.{suffix}" if suffix else "",
        "document_hash": "",
        "text": "",
        "text_english": "",
        "seconds": 10,
        "hours": [],
    }
    return shapes.Medium(**(known | more))


def hash_of(data: bytes | None) -> str:
    return hashlib.sha256(data).hexdigest() if data else ""


class FakeHall:
    """State in plain fields; `happens` commits a fact and tells the event streams."""

    def __init__(self) -> None:
        self.seq = 100
        self.waiting = {"pay": 3, "invoice": 0, "connect": 2, "move": 1, "meter": 0, "advice": 0}
        self.calls: list[shapes.BoardCall] = []
        self.devices = [device("reader-1", "reader"), device("printer-1", "printer", paper="full")]
        self.greetings: dict[str, shapes.Greeting] = {}
        self.delivery = ("paper", "")
        self.qr = "https://hall.example/t/7QK2M4XA"
        self.refuse = ""
        self.power = "mains"
        self.typed: list[dict] = []
        self.asked: list[tuple[str, dict]] = []
        self.abandoned: list[str] = []
        self.greeted: list[str] = []
        self.tickets: dict[str, shapes.Ticket] = {}
        self.gate = asyncio.Event()  # answers to new visits wait for it
        self.gate.set()
        self.history: list[shapes.Event] = []
        self.streams: set[asyncio.Queue[shapes.Event | None]] = set()
        self.was_asked = asyncio.Event()
        self.was_abandoned = asyncio.Event()
        self.away = False
        self.counters = {"1": counter("1"), "2": counter("2")}
        self.counter_looks = 0
        self.ratings: list[tuple[str, int]] = []
        self.was_rated = asyncio.Event()
        self.board_looks = 0
        self.documents: dict[str, list[shapes.Document]] = {}
        self.search: dict[str, list[str]] = {}
        self.offers: dict[str, shapes.ServiceNow] = {}
        self.offer_looks = 0
        self.notices: list[shapes.Notice] = []
        self.help: dict[str, shapes.Help] = {}
        self.help_stays: dict[str, str] = {}
        self.help_ends: list[str] = []
        self.help_calls: list[dict] = []
        self.helps = True
        self.check_ins: list[dict] = []
        self.appointments: dict[str, str] = {}  # code or visit -> service
        self.refuse_with: dict = {}
        self.wait: shapes.Wait | None = None
        self.playlist: list[shapes.Medium] = []
        self.files: dict[str, bytes] = {}
        self.document_looks = 0
        self.priorities = [
            shapes.PriorityGroup(id="elderly", name="老年人", name_english="Elderly", level=1),
            shapes.PriorityGroup(id="disabled", name="残障人士", name_english="Disabled", level=1),
            shapes.PriorityGroup(id="pregnant", name="孕妇", name_english="Pregnant", level=1),
            shapes.PriorityGroup(
                id="infant", name="带婴儿", name_english="With an infant", level=1
            ),
            shapes.PriorityGroup(id="service", name="现役军人", name_english="In service", level=1),
        ]
        self.owed: dict[str, int] = {}
        self.accounts_gate = asyncio.Event()
        self.accounts_gate.set()

    def happens(self, kind: str, subject: str, **body: object) -> None:
        self.seq += 1
        event = shapes.Event(seq=self.seq, kind=kind, at=0, subject=subject, body=body)
        self.history.append(event)
        for stream in self.streams:
            stream.put_nowait(event)

    def goes_away(self) -> None:
        """Break off every event stream and be out of service, until `away` is taken back."""
        self.away = True
        for stream in self.streams:
            stream.put_nowait(None)

    def identifies(
        self,
        visit: str,
        name: str,
        age_band: str = "18_59",
        document: str = "citizen",
        reader: str = "reader-1",
        appointment: shapes.Expected | None = None,
    ) -> None:
        self.greetings[visit] = shapes.Greeting(
            visit=visit,
            name=name,
            document=document,
            age_band=age_band,
            appointment=appointment,
        )
        self.happens("VisitIdentified", visit, reader=reader, document=document)

    def typed_in(self, visit: str, typed: dict) -> None:
        """Begin the visit of somebody who typed a number."""
        known = {"identity": "typed_number", "account": "typed_account", "phone": "typed_phone"}
        kind = typed.get("kind", "identity")
        band, echo = ("70_plus", "") if kind == "identity" else ("", f"**{typed['number'][-4:]}")
        self.identifies(visit, "", band, known[kind], reader=typed["screen"])
        self.greetings[visit] = self.greetings[visit].model_copy(update={"echo": echo})

    def tells(self, text: str, english: str = "", notice: str = "N1") -> None:
        """Have a supervisor tell everybody something."""
        self.notices.append(
            shapes.Notice(notice=notice, text=text, text_english=english, until=0, by="3001")
        )
        self.happens("NoticeShown", notice, text=text, text_english=english, until=0, by="3001")

    def tells_no_more(self, notice: str = "N1") -> None:
        self.notices = [known for known in self.notices if known.notice != notice]
        self.happens("NoticeEnded", notice, by="3001")

    def calls_help(self, place: str = "ticket-1", stay: str = "") -> None:
        """Have a call stand that some visitor made."""
        call = shapes.Help(place=place, urgency="help", by="", about="", at=0, accepted_by="")
        self.help[place], self.help_stays[place] = call, stay
        self.happens("HelpCalled", place, urgency="help", by="", about="")

    def accepts_help(self, place: str = "ticket-1") -> None:
        """Have somebody be on the way."""
        coming = {"accepted_by": "2001", "accepted_by_name": "李静"}
        self.help[place] = self.help[place].model_copy(update=coming)
        self.happens("HelpAccepted", place, by="2001")

    def ends_help(self, place: str = "ticket-1") -> None:
        self.help.pop(place, None)
        self.help_stays.pop(place, None)
        self.happens("HelpEnded", place, by="2001")

    def stands(self, service: str, closed: str = "", opens_at: str = "", **wait: object) -> None:
        """Have a service open with this wait, or closed, for whoever comes now."""
        told = shapes.Wait(**wait) if wait else None
        self.offers[service] = shapes.ServiceNow(
            service=service,
            waiting=self.waiting.get(service, 0),
            wait=told,
            closed=closed,
            opens_at=opens_at or None,
        )

    def runs_on(self, power: str) -> None:
        """Have the mains gone or back."""
        self.power = power
        self.happens("PowerChanged", "ups-1", on_battery=power != "mains", low=power == "low")

    def loses(self, id_: str, kind: str, again: bool = False) -> None:
        """Have a device lost, or found to be lost again."""
        others = [known for known in self.devices if known.id != id_]
        self.devices = [*others, device(id_, kind, health="offline")]
        fact = "FaultSeenAgain" if again else "FaultOpened"
        self.happens(fact, id_, unit="", health="offline", detail="")

    def calls_ticket(self, ticket: str, counter: int, state: str = "called") -> None:
        call = shapes.BoardCall(
            visit=f"V{ticket}",
            ticket=ticket,
            counter=f"c{counter}",
            counter_name=f"{counter}号窗口",
            counter_name_english=f"Counter {counter}",
            state=state,
            calls=1,
            at=0,
            seq=self.seq + 1,
        )
        others = [known for known in self.calls if known.counter != call.counter]
        self.calls = [call, *others]
        self.happens("TicketCalled", call.visit, leg=1, counter=call.counter, staff="1")

    def ends_service(self, visit: str, at: str = "1", window_s: float = 120.0) -> None:
        """Have the visitor of `visit` asked at counter `at` from now on."""
        left_ms = round(window_s * 1000)
        self.counters[at] = counter(at, to_rate=visit, to_rate_left_ms=left_ms)
        self.happens("ServiceFinished", visit, leg=1, counter=at, staff="1001")

    def starts_service(self, visit: str, at: str = "1") -> None:
        """Have the next visitor served: whoever was there before is asked no more."""
        self.counters[at] = counter(at, visit=visit, state="serving")
        self.happens("ServiceStarted", visit, leg=1, counter=at, staff="1001")

    def is_rated(self, visit: str, grade: int) -> None:
        """Record a grade, wherever it comes from."""
        self.ratings.append((visit, grade))
        for at, known in self.counters.items():
            if known.to_rate == visit:
                self.counters[at] = counter(at)
        self.happens("VisitRated", visit, grade=grade, source="screen", counter="")

    def plays(self, *media: shapes.Medium, **files: bytes) -> None:
        """Have headquarters send another playlist, with the files of its media."""
        self.files |= {f"media/{name.replace('_', '.')}": data for name, data in files.items()}
        self.playlist = [
            each.model_copy(update={"document_hash": hash_of(self.files.get(each.document))})
            for each in media
        ]
        self.happens("LibraryChanged", "library", revision=self.seq)

    def board(self) -> shapes.Board:
        names = {entry[0]: entry for entry in SERVICES}
        waiting = [
            shapes.BoardWaiting(
                service=id_, name=names[id_][2], name_english=names[id_][3], count=count
            )
            for id_, count in self.waiting.items()
        ]
        return shapes.Board(
            seq=self.seq,
            hall="滨江路营业厅",
            hall_english="Binjiang Road Hall",
            power=self.power,
            calls=self.calls,
            waiting=waiting,
            notices=self.notices,
        )

    def ticket_for(self, wanted: shapes.NewVisit) -> shapes.Ticket:
        prefix = next(entry[4] for entry in SERVICES if entry[0] == wanted.service)
        number = sum(made.service == wanted.service for made in self.tickets.values()) + 12
        delivery, reason = self.delivery
        return shapes.Ticket(
            visit=wanted.visit or f"V{len(self.tickets)}",
            ticket=f"{prefix}{number:03}",
            ahead=self.waiting[wanted.service],
            seq=self.seq,
            service=wanted.service,
            delivery=delivery,
            reason=reason,
            qr=self.qr if delivery != "paper" else "",
            wait=self.wait,
        )

    def services(self) -> list[dict]:
        known = [service(entry) for entry in SERVICES]
        return [
            each.model_copy(
                update={
                    "documents": self.documents.get(each.id, []),
                    "search": self.search.get(each.id, []),
                }
            ).model_dump()
            for each in known
        ]

    def checked_in(self, wanted: shapes.CheckIn) -> shapes.Ticket | None:
        """Return the ticket of an appointment: always the same one."""
        shown = wanted.code or wanted.visit or ""
        if shown not in self.appointments:
            return None
        if shown not in self.tickets:
            self.happens("TicketIssued", shown, leg=1, delivery="paper", reason="")
            asked = shapes.NewVisit(service=self.appointments[shown], visit=wanted.visit)
            self.tickets[shown] = self.ticket_for(asked)
        return self.tickets[shown]


def _refused(code: str, status: int = 409, **details: object) -> JSONResponse:
    error = shapes.ErrorAnswer(error=shapes.ErrorDetail(code=code, message=code, details=details))
    return JSONResponse(error.model_dump(), status)


def application(hall: FakeHall) -> Starlette:
    async def board(_request: Request) -> Response:
        hall.board_looks += 1
        if hall.away:
            return _refused("out_of_service", 503)
        return JSONResponse(hall.board().model_dump())

    async def services(_request: Request) -> Response:
        return JSONResponse(hall.services())

    async def services_now(_request: Request) -> Response:
        hall.offer_looks += 1
        return JSONResponse([known.model_dump() for known in hall.offers.values()])

    async def help_calls(_request: Request) -> Response:
        return JSONResponse([known.model_dump() for known in hall.help.values()])

    async def call_help(request: Request) -> Response:
        body = await request.json()
        hall.help_calls.append(body)
        if not hall.helps:
            return _refused("internal_error", 500)
        place, stay = body["place"], body.pop("stay")
        known = hall.help.get(place)
        coming = known.accepted_by if known else ""
        call = shapes.Help(**{"by": "", "at": 0, "accepted_by": coming, **body})
        if hall.help_stays.get(place) != stay:
            hall.help[place], hall.help_stays[place] = call, stay
            hall.happens("HelpCalled", place, urgency="help", by="", about=body["about"])
        return JSONResponse(call.model_dump(), 201)

    async def end_help(request: Request) -> Response:
        place = request.path_params["place"]
        stay = request.query_params.get("stay", "")
        hall.help_ends.append(stay)
        if place not in hall.help or stay not in ("", hall.help_stays[place]):
            return _refused("no_help_called", 404)
        hall.ends_help(place)
        return JSONResponse({"place": place, "seq": hall.seq})

    async def check_in(request: Request) -> Response:
        body = await request.json()
        hall.check_ins.append(body)
        await hall.gate.wait()
        if hall.refuse:
            return _refused(hall.refuse, **hall.refuse_with)
        ticket = hall.checked_in(shapes.CheckIn(**body))
        if ticket is None:
            return _refused("wrong_code" if body.get("code") else "unknown_appointment", 404)
        return JSONResponse(ticket.model_dump(), 201)

    async def priorities(_request: Request) -> Response:
        return JSONResponse([known.model_dump() for known in hall.priorities])

    async def accounts_of(request: Request) -> Response:
        await hall.accounts_gate.wait()
        visit = request.path_params["visit"]
        owed_fen = hall.owed.get(visit)
        if owed_fen is None:
            return _refused("no_customers", 503)
        accounts = [account(owed_fen)] if owed_fen else []
        return JSONResponse({"visit": visit, "accounts": accounts})

    async def devices(_request: Request) -> Response:
        return JSONResponse([known.model_dump() for known in hall.devices])

    async def new_visit(request: Request) -> Response:
        key = request.headers["idempotency-key"]
        body = await request.json()
        hall.asked.append((key, body))
        hall.was_asked.set()
        await hall.gate.wait()
        if hall.refuse:
            return _refused(hall.refuse, **hall.refuse_with)
        if key not in hall.tickets:
            hall.tickets[key] = hall.ticket_for(shapes.NewVisit(**body))
        return JSONResponse(hall.tickets[key].model_dump())

    async def identify(request: Request) -> Response:
        body = await request.json()
        hall.typed.append(body)
        await hall.gate.wait()
        if hall.refuse:
            return _refused(hall.refuse)
        visit = f"T{len(hall.typed)}"
        hall.typed_in(visit, body)
        return JSONResponse({"visit": visit}, 201)

    async def greeting(request: Request) -> Response:
        visit = request.path_params["visit"]
        hall.greeted.append(visit)
        known = hall.greetings.get(visit)
        return JSONResponse(known.model_dump()) if known else _refused("no_greeting", 404)

    async def abandon(request: Request) -> Response:
        visit = request.path_params["visit"]
        hall.abandoned.append(visit)
        hall.was_abandoned.set()
        return JSONResponse({"visit": visit, "seq": hall.seq})

    async def counters(_request: Request) -> Response:
        hall.counter_looks += 1
        return JSONResponse([known.model_dump() for known in hall.counters.values()])

    async def rating(request: Request) -> Response:
        visit, body = request.path_params["visit"], await request.json()
        hall.was_rated.set()
        await hall.gate.wait()
        if hall.refuse:
            return _refused(hall.refuse)
        earlier = dict(hall.ratings).get(visit)
        if earlier is None:
            hall.is_rated(visit, body["grade"])
        elif earlier != body["grade"]:
            return _refused("already_rated")
        return JSONResponse({"visit": visit, "grade": body["grade"], "seq": hall.seq})

    async def content(_request: Request) -> Response:
        known = shapes.Content(playlist=shapes.Playlist(media=hall.playlist))
        return JSONResponse(known.model_dump())

    async def document(request: Request) -> Response:
        hall.document_looks += 1
        data = hall.files.get(request.path_params["name"])
        return Response(data) if data else _refused("unknown_document", 404)

    async def events(request: Request) -> Response:
        after = int(request.headers["last-event-id"])
        return StreamingResponse(_events(hall, after), media_type="text/event-stream")

    return Starlette(
        routes=[
            Route("/v1/board", board),
            Route("/v1/services", services),
            Route("/v1/devices", devices),
            Route("/v1/priorities", priorities),
            Route("/v1/visits/{visit}/accounts", accounts_of),
            Route("/v1/services/now", services_now),
            Route("/v1/help", help_calls),
            Route("/v1/help", call_help, methods=["POST"]),
            Route("/v1/help/{place}/end", end_help, methods=["POST"]),
            Route("/v1/visits/check-in", check_in, methods=["POST"]),
            Route("/v1/visits", new_visit, methods=["POST"]),
            Route("/v1/visits/identify", identify, methods=["POST"]),
            Route("/v1/visits/{visit}/greeting", greeting),
            Route("/v1/visits/{visit}/abandon", abandon, methods=["POST"]),
            Route("/v1/counters", counters),
            Route("/v1/visits/{visit}/rating", rating, methods=["POST"]),
            Route("/v1/content", content),
            Route("/v1/content/documents/{name:path}", document),
            Route("/v1/events", events),
        ]
    )


async def _events(hall: FakeHall, after: int) -> AsyncIterator[str]:
    stream: asyncio.Queue[shapes.Event | None] = asyncio.Queue()
    hall.streams.add(stream)
    for event in hall.history:
        if event.seq > after:
            stream.put_nowait(event)
    try:
        yield ": here\n\n"
        while event := await stream.get():
            yield f"id: {event.seq}\ndata: {json.dumps(event.model_dump())}\n\n"
    finally:
        hall.streams.discard(stream)


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self):
        yield


@contextlib.asynccontextmanager
async def served(app: Starlette, listener: socket.socket) -> AsyncIterator[None]:
    """Serve `app` on `listener` in this event loop."""
    config = uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=0)
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0)
    try:
        yield
    finally:
        server.should_exit = True
        await task


@contextlib.asynccontextmanager
async def hall_at(path: Path, hall: FakeHall) -> AsyncIterator[FakeHall]:
    """Serve `hall` on a Unix socket at `path`; afterwards the hall is away."""
    listener = socket.socket(socket.AF_UNIX)
    path.unlink(missing_ok=True)
    listener.bind(str(path))
    async with served(application(hall), listener):
        yield hall
