"""The hall's memory card: the real stores on it, and everything that takes time or fails.

A commit takes as long as such cards do, now and then very long. A card that refuses fails commits
until it is well again. When the process is killed, a commit under way becomes durable or it does
not, and nobody is told which.
"""

import asyncio
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from edge.domain.facts import Recorded
from edge.journal.committer import Opener, open_stores, write
from edge.journal.reserve import Room
from edge.journal.store import JournalReader
from edge.ports import Batch, StorageError
from edge.state_dir import StateDir

_STALL_S = 10.0


@dataclass
class Card:
    """A card in `folder`. Its switches are what is wrong with it at the moment."""

    folder: Path
    dice: random.Random
    refuses: bool = False
    room: Room = Room.OK
    stall_rate: float = 0.0  # how many commits of one take ten seconds
    _inserted: "CardCommitter | None" = field(default=None, repr=False)

    def check(self) -> Room:
        """Return how much room there is: the reserve, as the controller asks for it."""
        return self.room

    def open(self, opener: Opener) -> "CardCommitter":
        """Open journal and keys on this card."""
        if self.refuses:
            raise StorageError(f"{self.folder}: the card refuses")
        self._inserted = CardCommitter(self, opener)
        return self._inserted

    def cut_off(self) -> None:
        """Let whoever writes on it die in the middle of whatever it does."""
        if self._inserted is not None:
            self._inserted.die()
            self._inserted = None

    def copy_to(self, folder: Path) -> None:
        """Copy the whole card, as somebody does who has taken it out."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)

    def last_seq(self) -> int:
        """Return the last fact on it."""
        reader = JournalReader(StateDir(self.folder).journal)
        try:
            return reader.last()
        finally:
            reader.close()

    def restore_from(self, folder: Path) -> None:
        """Make the card what it was when it was copied to `folder`."""
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(folder, self.folder)

    def commit_s(self) -> float:
        """Return how long the next commit takes."""
        if self.dice.random() < self.stall_rate:
            return _STALL_S
        return min(0.0005 + self.dice.expovariate(1 / 0.0015), 0.4)


class CardCommitter:
    """`edge.ports.Committer` without a thread: what was submitted during a commit is the next."""

    def __init__(self, card: Card, opener: Opener) -> None:
        self._card = card
        self._opener = opener
        self._journal, self._keys = open_stores(opener)
        self._listeners: list[Callable[[Sequence[Recorded]], None]] = []
        self._failure_listeners: list[Callable[[StorageError], None]] = []
        self._waiting: list[tuple[Batch, asyncio.Future[None]]] = []
        self._under_way: asyncio.TimerHandle | None = None
        self._failed = False
        self._dead = False

    @property
    def epoch(self) -> str:
        """The journal's present identity."""
        return self._journal.epoch.epoch

    def load(self) -> Sequence[Recorded]:
        """Return the facts since the last `DayOpened`."""
        return self._journal.since_day_opened()

    def has_room(self) -> bool:
        return True

    def tip(self) -> tuple[int, bytes]:
        return self._journal.tip

    def on_commit(self, listener: Callable[[Sequence[Recorded]], None]) -> None:
        self._listeners.append(listener)

    def on_failure(self, listener: Callable[[StorageError], None]) -> None:
        self._failure_listeners.append(listener)

    def submit(self, batch: Batch) -> asyncio.Future[None]:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._dead:
            return done  # a process that was killed hears nothing any more
        if self._failed:
            done.set_exception(StorageError("the journal is being opened again"))
            return done
        self._waiting.append((batch, done))
        self._begin()
        return done

    def _begin(self) -> None:
        if self._under_way is None and self._waiting:
            group, self._waiting = self._waiting, []
            loop = asyncio.get_running_loop()
            self._group = group
            self._under_way = loop.call_later(self._card.commit_s(), self._commit)

    def _commit(self) -> None:
        self._under_way = None
        group, self._group = self._group, []
        error = self._write(group)
        if error is None:
            facts = [new.recorded for batch, _done in group for new in batch.facts]
            for listener in self._listeners:
                listener(facts)
        else:
            self._failed = True
            group, self._waiting = group + self._waiting, []
            for failed in self._failure_listeners:
                failed(error)
        for _batch, done in group:
            _settle(done, error)
        self._begin()

    def _write(self, group: Sequence[tuple[Batch, asyncio.Future[None]]]) -> StorageError | None:
        if self._card.refuses and self._card.dice.random() < 0.5:
            return StorageError("the card refuses")
        write([batch for batch, _done in group], self._journal, self._keys)
        # A card may also write, and then not say so.
        return StorageError("the card does not say") if self._card.refuses else None

    async def recover(self, after: int) -> Sequence[Recorded] | None:
        if self._card.refuses or self._dead:
            return None
        self._close_files()
        self._journal, self._keys = open_stores(self._opener)
        self._failed = False
        return self._journal.since_day_opened(after)

    async def close(self) -> None:
        self.die()

    def die(self) -> None:
        """Be killed: what is under way is written or it is not; what waits is lost."""
        self._dead = True
        if self._under_way is not None:
            self._under_way.cancel()
            if not self._card.refuses and self._card.dice.random() < 0.5:
                write([batch for batch, _done in self._group], self._journal, self._keys)
        self._group, self._waiting = [], []
        self._close_files()

    def _close_files(self) -> None:
        self._journal.close()
        self._keys.close()


def _settle(done: "asyncio.Future[None]", error: StorageError | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
        done.exception()  # somebody who has gone away need not fetch it
