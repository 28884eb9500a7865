"""The media that boards play, as files by their hash: fetched once, bounded, gone with the server.

A browser asks for parts of a film again and again; from a file that costs no memory.
"""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{2,4}")


class ShelfError(Exception):
    """This medium cannot be kept; the message says why."""


class Shelf:
    """A folder of its own for at most `bytes_max`."""

    def __init__(self, bytes_max: int) -> None:
        self._bytes_max = bytes_max
        self._sizes: dict[str, int] = {}
        self._folder: Path | None = None

    def has(self, name: str) -> bool:
        """Whether that file is here."""
        return name in self._sizes

    def put(self, name: str, data: bytes) -> None:
        """Keep a medium as the file `name`, its SHA-256 and suffix. Raises `ShelfError`."""
        if not _NAME.fullmatch(name) or hashlib.sha256(data).hexdigest() != name[:64]:
            raise ShelfError("it is not what headquarters has named")
        if sum(self._sizes.values()) + len(data) > self._bytes_max:
            raise ShelfError(f"{len(data)} bytes are too many beside the others")
        try:
            (self._room() / name).write_bytes(data)
        except OSError as error:
            raise ShelfError(f"the disk does not take it: {error.strerror}") from error
        self._sizes[name] = len(data)

    def path(self, name: str) -> Path | None:
        """Return the file of that name; None where there is none."""
        return self._room() / name if name in self._sizes else None

    def keep_only(self, names: Collection[str]) -> None:
        """Remove all others."""
        for name in [each for each in self._sizes if each not in names]:
            (self._room() / name).unlink(missing_ok=True)
            del self._sizes[name]

    def close(self) -> None:
        """Remove everything. Safe to repeat."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = None
        self._sizes.clear()

    def _room(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="atrium-media-"))
        return self._folder
