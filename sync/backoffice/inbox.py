"""What headquarters does with a batch: pure decisions on its cursor and its own chain.

| batch                       | verdict      | stored       | answer               |
|-----------------------------|--------------|--------------|----------------------|
| of a journal not greeted    | `UNKNOWN`    | nothing      | refused              |
| begins behind cursor + 1    | `GAP`        | nothing      | ack, resume          |
| ends at or before cursor    | `DUPLICATE`  | nothing      | ack                  |
| anything else               | `NEWS`       | its tail     | ack                  |
| … a hash does not agree     |              | up to there  | ack, refused         |
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from edge.domain.chain import row_hash
from sync.batch import HashedRow
from sync.envelope import BatchHeader, Hello


@dataclass(frozen=True, slots=True)
class Cursor:
    """Headquarters holds every fact of a journal up to `upto`, where its own chain head is `head`.

    Nothing is held when `upto` is just before the journal's first fact.
    """

    upto: int
    head: bytes


class Verdict(Enum):
    """What a batch is to a cursor."""

    UNKNOWN = auto()
    GAP = auto()
    DUPLICATE = auto()
    NEWS = auto()


class Followed(NamedTuple):
    """How far rows follow the chain: those that do, and the seq of the first that does not."""

    rows: list[HashedRow]
    broken_at: int | None


def judge(cursor: Cursor | None, header: BatchHeader) -> Verdict:
    """Return what a batch is to headquarters."""
    if cursor is None:
        return Verdict.UNKNOWN
    if header.first > cursor.upto + 1:
        return Verdict.GAP
    if header.last <= cursor.upto:
        return Verdict.DUPLICATE
    return Verdict.NEWS


def follow(cursor: Cursor, rows: list[HashedRow]) -> Followed:
    """Recompute the chain behind `cursor` over the tail of `rows`, as they came."""
    tail = rows[cursor.upto + 1 - rows[0].row.seq :]
    head = cursor.head
    for number, (row, claimed) in enumerate(tail):
        head = row_hash(head, row)
        if head != claimed:
            return Followed(tail[:number], row.seq)
    return Followed(tail, None)


def advanced(cursor: Cursor, rows: list[HashedRow]) -> Cursor:
    """Return the cursor behind `rows`, which follow it."""
    return Cursor(rows[-1].row.seq, rows[-1].hash) if rows else cursor


class Beginning(NamedTuple):
    """Where a journal may begin to be kept: its first fact, and the chain head before it."""

    first: int
    base: bytes

    @property
    def cursor(self) -> Cursor:
        """The cursor of a journal of which nothing is held yet."""
        return Cursor(self.first - 1, self.base)


def beginnings(hello: Hello) -> list[Beginning]:
    """Return where to begin with a journal that is new here, the best first.

    That is where its epoch begins, as long as all before has come under earlier epochs. A
    headquarters that was restored from a backup may lack some of that, and takes it from the
    beginning of an earlier epoch on once more.
    """
    known = [*hello.lineage, (hello.first, hello.base)]
    return [Beginning(first, bytes.fromhex(base)) for first, base in reversed(known)]


def contradiction(cursor: Cursor, hello: Hello) -> str | None:
    """Return how a hall's journal contradicts what headquarters holds of it, or None.

    `behind`: it holds less than headquarters. `diverged`: as much, but something else.
    """
    if cursor.upto > hello.last:
        return "behind"
    if cursor.upto == hello.last and cursor.head.hex() != hello.head:
        return "diverged"
    return None
