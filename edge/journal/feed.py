"""Committed facts for whoever follows them: from the file what is past, from memory what comes."""

import asyncio
import contextlib
import json
import logging
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

from edge.domain.chain import Row
from edge.domain.facts import Recorded
from edge.journal.rows import body_text, recorded_of
from edge.journal.store import Epoch, JournalReader
from edge.ports import StorageError

T = TypeVar("T")

log = logging.getLogger(__name__)

# A follower who is further behind than this is cut off; it comes back and reads from the file.
BEHIND_MAX = 2048
_CHUNK = 500


_Queue = asyncio.Queue[str | None]  # None: this is the end


class Feed:
    """Facts as they became durable. `publish` is called on the event loop, in order."""

    def __init__(self, path: Path, committed: int) -> None:
        """Follow the journal at `path`, durable up to `committed`."""
        self._path = path
        self._committed = committed
        self._followers: dict[_Queue, None] = {}  # told in the order they came
        self._closed = False
        self._reader: JournalReader | None = None
        self._turn = threading.Lock()

    def publish(self, recorded: Recorded) -> None:
        """Pass a durable fact on."""
        self._committed = recorded.seq
        if self._followers:
            event = event_text(
                recorded.seq,
                recorded.fact.kind,
                recorded.moment.at,
                recorded.fact.subject,
                body_text(recorded.fact.body()),
            )
            for queue in list(self._followers):
                self._pass_on(queue, event)

    def _pass_on(self, queue: _Queue, event: str) -> None:
        if queue.qsize() < BEHIND_MAX:
            queue.put_nowait(event)
        else:
            log.warning("a follower of events is %d behind and is cut off", BEHIND_MAX)
            self._followers.pop(queue, None)
            queue.put_nowait(None)

    @property
    def followers(self) -> int:
        """How many are being told what happens."""
        return len(self._followers)

    def close(self) -> None:
        """Let every follower end once it has what is durable by now: the hall stops."""
        self._closed = True
        for queue in self._followers:
            queue.put_nowait(None)
        with self._turn:
            if self._reader is not None:
                self._reader.close()
                self._reader = None

    async def follow(self, after: int | None, beat_s: float) -> AsyncGenerator[str, None]:
        """Yield events as JSON text one by one, an empty string for an empty group of `groups`."""
        async with contextlib.aclosing(self.groups(after, beat_s)) as groups:
            async for group in groups:
                for event in group or [""]:
                    yield event

    async def groups(self, after: int | None, beat_s: float) -> AsyncGenerator[list[str], None]:
        """Yield events as JSON text, without a gap from seq `after` on (None: from now on).

        What became durable at once comes at once. Yields an empty group first, when nothing can be
        missed any more, and after every `beat_s` seconds of silence. Ends when the follower does
        not keep up, or the hall stops: it may resume from the last fact it has.
        """
        queue: _Queue = asyncio.Queue()
        self._followers[queue] = None
        last = self._committed
        if self._closed:
            queue.put_nowait(None)
        try:
            yield []
            if after is not None:
                async for group in self._past(after, last):
                    yield group
            ended = False
            while not ended:
                coming, ended = await _next(queue, beat_s)
                if coming or not ended:
                    yield coming
        finally:
            self._followers.pop(queue, None)

    async def _past(self, after: int, upto: int) -> AsyncIterator[list[str]]:
        while after < upto:
            rows = await self.rows(after, min(_CHUNK, upto - after))
            if not rows:
                return
            yield [
                event_text(row.seq, row.kind, row.at, row.subject, row.body) for row, _hash in rows
            ]
            after = rows[-1][0].seq

    async def rows(self, after: int, limit: int) -> list[tuple[Row, bytes]]:
        """Return up to `limit` rows behind `after`, never one that is not durable."""
        upto = self._committed
        found = await self._read(lambda reader: list(reader.rows(after, limit)))
        return [entry for entry in found if entry[0].seq <= upto]

    async def day(self) -> list[Recorded]:
        """Return the durable facts of the business day, from its opening on."""
        upto = self._committed
        return await self._read(lambda reader: _of_day(reader, upto))

    async def hash_at(self, seq: int) -> bytes | None:
        """Return the chain hash at `seq`, or None where the journal has no such fact."""
        return await self._read(lambda reader: reader.hash_at(seq))

    async def epochs(self) -> list[Epoch]:
        """Return the journal's identities, the present one last."""
        epochs = await self._read(JournalReader.epochs)
        if not epochs:
            raise StorageError(f"{self._path}: a journal without an epoch")
        return epochs

    async def _read(self, ask: Callable[[JournalReader], T]) -> T:
        return await asyncio.to_thread(self._ask, ask)

    def _ask(self, ask: Callable[[JournalReader], T]) -> T:
        """Ask the file, in a thread; one reader stays open until it fails or all is closed."""
        with self._turn:
            reader = self._reader or JournalReader(self._path)
            self._reader = None
            try:
                answer = ask(reader)
            except BaseException:
                reader.close()
                raise
            if self._closed:
                reader.close()
            else:
                self._reader = reader
            return answer


def _of_day(reader: JournalReader, upto: int) -> list[Recorded]:
    days = reader.days()
    first = days[-1][0] if days else 1
    return [recorded_of(row) for row, _hash in reader.rows(first - 1) if row.seq <= upto]


async def _next(queue: _Queue, beat_s: float) -> tuple[list[str], bool]:
    """Return what has come, nothing of it after `beat_s`, and whether that was the end."""
    try:
        async with asyncio.timeout(beat_s):
            event = await queue.get()
    except TimeoutError:
        return [], False
    group: list[str] = []
    while event is not None:
        group.append(event)
        if queue.empty() or len(group) == _CHUNK:
            return group, False
        event = queue.get_nowait()
    return group, True


def event_text(seq: int, kind: str, at: int, subject: str, body: str) -> str:
    """Return an event in the shape of `shapes.Event`, around a body that is JSON already."""
    named = json.dumps(subject, ensure_ascii=False)
    return f'{{"seq":{seq},"kind":"{kind}","at":{at},"subject":{named},"body":{body}}}'
