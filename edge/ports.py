"""What the hall needs from the world, as ports: clock, ids and randomness, disk, documents.

Use cases and rules know only these; the real ones and the simulated ones are interchangeable.
Wires are `drivers.contract.Wire`, the broker is `sync.broker`.
"""

import datetime as dt
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from edge.domain.facts import Moment, Recorded
from edge.domain.library import Blob
from edge.errors import ExpectedError

MadeT = TypeVar("MadeT")


class Clock(Protocol):
    """Wall and monotonic time, kept apart."""

    def moment(self) -> Moment:
        """Return now."""

    def local(self) -> dt.datetime:
        """Return now in the hall's own time zone."""


class Ids(Protocol):
    """Names and nonces that nobody can guess."""

    def new_id(self) -> str:
        """Return a new identifier: 16 characters of A-Z and 2-7, 80 bits."""

    def random_bytes(self, count: int) -> bytes:
        """Return `count` random bytes."""


class StorageError(ExpectedError):
    """The journal could not be written. Nothing that was promised with it has happened."""


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact on its way into the journal, with its sealed part."""

    recorded: Recorded
    body: str


@dataclass(frozen=True, slots=True)
class NewEpoch:
    """A new identity of the journal, which begins with the fact `first`: old or yet to come."""

    epoch: str
    first: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What one use case writes: all of it or nothing.

    `keys` are wrapped keys (of a visit or an appointment, by its name) that must be durable before
    the facts, and so must `finders`, by which they are found again (name, keyed hash).
    `dropped_keys` are deleted after the facts, with their finders; `epoch` is the new identity of
    the journal, if any.
    """

    facts: Sequence[NewFact]
    keys: Sequence[tuple[str, bytes]] = ()
    dropped_keys: Sequence[str] = ()
    epoch: NewEpoch | None = None
    finders: Sequence[tuple[str, bytes]] = ()


class Committer(Protocol):
    """The disk. Batches become durable in the order of submission, several in one commit."""

    def has_room(self) -> bool:
        """Whether another batch may be submitted, or as many wait as memory shall hold."""

    def submit(self, batch: Batch) -> Awaitable[None]:
        """Write `batch`; done when it is durable. Raises `StorageError`."""

    def tip(self) -> tuple[int, bytes]:
        """Return seq and chain hash of the last durable fact."""

    def finders(self) -> Sequence[tuple[str, bytes]]:
        """Return who is found again by which keyed hash. Only before the first `submit`."""

    async def wrapped_key(self, subject: str) -> bytes | None:
        """Return the durable key of `subject`, wrapped; None where it has none any more.

        Raises `StorageError`.
        """

    async def recorded(self, seq: int) -> Recorded | None:
        """Return the durable fact `seq` with its sealed part; None where it is no longer kept.

        Raises `StorageError`.
        """

    def on_commit(self, listener: Callable[[Sequence[Recorded]], None]) -> None:
        """Call `listener` with the facts of each commit, before any `submit` of it returns."""

    def on_failure(self, listener: Callable[[StorageError], None]) -> None:
        """Call `listener` when a commit has failed, whether or not anybody waits for it."""

    async def recover(self, after: int) -> Sequence[Recorded] | None:
        """Open the disk again after a `StorageError`.

        Returns the facts from the last `DayOpened` or from seq `after` + 1 on, whichever comes
        first; None while the disk still refuses.
        """

    async def close(self) -> None:
        """Write what has been submitted and let go of the disk."""


class ShelfError(ExpectedError):
    """The disk does not take or give a document; the message says what and why."""


class CorruptBlobError(ShelfError):
    """What was fetched or kept has another hash. It has been thrown away."""


class Shelf(Protocol):
    """Where headquarters' documents lie. Every method raises `ShelfError`."""

    async def sizes(self) -> Mapping[str, int]:
        """Return how many bytes of each blob are there, by hash."""

    async def add(self, blob: Blob, offset: int, data: bytes) -> int:
        """Add `data` to what is there of a blob, and return how many bytes are there now.

        What does not begin where the blob ends so far changes nothing. Raises `CorruptBlobError`
        when the last byte shows that others were wrong.
        """

    async def read(self, blob: Blob) -> bytes:
        """Return a whole blob, its hash checked again. Raises `CorruptBlobError`."""

    async def work(self, make: Callable[[], MadeT]) -> MadeT:
        """Return what `make` makes of a document that was read, and raise what it raises.

        Large documents take their time: nobody else waits for it.
        """

    async def keep(self, hashes: Collection[str]) -> None:
        """Throw away every blob that is not among `hashes`."""
