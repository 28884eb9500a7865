"""A hall and its headquarters, both real, on two disks, with a link that is stepped by hand.

Everything that decides is the product's own: use cases, journal, intake, store, bookings. Only the
link's pace and the network are replaced: messages lie in a list until somebody delivers them.
"""

import base64
import contextlib
import shutil
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from edgefakes import CountingIds, FakeClock, TestedHall, hall_on
from headquarters_of_tests import BOOKABLE, SECRET

from edge.api import shapes
from edge.domain import facts as f
from edge.domain.appointments import CheckIn
from edge.domain.chain import Row
from edge.domain.command import Command
from edge.domain.refusals import RefusedError
from edge.journal.store import JournalReader
from sync import topics
from sync.backoffice import commands_table
from sync.backoffice.bookings import Booked, Bookings, NotBookedError, Wanted
from sync.backoffice.intake import Intake
from sync.backoffice.signing import Signer
from sync.backoffice.sqlite_store import SqliteStore
from sync.batch import pack, row_json
from sync.broker import Message
from sync.envelope import (
    COMMAND_MAX_BYTES,
    Ack,
    BatchHeader,
    CommandMessage,
    Hello,
    Welcome,
    decode,
    encode,
)

HALL = "H-01"
BATCH = 4
DOOR = "door.open"


