"""A hall for tests of sync: a journal in memory with the calls of the hall's API."""

import asyncio
import base64
import json
import random
from collections.abc import AsyncIterator, Sequence

from edge.api import shapes
from edge.client import HallError, HallUnreachableError
from edge.domain.chain import Row, genesis, row_hash
from sync.backoffice.inbox import Beginning, Cursor, advanced, beginnings
from sync.backoffice.intake import Intake
from sync.backoffice.receiver import Receiver
from sync.backoffice.store import Issue, Offered, Store, StoreError
from sync.batch import HashedRow, row_json
from sync.broker import Connect, Message
from sync.envelope import BatchHeader, Bye, Fetch, Hello, LibraryMessage
from sync.pacing import Timing
from sync.topics import up

T0 = 1_790_000_000_000


class FakeHall:
    """A hall's journal; `reachable` may be switched, `copy` is its card read at that moment."""

    def __init__(self, hall: str = "H-01", epoch: str = "E1") -> None:
        self.hall = hall
        self.epoch = epoch
        self.boot = "boot-1"
        self.first = 1
        self.base = genesis(hall, epoch)
        self.lineage: list[tuple[int, str]] = []
        self.rows: list[tuple[Row, bytes]] = []
        self.acked = 0
        self.acks: list[shapes.SyncAck] = []
        self.renewals: list[shapes.EpochRenewal] = []
        self.commands: list[shapes.NewCommand] = []
        self.reachable = True
        self.reads = 0
        self.dice: random.Random | None = None  # with it, every call takes its time
        self._grown = asyncio.Condition()

    # --- what happens in the hall ---

    def happen(self, kind: str, subject: str, sealed: bytes | None = None, **body: object) -> int:
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        seq = self.last + 1
        at, mono = T0 + seq * 1000, seq * 1000
        row = Row(seq, kind, at, self.boot, mono, "synced", subject, text, sealed)
        self.rows.append((row, row_hash(self.head, row)))
        return seq

    async def tell(self) -> None:
        async with self._grown:
            self._grown.notify_all()

    def happen_many(self, count: int) -> None:
        """Whole visits, one after another, up to `count` facts."""
        while count > 0:
            count -= self._next_of_a_visit()

    def _next_of_a_visit(self) -> int:
        number, step = divmod(self.last, 5)
        visit = f"V{number}"
        kind, body = VISIT_STEPS[step]
        more = {"ticket": f"A{number % 1000:03}", "number": number} if step == 0 else {}
        self.happen(kind, visit, **(body | more))
        return 1

    def copy(self, boot: str = "boot-2") -> "FakeHall":
        other = FakeHall(self.hall, self.epoch)
        other.boot = boot
        other.first, other.base, other.rows = self.first, self.base, list(self.rows)
        other.lineage = list(self.lineage)
        other.acked = self.acked
        return other

    @property
    def last(self) -> int:
        return self.rows[-1][0].seq if self.rows else self.first - 1

    @property
    def head(self) -> bytes:
        return self.rows[-1][1] if self.rows else self.base

    # --- the calls of its API ---

    async def sync_state(self) -> shapes.SyncState:
        await self._answer()
        return shapes.SyncState(
            hall=self.hall,
            epoch=self.epoch,
            first=self.first,
            base=self.base.hex(),
            lineage=self.lineage,
            last=self.last,
            head=self.head.hex(),
            acked=self.acked,
        )

    async def sync_facts(self, after: int, limit: int) -> shapes.SyncFacts:
        await self._answer()
        self.reads += 1
        start = after - (self.rows[0][0].seq - 1 if self.rows else 0)
        chosen = self.rows[start : start + limit]
        return shapes.SyncFacts(epoch=self.epoch, facts=[wire_row(*item) for item in chosen])

    async def acknowledge(self, ack: shapes.SyncAck) -> shapes.SyncAcked:
        await self._answer()
        if ack.epoch != self.epoch:
            raise HallError("epoch_mismatch", "another epoch", status=409)
        if ack.upto > self.last:
            raise HallError("ahead_of_journal", "no such fact", status=409)
        if ack.head != self._hash_at(ack.upto).hex():
            raise HallError("chain_mismatch", "another chain", status=409)
        self.acks.append(ack)
        self.acked = max(self.acked, ack.upto)
        return shapes.SyncAcked(acked=self.acked)

    async def command(self, command: shapes.NewCommand) -> shapes.CommandTaken:
        await self._answer()
        self.commands.append(command)
        return shapes.CommandTaken(command=command.command, result="done")

    async def library(self, told: shapes.LibraryTold) -> shapes.LibraryWants:
        raise HallError("no_headquarters", "this hall has no key of headquarters", status=403)

    async def library_piece(self, piece: shapes.LibraryPiece) -> shapes.LibraryWants:
        raise HallError("no_headquarters", "this hall has no key of headquarters", status=403)

    async def renew_epoch(self, renewal: shapes.EpochRenewal) -> shapes.SyncState:
        await self._answer()
        self.renewals.append(renewal)
        # Facts that headquarters has not confirmed were told under the old epoch to nobody.
        self.lineage.append((self.first, self.base.hex()))
        self.base, self.first = self._hash_at(self.acked), self.acked + 1
        self.epoch = f"{self.epoch}x"
        self.happen("EpochRenewed", "hall", epoch=self.epoch, reason=renewal.reason)
        return await self.sync_state()

    async def events(self, after: int | None = None) -> AsyncIterator[shapes.Event]:
        self._require()
        seen = self.last if after is None else after
        while True:
            async with self._grown:
                while self.last <= seen and self.reachable:
                    await self._grown.wait()
            self._require()
            for row, _hash in [item for item in self.rows if item[0].seq > seen]:
                seen = row.seq
                yield shapes.Event(
                    seq=row.seq,
                    kind=row.kind,
                    at=row.at,
                    subject=row.subject,
                    body=json.loads(row.body),
                )

    def _hash_at(self, seq: int) -> bytes:
        if seq == self.first - 1:
            return self.base
        if seq == 0:
            return bytes.fromhex(self.lineage[0][1])
        return self.rows[seq - self.rows[0][0].seq][1]

    async def _answer(self) -> None:
        if self.dice is not None:
            await asyncio.sleep(self.dice.choice([0, 0, 0.01, 0.2]))
        self._require()

    def _require(self) -> None:
        if not self.reachable:
            raise HallUnreachableError("here", "switched off")


