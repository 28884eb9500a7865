"""Durable tickets a second through the use case, against single inserts on the same disk."""

import asyncio
import time
from pathlib import Path

from bench.bare import commits_per_s
from bench.figure import Figure, Goal
from bench.run import Run, in_turns, median
from drivers.contract import PaperSheet, PaperTicket
from edge.hall import Hall
from edge.hall.hall import HallPorts
from edge.journal.committer import ThreadCommitter
from edge.journal.keys import KeyStore
from edge.journal.store import JournalStore
from edge.library.blobs import ThreadedShelf
from edge.paths import shipped_config
from edge.settings import EdgeSettings, load_settings
from edge.system.clock import SystemClock
from edge.system.ids import SystemIds
from edge.system.pins import ArgonPins

CALLERS = 64


class _NoPrinter:
    """A hall without paper: what is measured is the ticket, not the printer."""

    printer = ""

    async def print_ticket(self, paper: PaperTicket) -> None:
        raise AssertionError(paper.number)

    async def print_sheet(self, sheet: PaperSheet) -> None:
        raise AssertionError(sheet.heading)


def measure(run: Run) -> list[Figure]:
    """Measure tickets of 64 callers at once, in turns with bare commits."""
    settings = load_settings(shipped_config("demo.toml"))
    duration_s = 0.2 if run.quick else 2.0

    def ours() -> float:
        with run.fresh_folder() as folder:
            return asyncio.run(_tickets_per_s(settings, folder, duration_s))

    def bare() -> float:
        with run.fresh_folder() as folder:
            return commits_per_s(folder, duration_s)

    found, baseline = in_turns(run, "tickets of 64 callers", run.size(7, 1), ours, bare)
    return [
        Figure(
            "tickets",
            median(found),
            "tickets/s",
            median(baseline),
            f"durable tickets, use case with {CALLERS} callers",
            "single-insert commits, WAL FULL",
            Goal("≥", 1.0),
        )
    ]


async def _tickets_per_s(settings: EdgeSettings, folder: Path, duration_s: float) -> float:
    hall = await _hall_in(settings, folder)
    before = hall.recorder.committed.issued
    started = time.perf_counter()
    until = started + duration_s
    await asyncio.gather(*(_press(hall, until) for _ in range(CALLERS)))
    rate = (hall.recorder.committed.issued - before) / (time.perf_counter() - started)
    await hall.close()
    return rate


async def _hall_in(settings: EdgeSettings, folder: Path) -> Hall:
    ids = SystemIds()
    epoch = ids.new_id()
    committer = ThreadCommitter(
        lambda: (
            JournalStore(folder / "journal.db", settings.config.id, epoch),
            KeyStore(folder / "keys.db"),
        )
    )
    clock = SystemClock(settings.timezone)
    shelf, attachments = (ThreadedShelf(folder / name) for name in ("library", "attachments"))
    key = ids.random_bytes(32)
    ports = HallPorts(clock, ids, committer, _NoPrinter(), ArgonPins(), key, shelf, attachments)
    hall = Hall(settings.hall, ports, committer.load())
    await hall.start(epoch)
    return hall


async def _press(hall: Hall, until: float) -> None:
    while time.perf_counter() < until:
        await hall.tickets.issue("pay-bill")
