"""Group commit: batches from the event loop, written by one thread, several in one commit.

`fsync` never runs on the event loop. Batches become durable in the order they were submitted; if
a commit fails, every batch behind it fails too, because it was decided on a state that is not so.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Awaitable, Callable, Sequence

from edge.domain.facts import Recorded
from edge.journal.keys import KeyStore
from edge.journal.store import JournalStore
from edge.ports import Batch, StorageError

log = logging.getLogger(__name__)

# More than any hall decides during the longest stall of a bad card; past it callers are refused.
WAITING_MAX = 4096
# A commit takes no more than this, so that the first of a crowd does not wait for the last.
BATCHES_PER_COMMIT_MAX = 512

Listener = Callable[[Sequence[Recorded]], None]
Opener = Callable[[], tuple[JournalStore, KeyStore]]


class _Submitted:
    """A batch and whoever waits for it."""

    __slots__ = ("batch", "done")

    def __init__(self, batch: Batch, done: asyncio.Future[None]) -> None:
        self.batch = batch
        self.done = done


class ThreadCommitter:
    """The committer of a real hall. Made and used on one event loop."""

    def __init__(self, opener: Opener) -> None:
        """Open journal and keys by `opener`. Raises what it raises."""
        self._opener = opener
        self._stores: tuple[JournalStore, KeyStore] | None = open_stores(opener)
        self._loop = asyncio.get_running_loop()
        self._listeners: list[Listener] = []
        self._failure_listeners: list[Callable[[StorageError], None]] = []
        self._queue: queue.SimpleQueue[_Submitted | None] = queue.SimpleQueue()
        self._turn = threading.Lock()  # of the stores, which take one thread at a time
        self._waiting = 0
        self._drained = asyncio.Event()
        self._drained.set()
        self._failed = False
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
        self._thread.start()

    @property
    def epoch(self) -> str:
        """The journal's present identity."""
        return self._open_stores()[0].epoch.epoch

    def on_commit(self, listener: Listener) -> None:
        self._listeners.append(listener)

    def on_failure(self, listener: Callable[[StorageError], None]) -> None:
        self._failure_listeners.append(listener)

    def load(self) -> Sequence[Recorded]:
        """Return the facts since the last `DayOpened`. Only before the first `submit`."""
        return self._open_stores()[0].since_day_opened()

    def tip(self) -> tuple[int, bytes]:
        return self._open_stores()[0].tip

    def finders(self) -> Sequence[tuple[str, bytes]]:
        return self._open_stores()[1].finders()

    async def wrapped_key(self, subject: str) -> bytes | None:
        return await self._loop.run_in_executor(None, self._look_up, subject)

    def _look_up(self, subject: str) -> bytes | None:
        with self._turn:
            return self._open_stores()[1].wrapped(subject)

    async def recorded(self, seq: int) -> Recorded | None:
        return await self._loop.run_in_executor(None, self._read, seq)

    def _read(self, seq: int) -> Recorded | None:
        with self._turn:
            return self._open_stores()[0].recorded(seq)

    def _open_stores(self) -> tuple[JournalStore, KeyStore]:
        if self._stores is None:
            raise StorageError("the journal is closed")
        return self._stores

    # --- the event loop's side ---

    def has_room(self) -> bool:
        return self._waiting < WAITING_MAX

    def submit(self, batch: Batch) -> Awaitable[None]:
        done: asyncio.Future[None] = self._loop.create_future()
        if self._closed:
            done.set_exception(StorageError("the journal is closed"))
        elif self._failed:
            done.set_exception(StorageError("the journal is being opened again"))
        else:
            self._waiting += 1
            self._drained.clear()
            self._queue.put(_Submitted(batch, done))
        return done

    def _settle(self, group: Sequence[_Submitted], error: StorageError | None) -> None:
        self._waiting -= len(group)
        if not self._waiting:
            self._drained.set()
        if error is None:
            recorded = [new.recorded for submitted in group for new in submitted.batch.facts]
            for listener in self._listeners:
                listener(recorded)
        else:
            for failed in self._failure_listeners:
                failed(error)
        for submitted in group:
            if submitted.done.done():
                continue  # whoever asked has gone away; what was written stands
            if error is None:
                submitted.done.set_result(None)
            else:
                submitted.done.set_exception(error)
                submitted.done.exception()  # somebody who has gone away need not fetch it

    async def recover(self, after: int) -> Sequence[Recorded] | None:
        if self._closed:
            return None
        await self._drained.wait()  # nothing decided on the lost state may be written later
        try:
            facts = await self._loop.run_in_executor(None, self._reopen, after)
        except StorageError:
            return None
        self._failed = False
        return facts

    def _reopen(self, after: int) -> Sequence[Recorded]:
        with self._turn:
            self._close_stores()
            self._stores = open_stores(self._opener)
            return self._stores[0].since_day_opened(after)

    async def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._queue.put(None)
        await self._loop.run_in_executor(None, self._thread.join)
        with self._turn:
            self._close_stores()

    def _close_stores(self) -> None:
        stores, self._stores = self._stores, None
        for store in stores or ():
            store.close()

    # --- the thread's side ---

    def _run(self) -> None:
        while True:
            group, last = self._take()
            if group:
                error = self._write(group)
                self._loop.call_soon_threadsafe(self._settle, group, error)
            if last:
                return

    def _take(self) -> tuple[list[_Submitted], bool]:
        group: list[_Submitted] = []
        item = self._queue.get()
        while item is not None:
            group.append(item)
            if len(group) == BATCHES_PER_COMMIT_MAX:
                return group, False
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _write(self, group: Sequence[_Submitted]) -> StorageError | None:
        if self._failed:
            return StorageError("an earlier commit failed")
        try:
            with self._turn:
                write([submitted.batch for submitted in group], *self._open_stores())
        except StorageError as error:
            self._failed = True
            return error
        except Exception as error:  # a bug: this thread must live, and nobody may wait for ever
            log.exception("the journal's thread failed")
            self._failed = True
            return StorageError(f"the journal's thread failed: {error}")
        return None


def open_stores(opener: Opener) -> tuple[JournalStore, KeyStore]:
    """Open journal and keys, and delete the keys that no durable fact needs.

    A power cut, or a commit that failed, may leave a key whose fact was never written, or one that
    was about to be deleted.
    """
    journal, keys = opener()
    needed = {
        *journal.sealed_subjects(),
        *journal.awaited_appointments(),
        *journal.kept_applications(),
    }
    orphans = set(keys.visits()) - needed
    if orphans:
        log.info("deleting %d keys that nothing needs any more", len(orphans))
        keys.drop(sorted(orphans))
    return journal, keys


def write(batches: Sequence[Batch], journal: JournalStore, keys: KeyStore) -> None:
    """Make `batches` durable: new keys before the facts that need them, deletions after."""
    new_keys = [key for batch in batches for key in batch.keys]
    dropped = [visit for batch in batches for visit in batch.dropped_keys]
    finders = [finder for batch in batches for finder in batch.finders]
    if new_keys or finders:
        keys.add(new_keys, finders)
    journal.append(batches)
    if dropped or keys.undropped:
        keys.drop_when_possible(dropped)
