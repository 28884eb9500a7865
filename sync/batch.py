"""A batch of facts as one message: header, line feed, rows as packed JSON.

    {"v":1,"hall":…,"epoch":…,"first":…,"last":…,"n":…,"newest":…,"codec":"zlib"} LF zlib([row, …])

A row is what the hall's API gives: `[seq, kind, at, boot, mono, clock, subject, body, sealed,
hash]`, `sealed` base64 or null, `hash` hex. The header is readable without unpacking the rows, so
that a duplicate costs nothing. What can be wrong, and is reported as `GarbageError`: no line feed,
a header that is none, rows that do not unpack, unpack to more than `RAW_MAX_BYTES`, are of another
shape, or are not exactly the facts the header announces.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, NamedTuple

from pydantic import Field, TypeAdapter, ValidationError

from edge.domain.chain import Row
from sync.envelope import (
    HEADER_MAX_BYTES,
    BatchHeader,
    GarbageError,
    Hash,
    Millis,
    decode,
    encode,
    first_complaint,
)

RAW_MAX_BYTES = 8 * 1024 * 1024
"""A receiver unpacks no more than this: a batch is far smaller, one huge fact may not be."""

FactSeq = Annotated[int, Field(ge=1, lt=2**63)]
Text = Annotated[str, Field(max_length=4096)]
WireRow = tuple[FactSeq, Text, Millis, Text, Millis, Text, Text, str, str | None, Hash]
_ROWS = TypeAdapter(list[WireRow])


class HashedRow(NamedTuple):
    """A fact's columns as received, and the chain head that its hall computed for it."""

    row: Row
    hash: bytes


def row_json(row: Sequence[Any]) -> bytes:
    """Return a row of the hall's API as it stands in a batch."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def pack(header: BatchHeader, rows: Iterable[bytes]) -> bytes:
    """Return the batch of `rows`, each from `row_json`, as one payload."""
    return encode(header) + b"\n" + zlib.compress(b"[" + b",".join(rows) + b"]")


def split(payload: bytes) -> tuple[BatchHeader, bytes]:
    """Return the header of a batch and its packed rows. Raises `GarbageError`."""
    end = payload.find(b"\n", 0, HEADER_MAX_BYTES + 1)
    if end < 0:
        raise GarbageError("BatchHeader: no line feed behind it")
    return decode(payload[:end], BatchHeader), payload[end + 1 :]


def unpack(header: BatchHeader, packed: bytes) -> list[HashedRow]:
    """Return exactly the rows that `header` announces. Raises `GarbageError`."""
    try:
        rows = [_hashed(row) for row in _ROWS.validate_json(_inflated(packed), strict=True)]
    except ValidationError as error:
        raise GarbageError(f"rows: {first_complaint(error)}") from None
    if [item.row.seq for item in rows] != list(range(header.first, header.last + 1)):
        raise GarbageError("rows: not the facts that the header announces")
    return rows


def _inflated(packed: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        raw = inflater.decompress(packed, RAW_MAX_BYTES)
    except zlib.error:
        raise GarbageError("rows: do not unpack") from None
    if not inflater.eof or inflater.unused_data:
        raise GarbageError(f"rows: cut short, too long, or more than {RAW_MAX_BYTES} bytes")
    return raw


def _hashed(wire: WireRow) -> HashedRow:
    return HashedRow(Row(*wire[:8], _from_base64(wire[8])), bytes.fromhex(wire[9]))


def _from_base64(sealed: str | None) -> bytes | None:
    if sealed is None:
        return None
    try:
        return base64.b64decode(sealed, validate=True)
    except binascii.Error:
        raise GarbageError("rows: sealed is not base64") from None
