"""Headquarters' pages over a database with two halls, for tests."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from realparts import free_port
from syncfakes import FakeHall, at_once, header_of, hello_of

from edge.listening import TcpAddress
from sync.backoffice.reader import Reader
from sync.backoffice.sqlite_store import SqliteStore
from sync.backoffice.web.app import create_app
from sync.backoffice.web.changes import Changes
from sync.backoffice.web.desk import Desk
from sync.backoffice.web.serving import serve
from sync.batch import HashedRow
from sync.envelope import Bye

NOW = 1_800_000_000_000


class Office:
    """A database of headquarters, and its application."""

    def __init__(self, folder: Path) -> None:
        self.store = SqliteStore(folder / "hq.db")
        self.reader = Reader(folder / "hq.db")
        self.changes = Changes()
        self.app = create_app(Desk(self.reader, at_once), self.changes, ["office.example"])
        self.hall = FakeHall("sunshine-road")
        self.store.greet(hello_of(self.hall), NOW)
        self.away = FakeHall("riverside")
        self.away.happen_many(4)
        self.store.greet(hello_of(self.away, session="gone"), NOW)
        self.store.farewell(Bye(hall="riverside", session="gone"), NOW)

    def receive(self, count: int) -> None:
        first = self.hall.last + 1
        self.hall.happen_many(count)
        self.receive_from(first)

    def receive_from(self, first: int) -> None:
        last = self.hall.last
        rows = [HashedRow(*item) for item in self.hall.rows[first - 1 : last]]
        self.store.append(header_of(self.hall, first, last), rows, NOW)
        self.changes.tell(self.hall.hall)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Serve the pages; yields the address."""
        listen = f"127.0.0.1:{free_port()}"
        serving = asyncio.ensure_future(serve(self.app, TcpAddress.parse(listen).bind()))
        try:
            yield f"http://{listen}"
        finally:
            serving.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await serving

    def close(self) -> None:
        self.store.close()
        self.reader.close()
