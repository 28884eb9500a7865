"""Atrium itself: controller and link are killed, broker and back office are the centre."""

import asyncio
import contextlib
import importlib.metadata
import sqlite3
import sys
from pathlib import Path

from bench.headtohead.brokers import mosquitto_command, mosquitto_version
from bench.headtohead.processes import Processes, free_port, listens
from bench.headtohead.system import STRANGER, Description, NotAcknowledgedError
from edge.api import shapes
from edge.client import HallClient, HallError

_ATRIUM = (sys.executable, "-m", "edge")
_ARRIVED = (
    "SELECT subject FROM facts JOIN cursors USING (hall, epoch) "
    "WHERE kind = 'TicketIssued' ORDER BY journal, seq"
)
_CONFIG = """\
[hall]
id = "head-to-head"
name = "Head to head"
name_english = "Head to head"
[journal]
reserve_mb = 8
needed_mb = 4
[[services]]
id = "advice"
name = "Advice"
name_english = "Advice"
prefix = "A"
[[counters]]
id = "1"
name = "Counter 1"
name_english = "Counter 1"
[sync]
pause_max_s = 1.0
[sync.broker]
port = {broker}
[backoffice]
listen = "127.0.0.1:{pages}"
pause_max_s = 1.0
[backoffice.broker]
port = {broker}
"""
_DESCRIPTION = Description(
    "atrium",
    "Atrium",
    "defaults; the link tries again within 1 s (default 60 s)",
    "answer 201 of the controller's API to a new visit",
    "asked again after the restart with the same Idempotency-Key",
    "nothing: the answer follows the commit (SQLite, WAL, synchronous=FULL), and the journal is "
    "read until headquarters has confirmed its own commit",
)


class Atrium:
    """A hall whose facts are tickets. Headquarters' own database says what has arrived."""

    description = _DESCRIPTION

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._edge = Processes(folder)
        self._centre = Processes(folder)
        self._broker_port, self._pages_port = free_port(), free_port()
        self._hall: HallClient | None = None
        self._numbers: dict[str, int] = {}
        self._config = folder / "hall.toml"
        text = _CONFIG.format(broker=self._broker_port, pages=self._pages_port)
        self._config.write_text(text, encoding="utf-8")

    async def versions(self) -> dict[str, str]:
        version = importlib.metadata.version("atrium-hall")
        return {
            "Atrium": version,
            "SQLite": sqlite3.sqlite_version,
            "mosquitto": mosquitto_version(),
        }

    async def start(self) -> None:
        await self._let_go()
        state = self._folder / "hall"
        self._hall = HallClient(str(state / "sockets" / "staff.sock"))
        for service in ("edge", "sync"):
            self._edge.start(service, self._command(service, state))
        await self._edge.until(self._answers, "the controller")

    def _command(self, service: str, state: Path) -> list[str | Path]:
        return [*_ATRIUM, "run", service, "--config", self._config, "--state", state]

    async def _answers(self) -> bool:
        assert self._hall is not None
        try:
            await self._hall.health()
        except HallError:
            return False
        return True

    async def offer(self, number: int) -> None:
        assert self._hall is not None
        try:
            ticket = await self._hall.new_visit(shapes.NewVisit(service="advice"), f"fact-{number}")
        except HallError:
            raise NotAcknowledgedError from None
        self._numbers[ticket.visit] = number

    async def kill(self) -> None:
        await self._edge.end()

    async def _let_go(self) -> None:
        if self._hall is not None:
            await self._hall.close()

    async def connect_centre(self) -> None:
        settings = ["persistence false"]
        command = mosquitto_command(self._broker_port, self._folder / "broker", settings)
        self._centre.start("broker", command)
        self._centre.start("backoffice", self._command("backoffice", self._folder / "hq"))
        await self._centre.until(self._keeps, "the back office")

    async def _keeps(self) -> bool:
        # It listens before its database is made.
        try:
            self.arrived()
        except sqlite3.OperationalError:
            return False
        return await listens(self._pages_port)

    def arrived(self) -> list[int]:
        path = self._folder / "hq" / "backoffice.db"
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return [self._numbers.get(visit, STRANGER) for (visit,) in database.execute(_ARRIVED)]

    async def stop(self) -> None:
        await self._let_go()
        await asyncio.gather(self._edge.end(), self._centre.end())
