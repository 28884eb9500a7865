"""The hall's ports, for tests: a clock that is set, ids that count, a disk that fails on demand."""

import asyncio
import dataclasses
import datetime as dt
import functools
from collections.abc import Callable, Collection, Coroutine, Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from drivers import virtualtime
from drivers.contract import AgeBand, DeviceError, IdentityCard, PaperSheet, PaperTicket
from edge.domain.facts import Moment, Recorded
from edge.domain.library import Blob
from edge.domain.plan import CounterPlan, Plan, PriorityGroup, Service, StaffMember
from edge.domain.rules import Rules
from edge.hall import Hall
from edge.hall.hall import HallPorts, HallSettings
from edge.hall.paper import HallNames, TicketConfig
from edge.journal.committer import open_stores, write
from edge.journal.keys import KeyStore
from edge.journal.rows import recorded_of
from edge.journal.store import JournalReader, JournalStore
from edge.ports import Batch, MadeT, ShelfError, StorageError

HALL_KEY = bytes(range(32))
CARD = IdentityCard("citizen", AgeBand.ADULT, "张三丰", "110101199001011234")
EPOCH = "EPOCH-1"

PLAN = Plan(
    services=(
        Service("payment", "交费", "Payment"),
        Service("bill", "交电费", "Pay a bill", "A", "payment", "A区", "Zone A"),
        Service("invoice", "开发票", "Invoice", "B", "payment", "A区", "Zone A"),
        Service("supply", "用电业务", "Supply", "C"),
    ),
    counters=(
        CounterPlan("1", "1号窗口", "Counter 1", ("payment",)),
        CounterPlan("2", "2号窗口", "Counter 2"),
        CounterPlan("3", "3号窗口", "Counter 3", ("supply",)),
    ),
    staff=(
        StaffMember("1001", "陈静", "hash of 2468"),
        StaffMember("1002", "李强", "hash of 1357"),
        StaffMember("1003", "王芳", "hash of 9876", services=("supply",)),
    ),
    priorities=(PriorityGroup("elderly", "老年人", "Elderly", 1),),
)


