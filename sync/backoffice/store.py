"""What headquarters asks of its store: a small port, so that another database can follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sync.backoffice.inbox import Cursor
from sync.batch import HashedRow
from sync.envelope import BatchHeader, Bye, Fetch, Hello, LibraryMessage


class StoreError(Exception):
    """The store refused or failed; nothing of what was asked has been kept."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something about a hall that a person should look at. The same one again counts up."""

    hall: str
    code: str
    epoch: str = ""
    seq: int = 0
    detail: str = ""


class Offered(NamedTuple):
    """A command on its way to a hall; `unanswered` if it has been offered too often by now."""

    hall: str
    number: int
    payload: bytes
    unanswered: bool


class Store(Protocol):
    """The writing side. Every method is one transaction and raises `StoreError`.

    Times are wall-clock milliseconds of headquarters.
    """

    def greet(self, hello: Hello, at: int) -> Cursor:
        """Note the hello, begin to keep its journal if it is new, and return the cursor."""

    def cursor(self, hall: str, epoch: str) -> Cursor | None:
        """Return how far a journal is held, or None if it has not been greeted."""

    def append(self, header: BatchHeader, rows: Sequence[HashedRow], at: int) -> None:
        """Keep `rows`, which follow the cursor, and move the cursor behind them."""

    def farewell(self, bye: Bye, at: int) -> None:
        """Note that a link is gone, unless it has been back since with another session."""

    def report(self, issue: Issue, at: int) -> None:
        """Keep an issue."""

    def bury(self, topic: str, payload: bytes, reason: str, at: int) -> None:
        """Keep a message that cannot be read, for a person to look at."""

    def offer(self, at: int) -> list[Offered]:
        """Return the commands that are to be offered now, and note that they were."""

    def next_offer_at(self, at: int) -> int | None:
        """Return when something is to be offered next; None while nothing is."""

    def library(self, hall: str) -> LibraryMessage | None:
        """Return how a hall's documents are to be, as it was signed; None where nobody has."""

    def announce(self) -> list[LibraryMessage]:
        """Return what was signed since halls that are there were told, and note that they were."""

    def piece(self, fetch: Fetch) -> bytes:
        """Return the bytes that a hall asks for; none where they are not served to it."""

    def journals(self) -> list[tuple[str, str, Cursor]]:
        """Return `(hall, epoch, cursor)` of every hall's current journal."""
