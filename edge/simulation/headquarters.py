"""Headquarters in the simulation: real intake, store and bookings; killed, restored, asked."""

import contextlib
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from edge.domain.letters import SECRET_BYTES
from edge.simulation.clock import MachineClock
from edge.simulation.failing import FailingDisk, FailingStore
from edge.simulation.ledger import Promise
from edge.simulation.process import Process
from sync.backoffice.bookings import Bookings
from sync.backoffice.intake import Intake
from sync.backoffice.receiver import Receiver
from sync.backoffice.signing import Signer
from sync.backoffice.store import StoreError
from sync.broker import Connect
from sync.pacing import Timing

T = TypeVar("T")

_CREDIT = 4
_DATABASE = "backoffice.db"


class SimulatedHeadquarters:
    """`atrium run backoffice` on its database in `folder`."""

    def __init__(
        self,
        folder: Path,
        clock: MachineClock,
        connect: Connect,
        dice: random.Random,
        trouble: Callable[[str, BaseException], None],
    ) -> None:
        self.database = folder / _DATABASE
        self.backup = folder / "yesterday.db"
        self._clock = clock
        self._connect = connect
        self.disk = FailingDisk(dice)
        self._dice = dice
        self._trouble = trouble
        self._process: Process | None = None
        self._store: FailingStore | None = None
        self._receiver: Receiver | None = None
        self._signer = Signer(dice.randbytes(SECRET_BYTES), dice.randbytes)
        folder.mkdir(parents=True, exist_ok=True)

    def start(self) -> None:
        """Start it, unless it runs."""
        if self._process is None:
            self._store = FailingStore(self.database, self.disk)
            self._receiver = Receiver(
                Intake(self._store, _CREDIT), self._connect, _at_once, self._clock.true_ms, _nobody
            )
            self._process = Process("backoffice", self._trouble)
            self._process.serve(self._receiver.run(Timing(), self._dice.random))

    async def kill(self) -> None:
        """End it at any moment: what is committed stays, nothing else."""
        process, self._process = self._process, None
        if self._store is not None:
            self._store.close()
            self._store = None
        if process is not None:
            await process.kill()

    # --- appointments ---

    @property
    def public_keys(self) -> str:
        """What `atrium backoffice key` would print."""
        return self._signer.public_keys

    def booking(self, work: Callable[[Bookings, int], T]) -> T:
        """Do `work` with the bookings and the time (wall ms), as a command of its own would.

        Raises `NotBookedError` for what cannot be done, `StoreError` while it does not run.
        """
        if self._process is None or self._receiver is None:
            raise StoreError("headquarters does not run")
        with contextlib.closing(Bookings(self.database, self._signer)) as bookings:
            done = work(bookings, self._clock.true_ms())
        self._receiver.look()
        return done

    # --- its database ---

    def back_up(self) -> None:
        """Keep a copy of the database, as it is done every night."""
        self.backup.unlink(missing_ok=True)
        with (
            contextlib.closing(sqlite3.connect(self.database)) as source,
            contextlib.closing(sqlite3.connect(self.backup)) as copy,
        ):
            source.backup(copy)

    def restore(self) -> bool:
        """Put the last backup in place of the database; False where there is none.

        Only while it does not run.
        """
        if self._process is not None or not self.backup.exists():
            return False
        for part in ("-wal", "-shm"):
            Path(f"{self.database}{part}").unlink(missing_ok=True)
        shutil.copyfile(self.backup, self.database)
        return True

    def memory(self) -> Callable[[Promise], bool]:
        """Return what tells whether the fact of a promise is in the database now."""
        known = self.known()
        return lambda promise: (promise.kind, promise.subject) in known

    def known(self) -> set[tuple[str, str]]:
        """Return kind and subject of every fact in the database."""
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            return set(database.execute("SELECT kind, subject FROM facts"))

    def held(self, hall: str) -> list[tuple[str, int, bytes]]:
        """Return epoch, seq and hash of every fact of `hall`, in order."""
        question = "SELECT epoch, seq, hash FROM facts WHERE hall = ? ORDER BY seq, epoch"
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            return database.execute(question, (hall,)).fetchall()

    def booked(self, hall: str) -> dict[str, str]:
        """Return the state of every appointment of `hall`."""
        question = "SELECT appointment, state FROM bookings WHERE hall = ? ORDER BY appointment"
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            return dict(database.execute(question, (hall,)))

    def asked(self, hall: str) -> list[str]:
        """Return what `hall` was asked about and has not answered yet."""
        question = "SELECT subject FROM commands WHERE hall = ? AND result = '' ORDER BY number"
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            return [subject for (subject,) in database.execute(question, (hall,))]

    def issues(self) -> list[tuple[str, str]]:
        """Return code and detail of everything that a person should look at."""
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            return database.execute("SELECT code, detail FROM issues ORDER BY 1, 2").fetchall()


async def _at_once(work: Callable[[], T]) -> T:
    return work()


def _nobody(_hall: str) -> None:
    """Nobody looks at the pages."""
