"""A morning in a hall, scripted, on the real stores; and what was promised at each moment of it.

Positions count the changes on the disk: what was acknowledged at position 120 must be there after
any power cut from the 120th change on.
"""

import asyncio
import random
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from edgefakes import (
    CARD,
    EPOCH,
    HALL_KEY,
    SETTINGS,
    CountingIds,
    FakeClock,
    FakePaper,
    FakePins,
    InlineCommitter,
    NoShelf,
)
from io_log import Change, IoLog
from sqlite_vfs import between

from drivers import virtualtime
from drivers.contract import DeviceError, Health
from edge.hall import Hall
from edge.hall.hall import HallPorts
from edge.hall.requests import Request
from edge.journal import store
from edge.ports import Batch, StorageError

# A checkpoint after this many pages instead of 1000, so that a short morning has dozens of them.
CHECKPOINT_PAGES = 24


@dataclass(frozen=True, slots=True)
class Mark:
    """What holds from `position` on: what is durable, may be durable, or is not there any more.

    `named`: the journal has its hall and its first epoch. `gone` are the visits of deleted keys.
    """

    position: int = 0
    acknowledged: int = 0
    begun: int = 0
    named: bool = False
    gone: frozenset[str] = frozenset()


@dataclass
class Promises:
    """What the hall was told, and when. `keys` are all that ever were, by visit."""

    marks: list[Mark] = field(default_factory=lambda: [Mark()])
    keys: dict[str, bytes] = field(default_factory=dict)

    def opens(self, position: int) -> None:
        """Note that the journal has been opened, or made."""
        self.marks.append(replace(self.marks[-1], position=position, named=True))

    def begins(self, position: int, upto: int, batches: Sequence[Batch]) -> None:
        """Note that a commit of facts up to `upto` begins."""
        self.marks.append(replace(self.marks[-1], position=position, begun=upto))
        self.keys.update(key for batch in batches for key in batch.keys)

    def acknowledges(self, position: int, upto: int, batches: Sequence[Batch]) -> None:
        """Note that the commit is durable, as whoever waits for it is told now."""
        gone = self.marks[-1].gone.union(*(batch.dropped_keys for batch in batches))
        self.marks.append(Mark(position, upto, upto, True, gone))


class NotingCommitter(InlineCommitter):
    """Commits as the hall's fake does, over the real stores, and notes what it promises."""

    def __init__(self, state: Path, log: IoLog, promises: Promises) -> None:
        self.log = log
        self.promises = promises
        super().__init__(state)
        promises.opens(len(log.changes))

    def _write(self, batches: list[Batch]) -> StorageError | None:
        upto = self.journal.tip[0] + sum(len(batch.facts) for batch in batches)
        self.promises.begins(len(self.log.changes), upto, batches)
        error = super()._write(batches)
        self.promises.acknowledges(len(self.log.changes), upto, batches)
        return error


class SeededIds(CountingIds):
    """Ids that count, and keys and nonces that are never the same."""

    def __init__(self, letter: str) -> None:
        super().__init__(letter)
        self._random = random.Random(letter)

    def random_bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)


@dataclass(frozen=True)
class Recording:
    """What the disk was given, what was promised, and what lay there in the end."""

    changes: Sequence[Change]
    promises: Promises
    facts: Sequence[tuple[Any, ...]]
    epochs: Sequence[tuple[Any, ...]]


@dataclass(frozen=True)
class Kind:
    """What is special about a morning. The store's pragmas are its own but for `pragmas`."""

    laps: int = 2
    pragmas: Mapping[str, str | int] = field(
        default_factory=lambda: {"wal_autocheckpoint": CHECKPOINT_PAGES}
    )
    lies: Callable[[], bool] = lambda: False
    committer: type[NotingCommitter] = NotingCommitter


def record(state: Path, kind: Kind) -> Recording:
    """Let a morning pass in `state`, and note everything."""
    log, promises = IoLog(kind.lies), Promises()
    script = Script(lambda: kind.committer(state, log, promises))
    with _pragmas(kind.pragmas), between(log):
        virtualtime.run(script.run(kind.laps))
    with closing(sqlite3.connect(state / "journal.db")) as connection:
        facts = connection.execute("SELECT * FROM facts ORDER BY seq").fetchall()
        epochs = connection.execute("SELECT * FROM epochs ORDER BY rowid").fetchall()
    return Recording(log.changes, promises, facts, epochs)