class Pair:
    """The two of them. `opened` counts how often the door was opened by which command."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.network: list[Message] = []
        self.opened: list[str] = []
        self.starts = 0
        self.sessions = 0
        self.appointments: list[Booked] = []
        self.tested: TestedHall
        self.link: Link
        (folder / "hall").mkdir()
        self.random = CountingIds().random_bytes
        self.open_headquarters()

    @property
    def now(self) -> int:
        return self.clock.at_ms

    # --- the hall ---

    async def start_hall(self) -> None:
        self.starts += 1
        self.clock.boot = f"boot-{self.starts}"
        ids = CountingIds(f"V{self.starts}-")
        self.tested = await hall_on(self.folder / "hall", self.clock, BOOKABLE, ids)
        self.tested.hall.inbox.does(DOOR, self._open_door)
        await self.tested.hall.tick()
        self.start_link()

    async def _open_door(self, command: Command) -> None:
        self.opened.append(command.command)

    def start_link(self) -> None:
        self.sessions += 1
        self.link = Link(self, f"S{self.sessions}")

    async def restart_hall(self, restored: bool = False) -> None:
        self.tested.committer.die()
        if restored:
            _restore(self.folder / "hall.bak", self.folder / "hall" / "journal.db")
        await self.start_hall()

    def back_up_hall(self) -> None:
        _back_up(self.folder / "hall" / "journal.db", self.folder / "hall.bak")

    def journal(self) -> list[f.Recorded]:
        return self.tested.facts()

    async def visit(self, shown: str) -> None:
        """Somebody shows a code, and takes the ticket that there is for it."""
        with contextlib.suppress(RefusedError):
            checked = self.tested.hall.appointments.check_in(shown, "ticket-1")
            if not checked.visit:
                await self._take_ticket(checked)

    async def _take_ticket(self, checked: CheckIn) -> None:
        recorder = self.tested.hall.recorder
        number = recorder.working.numbers.get(checked.service, 0) + 1
        visit = f"T{self.starts}-{number}"
        reserved = f.TicketReserved(
            visit, 1, checked.service, f"A{number:03}", number, 0, "none", 0
        )
        issued = f.TicketIssued(visit, 1, "none")
        await recorder.record(*checked.before, reserved, *checked.behind(visit), issued)

    # --- headquarters ---

    def open_headquarters(self) -> None:
        self.store = SqliteStore(self.database)
        self.bookings = Bookings(self.database, Signer(SECRET, self.random))
        self.intake = Intake(self.store, credit=2)

    @property
    def database(self) -> Path:
        return self.folder / "hq.db"

    def restart_headquarters(self, restored: bool = False) -> None:
        self.store.close()
        self.bookings.close()
        if restored:
            _restore(self.folder / "hq.bak", self.database)
        self.open_headquarters()
        self.network.extend(self.intake.resumption(self.now))

    def back_up_headquarters(self) -> None:
        _back_up(self.database, self.folder / "hq.bak")

    def book(self, service: str, due: int) -> None:
        wanted = Wanted(service, due, due + 1_800_000, person={"name": "李四"})
        with contextlib.suppress(NotBookedError):
            self.appointments.append(self.bookings.book(HALL, wanted, self.now))

    def cancel(self, appointment: str) -> None:
        with contextlib.suppress(NotBookedError):
            self.bookings.cancel(HALL, appointment, self.now)

    def order_door(self) -> None:
        """Order what must not be done twice, of the journal that headquarters knows."""
        ((_hall, epoch, _cursor),) = self.store.journals()
        name = f"D-{self.random(8).hex()}"
        expires = self.now + 6 * 3_600_000
        command = Command(HALL, name, DOOR, "at_most_once", epoch, self.now, expires, "{}")
        payload = Signer(SECRET, self.random).signed(command)
        with contextlib.closing(sqlite3.connect(self.database)) as connection, connection:
            commands_table.add(connection, command, name, payload)

    def offer(self) -> None:
        self.network.extend(self.intake.offers(self.now))

    def rows(self, question: str) -> list[Any]:
        with contextlib.closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(question).fetchall()

    # --- between them ---

    async def deliver(self, message: Message) -> None:
        if "/down/" in message.topic:
            await self.link.hear(message)
        else:
            self.network.extend(self.intake.take(message, self.now))

    async def in_turn(self, turns: int) -> None:
        """Let link, network and headquarters do what comes next, without mishaps."""
        for _turn in range(turns):
            await self.link.step()
            self.offer()
            while self.network:
                await self.deliver(self.network.pop(0))

    def close(self) -> None:
        self.tested.committer.die()
        self.store.close()
        self.bookings.close()


class Link:
    """A link in small: greets, compares, sends from where headquarters is, passes commands on."""

    def __init__(self, pair: Pair, session: str) -> None:
        self._pair = pair
        self._session = session
        self._greeting = 0
        self._upto = 0
        self._agreed = False

    @property
    def _hall(self) -> Any:
        return self._pair.tested.hall

    async def step(self) -> None:
        if not self._agreed:
            self._greet()
        else:
            self._send()

    def _say(self, what: str, payload: bytes) -> None:
        self._pair.network.append(Message(topics.up(HALL, what), payload))

    def _greet(self) -> None:
        self._greeting += 1
        with self._reading() as reader:
            *before, epoch = reader.epochs()
            last, head = self._hall.recorder.tip()
            hello = Hello(
                hall=HALL,
                session=self._session,
                greeting=self._greeting,
                epoch=epoch.epoch,
                first=epoch.first,
                base=epoch.base.hex(),
                lineage=[(each.first, each.base.hex()) for each in before],
                last=last,
                head=head.hex(),
                acked=self._hall.uplink.acked,
                key=self._hall.headquarters.public_key,
            )
        self._say("hello", encode(hello))

    def _send(self) -> None:
        with self._reading() as reader:
            rows = list(reader.rows(self._upto, BATCH))
        if not rows:
            return
        header = BatchHeader(
            hall=HALL,
            epoch=self._hall.recorder.committed.epoch,
            first=rows[0][0].seq,
            last=rows[-1][0].seq,
            n=len(rows),
            newest=self._hall.recorder.committed.seq,
        )
        self._say("facts", pack(header, [row_json(_wire(row, digest)) for row, digest in rows]))

    async def hear(self, message: Message) -> None:
        what = message.topic.rpartition("/")[2]
        if what == "welcome":
            await self._welcomed(decode(message.payload, Welcome))
        elif what == "ack":
            await self._acked(decode(message.payload, Ack))
        elif self._agreed:
            await self._pass_on(decode(message.payload, CommandMessage, COMMAND_MAX_BYTES))

    async def _welcomed(self, welcome: Welcome) -> None:
        committed = self._hall.recorder.committed
        mine = (welcome.session, welcome.greeting) == (self._session, self._greeting)
        if not mine or self._agreed or welcome.epoch != committed.epoch:
            return
        if welcome.upto > committed.seq:
            await self._hall.uplink.renew_epoch(committed.epoch, "restored")
        elif self._hash_at(welcome.upto) != bytes.fromhex(welcome.head):
            await self._hall.uplink.renew_epoch(committed.epoch, "diverged")
        else:
            self._agreed, self._upto = True, welcome.upto

    async def _acked(self, ack: Ack) -> None:
        if not self._agreed or ack.epoch != self._hall.recorder.committed.epoch:
            return
        if ack.refused is not None or ack.upto > self._hall.recorder.committed.seq:
            self._agreed = False
        elif ack.upto < self._upto:
            self._agreed = False  # an old word, or a headquarters restored from a backup
        else:
            self._upto = ack.upto
            head = bytes.fromhex(ack.head)
            await self._hall.uplink.acknowledge(ack.epoch, ack.upto, head, self._hash_at(ack.upto))
            await self._hall.inbox.proceed()

    async def _pass_on(self, message: CommandMessage) -> None:
        asked = shapes.NewCommand(**message.model_dump(exclude={"v"}))
        said = asked.model_dump(exclude={"sealed", "signature"})
        command = Command(**said, sealed=base64.b64decode(asked.sealed))
        with contextlib.suppress(RefusedError):
            await self._hall.inbox.take(command, base64.b64decode(asked.signature))

    def _hash_at(self, seq: int) -> bytes | None:
        with self._reading() as reader:
            return reader.hash_at(seq)

    @contextlib.contextmanager
    def _reading(self) -> Any:
        reader = JournalReader(self._pair.folder / "hall" / "journal.db")
        try:
            yield reader
        finally:
            reader.close()


def _wire(row: Row, digest: bytes) -> Sequence[object]:
    sealed = None if row.sealed is None else base64.b64encode(row.sealed).decode()
    return [*row[:8], sealed, digest.hex()]


def _back_up(path: Path, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    with (
        contextlib.closing(sqlite3.connect(path)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)


def _restore(copy: Path, path: Path) -> None:
    for part in ("-wal", "-shm"):
        Path(f"{path}{part}").unlink(missing_ok=True)
    shutil.copyfile(copy, path)
