"""The records of a rehearsal: how one looks, where it lies, and what is left of it after a cut.

They are laid out as SQLite lays out a journal, because that is what must survive: a log of frames
of 24 + 4096 bytes behind a header of 32, so that most share a sector with their neighbours; when
the log is full, pages are overwritten in place, and only then does the log begin again at its
start.

    magic "AT" | place, 2 | run, 8 | number, 8 | CRC-32 of the rest, 4 | filling
"""

import hashlib
import struct
import zlib
from dataclasses import dataclass
from enum import StrEnum

_HEAD = struct.Struct(">2sH8sQ")
_CHECK = struct.Struct(">I")
_MAGIC = b"AT"
_HEAD_BYTES = _HEAD.size + _CHECK.size
_LOG_PLACE = 0

RUN_BYTES = 8


class File(StrEnum):
    """The two files of a rehearsal."""

    LOG = "log"
    PAGES = "pages"


@dataclass(frozen=True, slots=True)
class Layout:
    """How many records the log holds, how many pages a lap overwrites, and how large both are."""

    slots: int = 1000
    pages: int = 64
    filling_bytes: int = 4096

    @property
    def record_bytes(self) -> int:
        """The size of a record in the log."""
        return _HEAD_BYTES + self.filling_bytes

    @property
    def page_bytes(self) -> int:
        """The size of a page: whole sectors, unlike a record's."""
        return self.filling_bytes

    def log_offset(self, number: int) -> int:
        """Return where record `number`, counted from 1, lies in the log."""
        return 32 + (number - 1) % self.slots * self.record_bytes

    def page_offset(self, page: int) -> int:
        """Return where page `page`, counted from 1, lies."""
        return (page - 1) * self.page_bytes

    def ends_lap(self, number: int) -> bool:
        """Tell whether the log is full after record `number`."""
        return number % self.slots == 0

    def lap_start(self, number: int) -> int:
        """Return the last number before the lap that record `number` belongs to."""
        return (number - 1) // self.slots * self.slots


def log_record(layout: Layout, run: bytes, number: int) -> bytes:
    """Return record `number` of `run` as it stands in the log."""
    return _record(run, number, _LOG_PLACE, layout.record_bytes)


def page(layout: Layout, run: bytes, number: int, place: int) -> bytes:
    """Return page `place`, counted from 1, as it is after record `number`."""
    return _record(run, number, place, layout.page_bytes)


def _record(run: bytes, number: int, place: int, size: int) -> bytes:
    head = _HEAD.pack(_MAGIC, place, run, number)
    piece = hashlib.blake2b(head, digest_size=64).digest()
    filling = (piece * (size // len(piece) + 1))[: size - _HEAD_BYTES]
    return head + _CHECK.pack(zlib.crc32(filling, zlib.crc32(head))) + filling


def number_of(data: bytes, run: bytes, place: int = _LOG_PLACE) -> int | None:
    """Return the number of the record of `run` in `data`, None if none is there, or not whole."""
    if len(data) < _HEAD_BYTES:
        return None
    magic, found_place, found_run, number = _HEAD.unpack_from(data)
    if (magic, found_place, found_run) != (_MAGIC, place, run):
        return None
    (check,) = _CHECK.unpack_from(data, _HEAD.size)
    whole = zlib.crc32(data[_HEAD_BYTES:], zlib.crc32(data[: _HEAD.size])) == check
    return int(number) if whole else None