def in_virtual_time(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run an asynchronous test on a clock that jumps."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        virtualtime.run(test(*args, **kwargs))

    return run


class FakeClock:
    """Wall and monotonic time that stand still until they are moved, each by itself or both."""

    def __init__(
        self, local: str = "2026-03-02T08:30", timezone: str = "Asia/Shanghai", boot: str = "boot-1"
    ) -> None:
        self.zone = ZoneInfo(timezone)
        self.mono_ms = 1_000_000
        self.boot = boot
        self.trust = "synced"
        self.at_ms = 0
        self.set_local(local)

    def set_local(self, local: str) -> None:
        """Set the wall clock alone, to a time of day in the hall's zone."""
        self.set_utc(dt.datetime.fromisoformat(local).replace(tzinfo=self.zone))

    def set_utc(self, when: dt.datetime) -> None:
        """Set the wall clock alone."""
        self.at_ms = int(when.timestamp() * 1000)

    def pass_s(self, seconds: float) -> None:
        """Let time pass, on both clocks."""
        self.at_ms += int(seconds * 1000)
        self.mono_ms += int(seconds * 1000)

    def moment(self) -> Moment:
        return Moment(self.at_ms, self.mono_ms, self.boot, self.trust)

    def local(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self.moment().at / 1000, self.zone)


class LoopClock(FakeClock):
    """A clock that goes with the running loop, on top of what it was set to."""

    def moment(self) -> Moment:
        passed_ms = int(asyncio.get_running_loop().time() * 1000)
        return Moment(self.at_ms + passed_ms, self.mono_ms + passed_ms, self.boot, self.trust)


class CountingIds:
    """Ids that count up, and bytes that never repeat."""

    def __init__(self, letter: str = "V") -> None:
        self._letter = letter
        self._count = 0

    def new_id(self) -> str:
        self._count += 1
        return f"{self._letter}{self._count:015d}"

    def random_bytes(self, count: int) -> bytes:
        self._count += 1
        return self._count.to_bytes(count, "big")


class FakePaper:
    """A printer: `outcome` is what it raises, and while `busy` is set it does not end.

    `asked` counts the tickets handed to it, whatever became of them.
    """

    def __init__(self) -> None:
        self.printer = "printer-1"
        self.outcome: DeviceError | Exception | None = None
        self.busy: asyncio.Event | None = None
        self.printed: list[PaperTicket] = []
        self.sheets: list[PaperSheet] = []
        self.asked = 0

    async def print_ticket(self, paper: PaperTicket) -> None:
        self.asked += 1
        if self.busy is not None:
            await self.busy.wait()
        if self.outcome is not None:
            raise self.outcome
        self.printed.append(paper)

    async def print_sheet(self, sheet: PaperSheet) -> None:
        if self.outcome is not None:
            raise self.outcome
        self.sheets.append(sheet)


class FakePins:
    """PINs whose hash is `hash of …`; `checked` counts how often somebody tried."""

    nobodys_hash = "nobody's"

    def __init__(self) -> None:
        self.checked = 0

    async def matches(self, pin_hash: str, pin: str) -> bool:
        self.checked += 1
        await asyncio.sleep(0)
        return pin_hash == f"hash of {pin}"


class InlineCommitter:
    """Journal and keys without a thread: what was submitted in one turn of the loop is one commit.

    While `refuses` is set, nothing is written and the disk stays away. With `forgets_to_say` the
    next commit is written and reported as failed. `hold` keeps commits back until `release`.
    """

    def __init__(self, state: Path, hall: str = "H-01") -> None:
        self.state = state
        self._hall = hall
        self._listeners: list[Callable[[Sequence[Recorded]], None]] = []
        self._failure_listeners: list[Callable[[StorageError], None]] = []
        self._pending: list[tuple[Batch, asyncio.Future[None]]] = []
        self._broken = False
        self._held = False
        self.refuses = False
        self.forgets_to_say = False
        self.commits = 0
        self._open()

    def _open(self) -> None:
        self.journal, self.keys = open_stores(
            lambda: (
                JournalStore(self.state / "journal.db", self._hall, EPOCH),
                KeyStore(self.state / "keys.db"),
            )
        )

    def load(self) -> Sequence[Recorded]:
        return self.journal.since_day_opened()

    def has_room(self) -> bool:
        return True

    def tip(self) -> tuple[int, bytes]:
        return self.journal.tip

    def finders(self) -> Sequence[tuple[str, bytes]]:
        return self.keys.finders()

    async def wrapped_key(self, subject: str) -> bytes | None:
        return self.keys.wrapped(subject)

    async def recorded(self, seq: int) -> Recorded | None:
        return self.journal.recorded(seq)

    def on_commit(self, listener: Callable[[Sequence[Recorded]], None]) -> None:
        self._listeners.append(listener)

    def submit(self, batch: Batch) -> asyncio.Future[None]:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()
        self._pending.append((batch, done))
        if not self._held:
            loop.call_soon(self._commit)
        return done

    def hold(self) -> None:
        self._held = True

    def release(self) -> None:
        self._held = False
        self._commit()

    def _commit(self) -> None:
        group, self._pending = self._pending, []
        if not group or self._held:
            self._pending = group
            return
        error = self._write([batch for batch, _done in group])
        if error is None:
            facts = [new.recorded for batch, _done in group for new in batch.facts]
            for listener in self._listeners:
                listener(facts)
        else:
            for failed in self._failure_listeners:
                failed(error)
        for _batch, done in group:
            _settle(done, error)

    def _write(self, batches: list[Batch]) -> StorageError | None:
        if self._broken or self.refuses:
            self._broken = True
            return StorageError("the disk refuses")
        write(batches, self.journal, self.keys)
        self.commits += 1
        if self.forgets_to_say:
            self.forgets_to_say = False
            self._broken = True
            return StorageError("the disk does not say")
        return None

    def on_failure(self, listener: Callable[[StorageError], None]) -> None:
        self._failure_listeners.append(listener)

    async def recover(self, after: int) -> Sequence[Recorded] | None:
        while self._pending:
            await asyncio.sleep(0)
        if self.refuses:
            return None
        self.die()
        self._open()
        self._broken = False
        return self.journal.since_day_opened(after)

    async def close(self) -> None:
        self._commit()
        self.die()

    def die(self) -> None:
        """Let go of the files without a word."""
        self.journal.close()
        self.keys.close()


class NoShelf:
    """Where no documents of headquarters ever come."""

    async def sizes(self) -> dict[str, int]:
        return {}

    async def add(self, blob: Blob, offset: int, data: bytes) -> int:
        raise ShelfError("nothing is kept here")

    async def read(self, blob: Blob) -> bytes:
        raise ShelfError("nothing is kept here")

    async def work(self, make: Callable[[], MadeT]) -> MadeT:
        return make()

    async def keep(self, hashes: Collection[str]) -> None:
        return


def _settle(done: "asyncio.Future[None]", error: StorageError | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
        done.exception()


@dataclasses.dataclass
class TestedHall:
    """A hall on fake ports, and the ports."""

    hall: Hall
    clock: FakeClock
    committer: InlineCommitter
    paper: FakePaper
    pins: FakePins

    __test__ = False

    def facts(self) -> list[Recorded]:
        """Return everything that is durable, from the first fact on."""
        reader = JournalReader(self.committer.state / "journal.db")
        try:
            return [recorded_of(row) for row, _hash in reader.rows(0)]
        finally:
            reader.close()

    def kinds(self) -> list[str]:
        """Return the names of everything that is durable."""
        return [recorded.fact.kind for recorded in self.facts()]


SETTINGS = HallSettings(HallNames("H-01", "营业厅", "Hall"), PLAN, Rules(), TicketConfig())


async def hall_on(
    state: Path,
    clock: FakeClock | None = None,
    settings: HallSettings = SETTINGS,
    ids: CountingIds | None = None,
) -> TestedHall:
    """Start a hall on whatever lies in `state`."""
    committer = InlineCommitter(state)
    clock, paper, pins = clock or FakeClock(), FakePaper(), FakePins()
    ids = ids or CountingIds()
    ports = HallPorts(clock, ids, committer, paper, pins, HALL_KEY, NoShelf(), NoShelf())
    hall = Hall(settings, ports, committer.load())
    await hall.start(EPOCH)
    return TestedHall(hall, clock, committer, paper, pins)


async def restarted(tested: TestedHall, settings: HallSettings = SETTINGS) -> TestedHall:
    """Let the machine lose its power, and start the controller again on the same state."""
    tested.committer.die()
    tested.clock.boot += "+"
    tested.clock.mono_ms = 0
    ids = CountingIds(f"W{len(tested.clock.boot)}-")
    return await hall_on(tested.committer.state, tested.clock, settings, ids)
