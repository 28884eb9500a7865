"""A piece of a document as one message: header, line feed, its bytes as they are.

    {"v":1,"hall":…,"hash":…,"offset":…,"n":…} LF bytes

What can be wrong, and is reported as `GarbageError`: no line feed, a header that is none, more or
fewer bytes than it announces.
"""

from typing import NamedTuple

from sync.envelope import GarbageError, PieceHeader, decode, encode


class Piece(NamedTuple):
    """Bytes of a blob from `offset` on."""

    hash: str
    offset: int
    data: bytes


def pack_piece(hall: str, piece: Piece) -> bytes:
    """Return the message that takes `piece` to `hall`."""
    header = PieceHeader(hall=hall, hash=piece.hash, offset=piece.offset, n=len(piece.data))
    return encode(header) + b"\n" + piece.data


def read_piece(payload: bytes) -> tuple[str, Piece]:
    """Return the hall that a piece is for, and the piece. Raises `GarbageError`."""
    line, feed, data = payload.partition(b"\n")
    if not feed:
        raise GarbageError("a piece without a header")
    header = decode(line, PieceHeader)
    if len(data) != header.n:
        raise GarbageError(f"a piece of {header.n} bytes with {len(data)}")
    return header.hall, Piece(header.hash, header.offset, data)
