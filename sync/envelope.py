"""The messages between hall and headquarters: their fields, their bounds, their bytes.

Every message is JSON in UTF-8; a batch of facts is such a header, a line feed, and the facts
(`sync/batch.py`). Everything that correctness needs is in here, so that MQTT 3.1.1, a bridge or a
file on a stick carry it alike. Fields a reader does not know are ignored; what it knows must be
right, or the whole message is garbage.
"""

from typing import Annotated, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sync.topics import HALL_PATTERN

PROTOCOL: Literal[1] = 1

HEADER_MAX_BYTES = 4096
"""No control message and no batch header is longer."""

COMMAND_MAX_BYTES = 32 * 1024
"""No command is longer."""

PIECE_BYTES_MAX = 32 * 1024
"""No piece of a document is longer."""

Name = Annotated[str, Field(pattern=HALL_PATTERN)]
Seq = Annotated[int, Field(ge=0, lt=2**63)]
First = Annotated[int, Field(ge=1, lt=2**63)]
Millis = Annotated[int, Field(ge=-(2**63), lt=2**63)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Short = Annotated[str, Field(max_length=200)]
PublicKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,64}$")]
Base64 = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]*={0,2}$", max_length=16384)]

NO_HASH = "0" * 64
"""Stands for a chain head where there is no chain."""


class GarbageError(ValueError):
    """Bytes that are no message of this protocol. The text never quotes them."""


class Message(BaseModel):
    """What all messages have in common: the version of the protocol."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    v: Literal[1] = PROTOCOL


class Hello(Message):
    """A hall presents itself and its journal: facts `first`…`last` of `epoch`.

    `base` is the chain head before `first`, `head` the one at `last`; `lineage` has `first` and
    `base` of the journal's earlier epochs, oldest first. `session` is one connection of the link,
    `greeting` counts its hellos; the welcome returns both. `key` is the hall's public key, for what
    is written for its eyes alone, `library` the revision of its documents (0: none).
    """

    hall: Name
    session: Name
    greeting: Seq
    epoch: Name
    first: First
    base: Hash
    lineage: Annotated[list[tuple[First, Hash]], Field(max_length=100)] = []
    last: Seq
    head: Hash
    acked: Seq
    versions: Annotated[dict[Name, Short], Field(max_length=16)] = {}
    key: PublicKey = ""
    library: Seq = 0

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.last < self.first - 1:
            raise ValueError("last is before first")
        return self


class Welcome(Message):
    """Headquarters holds everything of `epoch` up to `upto`, where its own chain head is `head`.

    `credit` is how many batches may be under way at once.
    """

    session: Name
    greeting: Seq
    epoch: Name
    upto: Seq
    head: Hash
    credit: Annotated[int, Field(ge=1, le=64)]
    hq_ms: Millis


class Refusal(Message):
    """Why headquarters stored nothing from fact `seq` on."""

    seq: Seq
    reason: Literal["unknown_epoch", "unreadable", "broken_chain"]


class Ack(Message):
    """Headquarters holds everything of `epoch` up to `upto`, where its own chain head is `head`.

    Cumulative, and true however late or often it comes. `resume` asks for the facts from there on
    once more, because a batch before the one that came is missing.
    """

    epoch: Name
    upto: Seq
    head: Hash
    hq_ms: Millis
    resume: Seq | None = None
    refused: Refusal | None = None


class CommandMessage(Message):
    """What headquarters asks of a hall, signed; `edge.domain.command` says what is signed and how.

    `args` is JSON text, `sealed` and `signature` are base64. Said again until a fact of the hall
    tells what became of it.
    """

    hall: Name
    command: Name
    kind: Name
    effect: Literal["idempotent", "at_most_once"]
    epoch: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{0,64}$")] = ""
    issued: Seq
    expires: Seq
    args: Annotated[str, Field(max_length=8192)]
    sealed: Base64 = ""
    signature: Base64


class LibraryMessage(Message):
    """How headquarters wants the documents at a hall; `edge.domain.library` says what is signed.

    `catalogue` is its SHA-256 in hex, `size` its bytes, `signature` base64.
    """

    hall: Name
    revision: First
    catalogue: Hash
    size: Seq
    signature: Base64


class Fetch(Message):
    """The link asks for bytes of a blob that its hall's documents need: up to `count` of them."""

    hall: Name
    hash: Hash
    offset: Seq
    count: Annotated[int, Field(ge=1, le=PIECE_BYTES_MAX)]


class PieceHeader(Message):
    """What stands before the `n` bytes of a blob from `offset` on; none where it is not served."""

    hall: Name
    hash: Hash
    offset: Seq
    n: Annotated[int, Field(ge=0, le=PIECE_BYTES_MAX)]


class Bye(Message):
    """The link's connection `session` has ended. Said by the link, or by the broker as its will."""

    hall: Name
    session: Name


class BatchHeader(Message):
    """What stands before the facts `first`…`last`: `n` rows, packed with `codec`.

    `newest` is the highest fact of the journal that the link knows of.
    """

    hall: Name
    epoch: Name
    first: Annotated[int, Field(ge=1, lt=2**63)]
    last: Annotated[int, Field(ge=1, lt=2**63)]
    n: Annotated[int, Field(ge=1, le=5000)]
    newest: Seq
    codec: Literal["zlib"] = "zlib"

    @model_validator(mode="after")
    def _contiguous(self) -> Self:
        if self.n != self.last - self.first + 1:
            raise ValueError("first, last and n disagree")
        return self


MessageT = TypeVar("MessageT", bound=Message)


def encode(message: Message) -> bytes:
    """Return the bytes of a message."""
    return message.model_dump_json(exclude_none=True).encode()


def decode(payload: bytes, shape: type[MessageT], bytes_max: int = HEADER_MAX_BYTES) -> MessageT:
    """Return the message in `payload`. Raises `GarbageError`."""
    if len(payload) > bytes_max:
        raise GarbageError(f"{shape.__name__}: {len(payload)} bytes, at most {bytes_max}")
    try:
        return shape.model_validate_json(payload)
    except ValidationError as error:
        raise GarbageError(f"{shape.__name__}: {first_complaint(error)}") from None


def first_complaint(error: ValidationError) -> str:
    """Return where and what the first error is, without the value."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"]