VISIT_STEPS: list[tuple[str, dict[str, object]]] = [
    (
        "TicketReserved",
        {
            "leg": 1,
            "service": "bills",
            "priority": 0,
            "delivery": "none",
            "ahead": 0,
            "request": "",
            "fingerprint": "",
        },
    ),
    ("TicketIssued", {"leg": 1, "delivery": "none", "reason": ""}),
    ("TicketCalled", {"leg": 1, "counter": "3", "staff": "1001"}),
    ("ServiceStarted", {"leg": 1, "counter": "3", "staff": "1001"}),
    ("ServiceFinished", {"leg": 1, "counter": "3", "staff": "1001"}),
]


def wire_row(row: Row, digest: bytes) -> list[object]:
    sealed = None if row.sealed is None else base64.b64encode(row.sealed).decode()
    return [*row[:8], sealed, digest.hex()]


def hello_of(hall: FakeHall, session: str = "S1", greeting: int = 1) -> Hello:
    return Hello(
        hall=hall.hall,
        session=session,
        greeting=greeting,
        epoch=hall.epoch,
        first=hall.first,
        base=hall.base.hex(),
        lineage=hall.lineage,
        last=hall.last,
        head=hall.head.hex(),
        acked=hall.acked,
        versions={"atrium": "test"},
    )


