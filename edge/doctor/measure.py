"""Measuring on the disk itself, in one file that is gone afterwards: appends, and reading back."""

import contextlib
import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from edge.doctor.disk import write_all
from edge.doctor.latency import Latency
from edge.doctor.room import WrongBlock

Progress = Callable[[int], None]

# Not zeros: some controllers store those as no more than a remark.
_RECORD = secrets.token_bytes(4120)
_BLOCK_BYTES = 4096
_CHUNK_BLOCKS = 256
CHUNK_BYTES = _BLOCK_BYTES * _CHUNK_BLOCKS
_SEED_BYTES = 16


@contextlib.contextmanager
def probe_file(path: Path) -> Iterator[int]:
    """Give the descriptor of a new file at `path`, which is removed at the end."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
        path.unlink(missing_ok=True)


def measure_latency(descriptor: int, appends: int, within_s: float, progress: Progress) -> Latency:
    """Append so many records, each synced, and as many again without; stop `within_s` seconds."""
    writes_s = [_append_s(descriptor, number, sync=False) for number in range(appends)]
    os.fdatasync(descriptor)
    appends_s = []
    end_s = time.monotonic() + within_s
    for number in range(appends):
        appends_s.append(_append_s(descriptor, appends + number, sync=True))
        progress(number + 1)
        if time.monotonic() > end_s:
            break
    return Latency(appends_s, writes_s)


def _append_s(descriptor: int, number: int, *, sync: bool) -> float:
    before_s = time.perf_counter()
    write_all(descriptor, _RECORD, number * len(_RECORD))
    if sync:
        os.fdatasync(descriptor)
    return time.perf_counter() - before_s


def write_region(descriptor: int, size: int, progress: Progress) -> bytes:
    """Write numbered blocks, `size` bytes in whole chunks, synced; return what they are made of."""
    seed = secrets.token_bytes(_SEED_BYTES)
    os.ftruncate(descriptor, 0)
    for offset in range(0, size - CHUNK_BYTES + 1, CHUNK_BYTES):
        first = offset // _BLOCK_BYTES
        chunk = b"".join(_block(seed, first + block) for block in range(_CHUNK_BLOCKS))
        write_all(descriptor, chunk, offset)
        os.fdatasync(descriptor)
        progress(offset + CHUNK_BYTES)
    return seed


def read_region(descriptor: int, seed: bytes, progress: Progress) -> list[WrongBlock]:
    """Read the file's blocks again, from the medium, and return those that are wrong."""
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    wrong = []
    for offset in range(0, os.fstat(descriptor).st_size, _BLOCK_BYTES):
        number = offset // _BLOCK_BYTES
        data = os.pread(descriptor, _BLOCK_BYTES, offset)
        if data != _block(seed, number):
            wrong.append(WrongBlock(number, _owner(seed, data)))
        progress(offset + _BLOCK_BYTES)
    return wrong


def _block(seed: bytes, number: int) -> bytes:
    head = seed + number.to_bytes(8, "big")
    piece = hashlib.blake2b(head, digest_size=64).digest()
    return (head + piece * (_BLOCK_BYTES // 64))[:_BLOCK_BYTES]


def _owner(seed: bytes, data: bytes) -> int | None:
    number = int.from_bytes(data[_SEED_BYTES : _SEED_BYTES + 8], "big")
    return number if data == _block(seed, number) else None
