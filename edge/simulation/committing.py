"""Commits to the hall's memory card: one at a time, each with the end that the card gives it."""

import asyncio
import contextlib
import random
from collections.abc import Callable, Sequence
from typing import Protocol

from edge.domain.facts import Recorded
from edge.journal.committer import Opener, open_stores, write
from edge.journal.store import JournalStore
from edge.ports import Batch, StorageError

Waiting = Sequence[tuple[Batch, "asyncio.Future[None]"]]


class Medium(Protocol):
    """What commits are made to. `durable_seq` is the last fact that no power cut can take away."""

    dice: random.Random
    durable_seq: int

    def commit_s(self) -> float:
        """Return how long the next commit takes."""

    def refuses_commit(self) -> bool:
        """Return whether the next commit fails, which it does once."""

    def refuses_to_open(self) -> bool:
        """Return whether nothing on it can be opened."""

    def tell(self, moment: str, batches: Sequence[Batch]) -> None:
        """Hear that `batches` have come to a moment: opened, submitted, committed, recovering."""


class _CutShort(JournalStore):
    """A journal that the power leaves before it has written anything."""

    def __init__(self) -> None:
        """Open nothing."""

    def append(self, batches: Sequence[Batch]) -> None:
        raise StorageError("the card was cut off")


class CardCommitter:
    """`edge.ports.Committer` without a thread: what was submitted during a commit is the next."""

    def __init__(self, card: Medium, opener: Opener) -> None:
        self._card = card
        self._opener = opener
        self._journal, self._keys = open_stores(opener)
        self._listeners: list[Callable[[Sequence[Recorded]], None]] = []
        self._failure_listeners: list[Callable[[StorageError], None]] = []
        self._waiting: list[tuple[Batch, asyncio.Future[None]]] = []
        self._group: Waiting = []
        self._under_way: asyncio.TimerHandle | None = None
        self._failed = False
        self._dead = False
        self._note_what_is_durable()

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

    def finders(self) -> Sequence[tuple[str, bytes]]:
        return self._keys.finders()

    async def wrapped_key(self, subject: str) -> bytes | None:
        return self._keys.wrapped(subject)

    async def recorded(self, seq: int) -> Recorded | None:
        return self._journal.recorded(seq)

    def keyless(self) -> list[str]:
        """Return the visits and messages whose sealed part is in the journal and has no key."""
        kept = set(self._keys.visits())
        return [each for each in self._journal.sealed_subjects() if each not in kept]

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
        self._card.tell("submitted", [batch])
        return done

    def _begin(self) -> None:
        if self._under_way is None and self._waiting:
            self._group, self._waiting = self._waiting, []
            loop = asyncio.get_running_loop()
            self._under_way = loop.call_later(self._card.commit_s(), self._commit)

    def _commit(self) -> None:
        self._under_way = None
        group, self._group = self._group, []
        batches = [batch for batch, _done in group]
        error = self._write(batches)
        if error is None:
            facts = [new.recorded for batch in batches for new in batch.facts]
            for listener in self._listeners:
                listener(facts)
        else:
            self._failed = True
            group, self._waiting = [*group, *self._waiting], []
            for failed in self._failure_listeners:
                failed(error)
        for _batch, done in group:
            _settle(done, error)
        self._card.tell("committed" if error is None else "refused", batches)
        self._begin()

    def _write(self, batches: Sequence[Batch]) -> StorageError | None:
        if self._card.refuses_commit():
            self._write_something_of(batches)
            return StorageError("the card does not say what it has written")
        try:
            write(batches, self._journal, self._keys)
        except StorageError as error:
            return error
        finally:
            self._note_what_is_durable()
        return None

    def _write_something_of(self, batches: Sequence[Batch]) -> None:
        """Write nothing, or keys without the facts that need them, or all of it."""
        journal = self._card.dice.choice((None, _CutShort(), self._journal, self._journal))
        if journal is not None:
            with contextlib.suppress(StorageError):
                write(batches, journal, self._keys)
        self._note_what_is_durable()

    def _note_what_is_durable(self) -> None:
        self._card.durable_seq = self._journal.tip[0]

    async def recover(self, after: int) -> Sequence[Recorded] | None:
        if self._card.refuses_to_open() or self._dead:
            return None
        self._close_files()
        self._journal, self._keys = open_stores(self._opener)
        self._failed = False
        self._note_what_is_durable()
        self._card.tell("recovering", [])
        return self._journal.since_day_opened(after)

    async def close(self) -> None:
        self.die()

    def die(self) -> None:
        """Be killed: what is under way is written or it is not; what waits is lost."""
        self._dead = True
        if self._under_way is not None:
            self._under_way.cancel()
            if not self._card.refuses_to_open():
                self._write_something_of([batch for batch, _done in self._group])
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
