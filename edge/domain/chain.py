"""The hash chain over the journal: what a row is to the chain, and how a hash follows a hash.

Hashed are the columns as stored, each with its type and its length, so that no two rows have the
same bytes; nothing is ever serialised anew, and of sealed data only the ciphertext counts. Suite
`sha256-v1`; its name is part of the genesis, so that another suite can follow.
"""

import hashlib
import struct
from typing import NamedTuple

SUITE = "sha256-v1"

_NULL, _INTEGER, _TEXT, _BLOB = b"\x00", b"\x01", b"\x02", b"\x03"
_LENGTH = struct.Struct(">Q")
_SIGNED = struct.Struct(">q")
_INTEGER_HEAD = _INTEGER + _LENGTH.pack(8)
_NOTHING = _NULL + _LENGTH.pack(0)


class Row(NamedTuple):
    """The columns of a fact as they are stored. `body` is JSON text, `sealed` ciphertext."""

    seq: int
    kind: str
    at: int
    boot: str
    mono: int
    clock: str
    subject: str
    body: str
    sealed: bytes | None


def genesis(hall: str, epoch: str) -> bytes:
    """Return the 32 bytes that the first row of a journal follows."""
    return hashlib.sha256(b"".join(_text(part) for part in ("atrium", SUITE, hall, epoch))).digest()


def row_hash(previous: bytes, row: Row) -> bytes:
    """Return the hash of `row` behind `previous`: 32 bytes."""
    return hashlib.sha256(
        b"".join(
            (
                previous,
                _integer(row.seq),
                _text(row.kind),
                _integer(row.at),
                _text(row.boot),
                _integer(row.mono),
                _text(row.clock),
                _text(row.subject),
                _text(row.body),
                _NOTHING
                if row.sealed is None
                else _BLOB + _LENGTH.pack(len(row.sealed)) + row.sealed,
            )
        )
    ).digest()


def _integer(value: int) -> bytes:
    return _INTEGER_HEAD + _SIGNED.pack(value)


def _text(value: str) -> bytes:
    data = value.encode()
    return _TEXT + _LENGTH.pack(len(data)) + data
