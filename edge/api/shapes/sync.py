"""Shapes of the link: the journal as headquarters gets it, and what comes back."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from edge.api.shapes.base import Answer, Identifier, Request, Seq

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SyncState(Answer):
    """What the link tells headquarters of the journal. Hashes are hex.

    `base` is the chain head before `first`, the first fact of this epoch; `lineage` the same of
    the journal's earlier epochs, oldest first. `key` is the hall's public key, for what is written
    for its eyes alone; `library` is the revision of headquarters' documents (0: none).
    """

    hall: str
    epoch: str
    first: int
    base: str
    lineage: list[tuple[int, str]] = Field(default_factory=list)
    last: int
    head: str
    acked: int
    key: str = ""
    library: int = 0


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
    head: Hash


class SyncAcked(Answer):
    """The highest fact that headquarters has confirmed."""

    acked: int


class EpochRenewal(Request):
    """Headquarters knows more of `epoch` than this journal: it was restored or cloned."""

    epoch: Identifier
    reason: Literal["restored", "diverged", "cloned"]


class NewCommand(Request):
    """What headquarters asks of this hall, as it was signed; `sealed` and `signature` are base64.

    Nothing of it may be changed on the way, not even a space.
    """

    model_config = ConfigDict(str_strip_whitespace=False)

    hall: Identifier
    command: Identifier
    kind: Identifier
    effect: Literal["idempotent", "at_most_once"]
    epoch: Annotated[str, Field(max_length=64)] = ""
    issued: Seq
    expires: Seq
    args: Annotated[str, Field(max_length=8192)]
    sealed: Annotated[str, Field(max_length=16384)] = ""
    signature: Annotated[str, Field(max_length=128)]


class CommandTaken(Answer):
    """What became of a command. `result` is `received` as long as it has not ended.

    Otherwise `done`, `refused` (`detail` is a code that says why), `expired`, `unknown`,
    `superseded`, or `uncertain`.
    """

    command: str
    result: str
    detail: str = ""


class LibraryTold(Request):
    """How headquarters wants this hall's documents, as it was signed.

    `catalogue` is its SHA-256 in hex, `size` its bytes, `signature` base64.
    """

    hall: Identifier
    revision: Seq
    catalogue: Hash
    size: Seq
    signature: Annotated[str, Field(max_length=128)]


class LibraryPiece(Request):
    """Bytes of a blob from `offset` on; `data` is base64."""

    hash: Hash
    offset: Seq
    data: Annotated[str, Field(max_length=48 * 1024)]


class LibraryWant(Answer):
    """A blob that the hall lacks from byte `there` on."""

    hash: str
    size: int
    there: int


class LibraryWants(Answer):
    """What is to be fetched next, the first first; nothing: the hall has its documents.

    `revision` is that of the documents it shows, 0 where it has none.
    """

    revision: int
    wants: list[LibraryWant]
