"""The disk refuses, at any call: the hall says so, loses nothing, and is back by itself."""

import asyncio
import contextlib
import gc
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from bad_disk import FAULTS, BadDisk, Fault, StallingDisk
from edgefakes import (
    CARD,
    EPOCH,
    HALL_KEY,
    SETTINGS,
    CountingIds,
    FakeClock,
    FakePaper,
    FakePins,
    NoShelf,
)
from sqlite_vfs import between

from edge.domain.facts import Recorded
from edge.domain.refusals import OutOfServiceError, RefusedError
from edge.hall import Hall, recorder
from edge.hall.hall import HallPorts
from edge.hall.recorder import fold
from edge.journal.committer import ThreadCommitter, open_stores
from edge.journal.feed import Feed
from edge.journal.keys import KeyStore
from edge.journal.rows import recorded_of
from edge.journal.store import JournalReader, JournalStore
from edge.journal.verify import verify
from edge.ports import StorageError


def opener(state: Path) -> tuple[JournalStore, KeyStore]:
    return JournalStore(state / "journal.db", "H-01", EPOCH), KeyStore(state / "keys.db")


@dataclass
class Running:
    """A hall on the real committer, and everything it has shown to the world."""

    hall: Hall
    shown: list[Recorded] = field(default_factory=list)
    refused: int = 0

    async def tries(self, *steps: Callable[[], Awaitable[object]]) -> None:
        """Do what people do, one after the other; what is refused is asked for no more."""
        for step in steps:
            try:
                await step()
            except OutOfServiceError:
                self.refused += 1
            except RefusedError:
                pass  # because of what was refused before

    async def is_back(self) -> None:
        """Return when facts can be recorded again."""
        if self.hall.recorder._recovering is not None:
            await self.hall.recorder._recovering


@contextlib.asynccontextmanager
async def running(state: Path) -> AsyncIterator[Running]:
    """Start a hall on `state`, and stop it."""
    committer = ThreadCommitter(lambda: opener(state))
    ports = HallPorts(
        FakeClock(),
        CountingIds(),
        committer,
        FakePaper(),
        FakePins(),
        HALL_KEY,
        NoShelf(),
        NoShelf(),
    )
    run = Running(Hall(SETTINGS, ports, committer.load()))
    run.hall.recorder.subscribe(run.shown.append)
    try:
        await run.hall.start(EPOCH)
        await run.hall.counters.open("1", "1001")
        yield run
    finally:
        await run.hall.close()


def steps_of(hall: Hall) -> list[Callable[[], Awaitable[object]]]:
    """Return what the script of a morning does."""

    async def leave() -> None:
        await hall.identity.abandon(await hall.identity.identify("reader-1", CARD))

    async def crowd() -> None:
        await asyncio.gather(*(hall.tickets.issue("bill") for _ in range(5)))

    return [
        leave,
        lambda: hall.tickets.issue("bill", delivery="paper"),
        crowd,
        lambda: hall.counters.next("1", "1001"),
        lambda: hall.counters.start("1", "1001"),
        lambda: hall.counters.finish("1", "1001"),
        leave,
    ]


@pytest.fixture
def recovers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "_RECOVERY_PAUSE_S", 0.0)


async def calls_of_the_script(folder: Path) -> int:
    """Return how many calls the script makes on a good disk."""
    disk = BadDisk(FAULTS["full"])
    with between(disk):
        async with running(folder) as run:
            begun = disk.calls
            await run.tries(*steps_of(run.hall))
            assert not run.refused
            return disk.calls - begun


@pytest.mark.usefixtures("recovers_at_once")
@pytest.mark.parametrize("lasting", [1, sys.maxsize], ids=["one call", "until mended"])
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_fault_at_any_call_is_survived_without_a_person(
    folder: Path, fault: Fault, lasting: int, release: bool
):
    (folder / "good").mkdir()
    calls = await calls_of_the_script(folder / "good")
    said = 0
    for at in range(0, calls, 1 if release else 3):
        state = folder / str(at)
        state.mkdir()
        said += await out_of_service_said(state, fault, at, lasting)
    assert said > 0


async def out_of_service_said(state: Path, fault: Fault, at: int, lasting: int) -> int:
    """Let the disk go bad at a call and be mended later; return how often the hall refused."""
    disk = BadDisk(fault)
    with between(disk):
        async with running(state) as run:
            disk.goes_bad_at(at, lasting)
            await run.tries(*steps_of(run.hall))
            assert run.hall.views.board()["seq"] == run.shown[-1].seq
            assert run.hall.recorder.in_service or run.refused
            disk.is_mended()
            await run.is_back()
            before = len(run.shown)
            await run.hall.tickets.issue("supply")
            assert len(run.shown) >= before + 2
    assert_nothing_lost(state, run)
    return run.refused


def assert_nothing_lost(state: Path, run: Running) -> None:
    journal, keys = open_stores(lambda: opener(state))
    try:
        reader = JournalReader(journal.path)
        assert verify(reader).whole
        durable = [recorded_of(row) for row, _hash in reader.rows(0)]
        reader.close()
        assert run.shown == durable
        assert fold(journal.since_day_opened()) == run.hall.recorder.committed
        assert sorted(keys.visits()) == sorted(journal.sealed_subjects())
    finally:
        journal.close()
        keys.close()


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
async def test_a_fault_at_the_start_is_told_and_the_next_start_is_whole(folder: Path, fault: Fault):
    at, refused = 0, True
    while refused:
        state = folder / str(at)
        state.mkdir()
        disk = BadDisk(fault)
        disk.goes_bad_at(at)
        with between(disk):
            try:
                await ThreadCommitter(lambda: opener(state)).close()  # noqa: B023
                refused = disk.refused > 0
            except StorageError as error:
                assert ".db: " in str(error) or "PRAGMA" in str(error)
            disk.is_mended()
            gc.collect()
            async with running(state) as run:
                assert run.hall.views.board()["seq"] == 2
        at += 5
    assert at > 50


# --- a sync that takes its time ---


async def test_a_sync_that_does_not_return_is_not_felt_by_anybody_else(
    folder: Path, figure: Callable[[str], None]
):
    """Ten seconds or ten minutes: the sync comes back when the test is through with the hall."""
    disk = StallingDisk()
    with between(disk):
        async with running(folder) as run:
            feed = Feed(folder / "journal.db", run.hall.recorder.committed.seq)
            disk.hold()
            first = asyncio.create_task(run.hall.tickets.issue("bill"))
            await asyncio.to_thread(disk.stalls.wait)
            second = asyncio.create_task(run.hall.tickets.issue("bill"))
            lags_s = await heartbeats(run, feed)
            assert not first.done()
            assert not second.done()
            disk.release()
            issued = await asyncio.gather(first, second)
            feed.close()
    assert [answer.body["ticket"] for answer in issued if answer.body] == ["A001", "A002"]
    figure(f"longest turn of the event loop while a sync stalls: {max(lags_s) * 1000:.1f} ms")
    assert sorted(lags_s)[len(lags_s) * 99 // 100] < 0.05
    assert_nothing_lost(folder, run)


async def heartbeats(run: Running, feed: Feed) -> list[float]:
    """Beat while the disk stalls, and ask what a hall is asked; return how long each turn took."""
    lags_s = []
    for beat in range(500):
        began = time.perf_counter()
        await asyncio.sleep(0)
        board = run.hall.views.board()
        assert board["waiting"][0]["count"] == 0, "nobody sees what is not durable"
        lags_s.append(time.perf_counter() - began)
        if beat % 100 == 0:
            assert len(await feed.rows(0, 10)) == 2
    return lags_s
