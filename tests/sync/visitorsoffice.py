"""Headquarters that serves visitors' pages of one hall; the hall says what the test says."""

import asyncio
import contextlib
import tomllib
from collections.abc import AsyncIterator, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from realparts import free_port
from syncfakes import FakeHall, at_once, header_of, hello_of

from edge.domain.mobile import Described, Dimension, MobileRules, page_key, page_of, secret_of
from edge.listening import TcpAddress
from edge.mobile.limits import Limits
from edge.mobile.web import MobilePages
from sync.backoffice.reader import Reader
from sync.backoffice.signing import Signer
from sync.backoffice.sqlite_store import SqliteStore
from sync.backoffice.visitor_forms import VisitorForms
from sync.backoffice.visitor_pages import VisitorPages
from sync.backoffice.visitor_wishes import VisitorWishes
from sync.backoffice.web.app import create_app
from sync.backoffice.web.changes import Changes
from sync.backoffice.web.desk import Desk
from sync.backoffice.web.serving import serve
from sync.backoffice.web.visitors import Visitors
from sync.batch import HashedRow
from sync.envelope import Bye, CommandMessage, decode

FORMS = Path(__file__).parents[2] / "config" / "forms"
MINUTE_MS = 60_000
KEY = page_key(bytes(32))
DESCRIBED = Described(
    "城东供电营业厅",
    "East City Power Hall",
    {"bill": ("交电费", "Pay a bill", "A区", "Zone A")},
    {"1": ("1号窗口", "Counter 1", "大厅左侧", "on the left")},
    (Dimension("speed", "办理速度", "Speed"),),
    MobileRules(delay_min=10, delays_max=2, gone_after_min=30),
    tuple(
        tomllib.loads((FORMS / f"{name}.toml").read_text(encoding="utf-8"))
        for name in ("repair", "complaint", "consult")
    ),
)


class VisitorsOffice:
    """A database with one hall in it, and the pages of its visitors."""

    def __init__(self, folder: Path) -> None:
        path, drawn = folder / "hq.db", count(1)
        self.store = SqliteStore(path)
        self.reader, self.pages = Reader(path), VisitorPages(path)
        signer = Signer(bytes(range(32)), lambda size: next(drawn).to_bytes(size, "big"))
        self.wishes = VisitorWishes(path, signer)
        self.changes = Changes()
        self.asked = 0
        self.later_ms = 0
        self.heard = True
        self.forms = VisitorForms(path, signer)
        written = self.wishes, self.forms, at_once
        visitors = Visitors((self.pages, at_once), written, self.changes, self.now, self._count)
        self.mobile = MobilePages(visitors, self.now, lambda: f"tap-{next(drawn)}", Limits())
        desk = Desk(self.reader, at_once)
        self.app = create_app(desk, self.changes, [], self.mobile.routes())
        self.hall = FakeHall("H-01")
        self.store.greet(hello_of(self.hall), self.now())
        self.tell("HallDescribed", "H-01", text=DESCRIBED.text())

    def now(self) -> int:
        return (self.hall.rows[-1][0].at if self.hall.rows else 0) + self.later_ms

    def _count(self) -> None:
        self.asked += 1

    # --- what happens in the hall ---

    def tell(self, kind: str, subject: str, **body: object) -> None:
        """Have a fact happen in the hall, and headquarters hear of it."""
        seq = self.hall.happen(kind, subject, **body)
        rows = [HashedRow(*item) for item in self.hall.rows if item[0].seq >= seq]
        self.store.append(header_of(self.hall, seq, self.hall.last), rows, self.now())
        if self.heard:
            self.changes.tell(self.hall.hall)

    @contextlib.contextmanager
    def unheard(self) -> Iterator[None]:
        """Have telephones not be told what happens meanwhile."""
        self.heard = False
        yield
        self.heard = True

    def ticket(self, visit: str, number: int = 1, told: tuple[int, int] | None = None) -> str:
        """Have somebody take a ticket; return the path of their page."""
        secret = secret_of(KEY, visit)
        body: dict[str, Any] = {"leg": 1, "service": "bill", "ticket": f"A{number:03d}"}
        body |= {"number": number, "priority": 0, "delivery": "paper", "ahead": 0}
        self.tell("TicketReserved", visit, **body, page=page_of(secret))
        self.tell("TicketIssued", visit, leg=1, delivery="paper")
        if told:
            low, high = told
            said = {"low_s": low, "likely_s": low, "high_s": high, "where": "ticket", "model": ""}
            self.tell("EstimateTold", visit, leg=1, **said)
        return f"/m/{secret}"

    def call(self, visit: str) -> None:
        self.tell("TicketCalled", visit, leg=1, counter="1", staff="1001")

    def serve(self, visit: str) -> None:
        self.call(visit)
        self.tell("ServiceStarted", visit, leg=1, counter="1", staff="1001")
        self.tell("ServiceFinished", visit, leg=1, counter="1", staff="1001")

    def end(self, command: CommandMessage, result: str = "done", detail: str = "") -> None:
        """Have the hall say what became of a command."""
        said = {"wanted": command.kind, "result": result, "detail": detail}
        self.tell("CommandEnded", command.command, **said, expires=0, fingerprint="")

    def leave(self) -> None:
        """Have the hall's link say goodbye."""
        self.store.farewell(Bye(hall="H-01", session="S1"), self.now())
        self.changes.tell("H-01")

    # --- what headquarters asks of the hall ---

    def commands(self) -> list[CommandMessage]:
        """Return all that is on its way to the hall."""
        offered = self.store.offer(self.now() + 100 * MINUTE_MS)
        return [decode(each.payload, CommandMessage) for each in offered]

    def words(self) -> list[str]:
        rows = self.wishes._connection.execute("SELECT words FROM visitor_words")
        return [words for (words,) in rows]

    # --- serving ---

    @contextlib.asynccontextmanager
    async def open(self, trusted_proxies: Sequence[str] = ()) -> AsyncIterator[str]:
        """Serve the pages; gives the address."""
        listen = f"127.0.0.1:{free_port()}"
        serving = asyncio.ensure_future(
            serve(self.app, TcpAddress.parse(listen).bind(), trusted_proxies)
        )
        try:
            yield f"http://{listen}"
        finally:
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await serving

    def close(self) -> None:
        for each in (self.pages, self.wishes, self.forms, self.reader, self.store):
            each.close()