def header_of(hall: FakeHall, first: int, last: int) -> BatchHeader:
    return BatchHeader(
        hall=hall.hall,
        epoch=hall.epoch,
        first=first,
        last=last,
        n=last - first + 1,
        newest=hall.last,
    )


def rows_of(hall: FakeHall, first: int, last: int) -> list[bytes]:
    chosen = [item for item in hall.rows if first <= item[0].seq <= last]
    return [row_json(wire_row(*item)) for item in chosen]


def on(hall: FakeHall, what: str, payload: bytes) -> Message:
    return Message(up(hall.hall, what), payload)


class MemoryStore:
    """A `Store` in memory that can fail before it keeps anything."""

    def __init__(self) -> None:
        self.facts: dict[tuple[str, str], list[HashedRow]] = {}
        self.cursors: dict[tuple[str, str], Cursor] = {}
        self.issues: list[Issue] = []
        self.failing = False

    def greet(self, hello: Hello, at: int) -> Cursor:
        self._require()
        self.facts.setdefault((hello.hall, hello.epoch), [])
        return self.cursors.setdefault((hello.hall, hello.epoch), self._beginning(hello).cursor)

    def _beginning(self, hello: Hello) -> Beginning:
        held = {(item.row.seq, item.hash) for rows in self.facts.values() for item in rows}
        known = beginnings(hello)
        whole = [each for each in known if each.first == 1 or (each.first - 1, each.base) in held]
        return (whole or known)[0]

    def cursor(self, hall: str, epoch: str) -> Cursor | None:
        return self.cursors.get((hall, epoch))

    def append(self, header: BatchHeader, rows: Sequence[HashedRow], at: int) -> None:
        self._require()
        journal = (header.hall, header.epoch)
        self.facts[journal].extend(rows)
        self.cursors[journal] = advanced(self.cursors[journal], list(rows))

    def farewell(self, bye: Bye, at: int) -> None:
        self._require()

    def report(self, issue: Issue, at: int) -> None:
        self._require()
        self.issues.append(issue)

    def bury(self, topic: str, payload: bytes, reason: str, at: int) -> None:
        self._require()

    def offer(self, at: int) -> list[Offered]:
        return []

    def next_offer_at(self, at: int) -> int | None:
        return None

    def library(self, hall: str) -> LibraryMessage | None:
        return None

    def announce(self) -> list[LibraryMessage]:
        return []

    def piece(self, fetch: Fetch) -> bytes:
        return b""

    def journals(self) -> list[tuple[str, str, Cursor]]:
        return [(hall, epoch, cursor) for (hall, epoch), cursor in self.cursors.items()]

    def _require(self) -> None:
        if self.failing:
            raise StoreError("the disk is full")


class Headquarters:
    """The real receiver over a store, in memory unless given; may be switched off and on again."""

    def __init__(self, connect: Connect, credit: int = 4, store: Store | None = None) -> None:
        self.store = store or MemoryStore()
        self._connect = connect
        self._credit = credit
        self._task: asyncio.Task[None] | None = None

    def switch_on(self) -> None:
        self.receiver = Receiver(
            Intake(self.store, self._credit),
            self._connect,
            at_once,
            lambda: T0 + int(asyncio.get_running_loop().time() * 1000),
            lambda _hall: None,
        )
        self._task = asyncio.ensure_future(self.receiver.run(Timing(), lambda: 0.5))

    async def switch_off(self) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait([self._task])

    def holds(self, hall: FakeHall) -> list[tuple[Row, bytes]]:
        return [tuple(item) for item in self.store.facts.get((hall.hall, hall.epoch), [])]


async def at_once(work):
    return work()


def own_rows(hall: FakeHall) -> list[tuple[Row, bytes]]:
    return [item for item in hall.rows if item[0].seq >= hall.first]


async def until(holds, within_s: float = 300.0) -> None:
    """Let virtual time pass until something holds."""
    async with asyncio.timeout(within_s):
        while not holds():
            await asyncio.sleep(0.05)
