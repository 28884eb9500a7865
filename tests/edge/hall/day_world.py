"""A hall that people ask many things at once, while its disk, printer, clock and power fail."""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from day_oracle import DayOracle
from edgefakes import (
    EPOCH,
    HALL_KEY,
    SETTINGS,
    CountingIds,
    FakeClock,
    FakePaper,
    FakePins,
    NoShelf,
)
from edgefakes import InlineCommitter as InlineDisk

from drivers.virtualtime import VirtualTimeLoop
from edge.domain.facts import Recorded
from edge.domain.refusals import RefusedError
from edge.hall import Hall
from edge.hall.hall import HallPorts
from edge.journal.rows import recorded_of
from edge.journal.store import JournalReader

_TURNS = 12
_LOOP_MAX_S = 5
_MEMORY = Path("/dev/shm")


class Disk(InlineDisk):
    """A disk that forgets what it was still holding when it dies."""

    def die(self) -> None:
        self._pending = []
        super().die()

    @property
    def held(self) -> bool:
        """Whether it holds back what it is given."""
        return self._held

    @property
    def idle(self) -> bool:
        """Whether nothing is on its way to the disk."""
        return not self._pending


@dataclass
class Ask:
    """What somebody has asked, on which day of the journal, and the use case under way."""

    name: str
    arguments: tuple[Any, ...]
    key: str
    days: int
    task: "asyncio.Task[Any]"

    def outcome(self) -> tuple[Any, str]:
        """Return the answer, or None and the code of the refusal."""
        try:
            return self.task.result(), ""
        except RefusedError as refusal:
            return None, refusal.code


class DayWorld:
    """The hall, its ports, whoever waits for an answer, and the oracle that reads the journal."""

    def __init__(self) -> None:
        folder = _MEMORY if _MEMORY.is_dir() else None
        self.folder = Path(tempfile.mkdtemp(dir=folder))
        self.loop = VirtualTimeLoop()
        self.clock = FakeClock()
        self.right_ms = self.clock.at_ms
        self.oracle = DayOracle()
        self.asks: list[Ask] = []
        self._boots = 0
        self.loop.run_until_complete(self._start())
        self._reader = JournalReader(self.folder / "journal.db")
        self.read_journal()

    async def _start(self) -> None:
        self._boots += 1
        self.disk, self.paper = Disk(self.folder), FakePaper()
        ids = CountingIds(f"B{self._boots}-")
        ports = HallPorts(
            self.clock, ids, self.disk, self.paper, FakePins(), HALL_KEY, NoShelf(), NoShelf()
        )
        self.hall = Hall(SETTINGS, ports, self.disk.load())
        await self.hall.start(EPOCH)

    def ask(
        self, name: str, arguments: tuple[Any, ...], asked: Coroutine[Any, Any, Any], key: str = ""
    ) -> None:
        """Ask for something; the answer may come now, later, or never."""
        task = self.loop.create_task(asked)
        self.asks.append(Ask(name, arguments, key, self.oracle.days, task))
        self.pass_s(0)

    def pass_s(self, seconds: float) -> None:
        """Let time pass, and everybody do what can be done."""
        self.clock.pass_s(seconds)
        self.right_ms += int(seconds * 1000)
        # Timers are all of seconds: a disk that refuses is asked again each second of them.
        self.loop.run_until_complete(_turns(min(seconds, _LOOP_MAX_S)))
        self.read_journal()

    def release_disk(self) -> None:
        """Let the disk do what was held back."""
        self.loop.call_soon(self.disk.release)
        self.pass_s(0)

    def release_printer(self) -> None:
        """Let the printer end what it was doing."""
        if self.paper.busy is not None:
            self.paper.busy.set()
            self.paper.busy = None
        self.pass_s(0)

    def set_clock(self, off_s: int, trust: str) -> None:
        """Set the wall clock so many seconds off the right time."""
        self.clock.at_ms = self.right_ms + off_s * 1000
        self.clock.trust = trust

    def read_journal(self) -> None:
        for row, _hash in self._reader.rows(self.oracle.seq):
            self.oracle.hear(row)

    def facts(self) -> list[Recorded]:
        """Return everything that is durable."""
        return [recorded_of(row) for row, _hash in self._reader.rows(0)]

    def ended(self) -> list[Ask]:
        """Return those who have their answer, and forget them."""
        ended = [ask for ask in self.asks if ask.task.done()]
        self.asks = [ask for ask in self.asks if not ask.task.done()]
        return ended

    def power_fails(self) -> None:
        """Cut the power; nobody gets an answer any more. Then start again."""
        self.disk.die()
        self.loop.run_until_complete(_cancel_all())
        self.asks = []
        self.clock.boot += "+"
        self.clock.mono_ms = 0
        self.loop.run_until_complete(self._start())
        self.read_journal()

    def quieten(self) -> None:
        """Let disk and printer work again, and whoever waits have their answer."""
        self.disk.refuses = self.disk.forgets_to_say = False
        self.release_disk()
        self.paper.printer, self.paper.outcome = "printer-1", None
        self.release_printer()
        self.pass_s(5)
        self.ask("tick", (), self.hall.tick())

    def close(self) -> None:
        self.disk.die()
        self.loop.run_until_complete(_cancel_all())
        self._reader.close()
        self.loop.close()
        shutil.rmtree(self.folder)


async def _turns(seconds: float) -> None:
    await asyncio.sleep(seconds)
    for _ in range(_TURNS):
        await asyncio.sleep(0)


async def _cancel_all() -> None:
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