@contextmanager
def _pragmas(changed: Mapping[str, str | int]) -> Iterator[None]:
    before = dict(store.PRAGMAS)
    store.PRAGMAS.update(changed)
    try:
        yield
    finally:
        store.PRAGMAS.update(before)


class Script:
    """The morning: two clerks, people with and without documents, a restart, another day."""

    def __init__(self, committer: Callable[[], NotingCommitter]) -> None:
        self._make_committer = committer
        self._clock = FakeClock()
        self._starts = 0

    async def run(self, laps: int) -> None:
        await self._start()
        await self._open_counters()
        for lap in range(laps):
            await self._lap(lap)
        await self._renew_epoch()
        await self._restart()
        await self._lap(laps)
        await self._next_day()
        await self._lap(laps + 1)
        await self._hall.close()

    async def _start(self) -> None:
        self._starts += 1
        self._committer = self._make_committer()
        self._paper = FakePaper()
        ids = SeededIds(f"V{self._starts}-")
        ports = HallPorts(
            self._clock,
            ids,
            self._committer,
            self._paper,
            FakePins(),
            HALL_KEY,
            NoShelf(),
            NoShelf(),
        )
        self._hall = Hall(SETTINGS, ports, self._committer.load())
        await self._hall.start(EPOCH)

    async def _restart(self) -> None:
        self._committer.die()
        self._clock.boot += "+"
        self._clock.mono_ms = 0
        await self._start()

    async def _open_counters(self) -> None:
        await self._hall.counters.open("1", "1001")
        await self._hall.counters.open("2", "1002")

    # --- what happens again and again ---

    async def _lap(self, lap: int) -> None:
        await self._people_come()
        await self._somebody_leaves()
        await self._clerks_work()
        await self._devices_fail(lap)
        await self._link_confirms()
        self._clock.pass_s(240)
        await self._hall.tick()

    async def _people_come(self) -> None:
        visit = await self._hall.identity.identify("reader-1", CARD)
        request = self._request("issue")
        await self._hall.tickets.issue("bill", "elderly", "paper", visit, request)
        await self._hall.tickets.issue("bill", "elderly", "paper", visit, request)  # asked twice
        await asyncio.gather(
            self._hall.tickets.issue("invoice", delivery="screen"),
            self._hall.tickets.issue("bill", delivery="paper"),
            self._hall.identity.identify("reader-1", CARD),
        )
        self._paper.outcome = DeviceError("out of paper")
        await self._hall.tickets.issue("supply", delivery="paper")
        self._paper.outcome = None

    async def _somebody_leaves(self) -> None:
        visit = await self._hall.identity.identify("reader-2", CARD)
        await self._hall.identity.abandon(visit)

    async def _clerks_work(self) -> None:
        counters = self._hall.counters
        first, _second = await asyncio.gather(
            counters.next("1", "1001"), counters.next("2", "1002", self._request("next"))
        )
        await asyncio.gather(counters.start("1", "1001"), counters.recall("2", "1002"))
        await counters.no_show("2", "1002")
        await self._hall.ratings.rate(first.body["visit"], 5, "evaluator", "1")
        await counters.finish("1", "1001")

    async def _devices_fail(self, lap: int) -> None:
        health = Health.OFFLINE if lap % 2 == 0 else Health.ONLINE
        await self._hall.faults.note("strips", "1", health, "no answer")

    async def _link_confirms(self) -> None:
        seq, head = self._hall.recorder.tip()
        epoch = self._hall.recorder.committed.epoch
        await self._hall.uplink.acknowledge(epoch, seq, head, head)

    # --- what happens once ---

    async def _renew_epoch(self) -> None:
        await self._hall.uplink.renew_epoch(EPOCH, "restored")

    async def _next_day(self) -> None:
        self._clock.set_local("2026-03-03T08:30")
        await self._hall.tick()
        await self._open_counters()

    def _request(self, what: str) -> Request:
        return Request(f"{what}-{self._hall.recorder.working.seq}", "fingerprint")
