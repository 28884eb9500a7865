"""Blobs as files, named by their SHA-256: what is being fetched, and what is whole.

    {root}/{hash}        whole, its hash checked when it became so
    {root}/{hash}.part   the first bytes of one that is being fetched

A part is not synced before it is whole: after a power cut it may hold anything, is found out by
its hash, and is fetched again. Every method waits for the disk: call it from a thread.
"""

import asyncio
import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from edge.domain.library import Blob
from edge.ports import CorruptBlobError, MadeT, ShelfError

_HASH = re.compile(r"[0-9a-f]{64}")
_PART = ".part"
_READ_BYTES = 1024 * 1024


class Blobs:
    """The blobs below one directory, which is made when something comes."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def sizes(self) -> dict[str, int]:
        """Return how many bytes of each blob are there. Raises `ShelfError`."""
        sizes: dict[str, int] = {}
        with _disk(self._root):
            if not self._root.exists():
                return sizes
            for path in self._root.iterdir():
                name = path.name.removesuffix(_PART)
                if _HASH.fullmatch(name):
                    sizes[name] = max(path.stat().st_size, sizes.get(name, 0))
        return sizes

    def add(self, blob: Blob, offset: int, data: bytes) -> int:
        """Add `data` to what is there of a blob, and return how many bytes are there now.

        What does not begin where the blob ends so far changes nothing. Raises `CorruptBlobError`
        when the last byte shows that others were wrong, `ShelfError`.
        """
        whole, part = self._root / blob.hash, self._part(blob)
        with _disk(self._root):
            if whole.exists() and whole.stat().st_size == blob.size:
                return blob.size
            whole.unlink(missing_ok=True)  # the disk has cut it short
            self._root.mkdir(mode=0o700, parents=True, exist_ok=True)
            with part.open("ab") as file:
                if offset == file.tell():
                    file.write(data[: max(0, blob.size - offset)])
                    file.flush()
                there = file.tell()
                if there >= blob.size:
                    os.fsync(file.fileno())
            if there >= blob.size:
                self._finish(blob, part, whole)
        return min(there, blob.size)

    def _finish(self, blob: Blob, part: Path, whole: Path) -> None:
        if part.stat().st_size != blob.size or _hash_of(part) != blob.hash:
            part.unlink()
            raise CorruptBlobError(f"{blob.hash}: fetched, and it is something else")
        part.rename(whole)
        directory = os.open(self._root, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def path(self, blob: Blob) -> Path:
        """Return where a whole blob lies."""
        return self._root / blob.hash

    def read(self, blob: Blob) -> bytes:
        """Return a whole blob, its hash checked again. Raises `CorruptBlobError`, `ShelfError`."""
        path = self.path(blob)
        with _disk(self._root):
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() != blob.hash:
                path.unlink()
                raise CorruptBlobError(f"{blob.hash}: the disk gives back something else")
        return data

    def keep(self, hashes: Collection[str]) -> None:
        """Throw away every blob that is not among `hashes`. Raises `ShelfError`."""
        with _disk(self._root):
            for path in list(self._root.iterdir()) if self._root.exists() else []:
                if path.name.removesuffix(_PART) not in hashes:
                    path.unlink()

    def _part(self, blob: Blob) -> Path:
        return self._root / f"{blob.hash}{_PART}"


def _hash_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while read := file.read(_READ_BYTES):
            digest.update(read)
    return digest.hexdigest()


class ThreadedShelf:
    """A `Shelf` on files; whoever calls waits, and the event loop does not."""

    def __init__(self, root: Path) -> None:
        self._blobs = Blobs(root)

    async def sizes(self) -> dict[str, int]:
        return await asyncio.to_thread(self._blobs.sizes)

    async def add(self, blob: Blob, offset: int, data: bytes) -> int:
        return await asyncio.to_thread(self._blobs.add, blob, offset, data)

    async def read(self, blob: Blob) -> bytes:
        return await asyncio.to_thread(self._blobs.read, blob)

    async def work(self, make: Callable[[], MadeT]) -> MadeT:
        return await asyncio.to_thread(make)

    async def keep(self, hashes: Collection[str]) -> None:
        await asyncio.to_thread(self._blobs.keep, hashes)


@contextlib.contextmanager
def _disk(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ShelfError(f"{error.filename or root}: {error.strerror or error}") from error
