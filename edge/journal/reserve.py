"""The disk reserve: room kept aside, so that a full disk ends new visits before it ends the hall.

While there is room the reserve is a file of its full size. When the disk runs low it is released:
no new visits from then on, but what is under way can be finished. When that room is gone too, the
hall is out of service, and comes back by itself.
"""

import logging
import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

log = logging.getLogger(__name__)


class Room(StrEnum):
    """How much room there is to write."""

    OK = "ok"
    LOW = "low"
    FULL = "full"


def free_bytes(folder: Path) -> int:
    """Return how many bytes can still be written into `folder`."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


class DiskReserve:
    """A preallocated file beside the journal; `check` is called now and then, off the loop."""

    def __init__(
        self,
        path: Path,
        size: int,
        needed: int,
        free: Callable[[Path], int] = free_bytes,
    ) -> None:
        """Keep `size` bytes aside at `path`; below `needed` free bytes there is no room at all."""
        self._path = path
        self._size = size
        self._needed = needed
        self._free = free

    def check(self) -> Room:
        """Keep, release or restore the reserve, and return how much room there is."""
        try:
            return self._check()
        except OSError as error:
            log.warning("the disk does not say how full it is: %s", error)
            return Room.FULL

    def _check(self) -> Room:
        free = self._free(self._path.parent)
        if not self._size:
            return Room.OK if free >= self._needed else Room.FULL
        if self._held():
            if free >= self._needed:
                return Room.OK
            self._path.unlink(missing_ok=True)
            return Room.LOW
        # More than was released, so that a disk at the brink does not swing to and fro.
        if free >= self._size + 2 * self._needed and self._hold():
            return Room.OK
        return Room.LOW if free >= self._needed else Room.FULL

    def _held(self) -> bool:
        return self._path.exists() and self._path.stat().st_size == self._size

    def _hold(self) -> bool:
        try:
            with self._path.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, self._size)
        except OSError:
            self._path.unlink(missing_ok=True)
            return False
        return True
