"""Shapes of the link: the journal as headquarters gets it, and what comes back."""

from typing import Annotated, Any, Literal

from pydantic import Field

from edge.api.shapes.base import Answer, Identifier, Request, Seq


class SyncState(Answer):
    """What the link tells headquarters of the journal. Hashes are hex.

    `base` is the chain head before `first`, the first fact of this epoch; `lineage` the same of
    the journal's earlier epochs, oldest first.
    """

    hall: str
    epoch: str
    first: int
    base: str
    lineage: list[tuple[int, str]] = Field(default_factory=list)
    last: int
    head: str
    acked: int


class SyncFacts(Answer):
    """Facts in order, each a row of the columns as stored.

    A row is `[seq, kind, at, boot, mono, clock, subject, body, sealed, hash]`: `body` is the stored
    JSON text, `sealed` base64 or null, `hash` hex.
    """

    epoch: str
    facts: list[list[Any]]


class SyncAck(Request):
    """Headquarters holds everything up to `upto`, and its own chain head there is `head` (hex)."""

    epoch: Identifier
    upto: Seq
    head: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SyncAcked(Answer):
    """The highest fact that headquarters has confirmed."""

    acked: int


class EpochRenewal(Request):
    """Headquarters knows more of `epoch` than this journal: it was restored or cloned."""

    epoch: Identifier
    reason: Literal["restored", "diverged", "cloned"]
