"""The disk under test, through two files; nothing goes through a buffer of our own."""

import errno
import os
import time
from pathlib import Path

from edge.doctor.records import File


class RealTime:
    """Time as it passes."""

    def now_s(self) -> float:
        """Return seconds since some moment."""
        return time.perf_counter()

    def pause(self, duration_s: float) -> None:
        """Let time pass."""
        time.sleep(duration_s)


class FolderDisk:
    """`log` and `pages` in a folder. Raises `OSError` where the system refuses."""

    def __init__(self, folder: Path, *, new: bool) -> None:
        """Open the files in `folder`, or make them anew."""
        flags = os.O_RDWR | os.O_CREAT | (os.O_EXCL if new else 0)
        self._files = {file: os.open(folder / file, flags, 0o600) for file in File}

    def write(self, file: File, offset: int, data: bytes) -> None:
        """Write all of `data`."""
        write_all(self._files[file], data, offset)

    def sync(self, file: File) -> None:
        """Return when the system says that the file's data is durable."""
        os.fdatasync(self._files[file])

    def read(self, file: File, offset: int, size: int) -> bytes:
        """Return what is there: nothing, where the medium cannot be read any more."""
        try:
            return os.pread(self._files[file], size, offset)
        except OSError as error:
            if error.errno == errno.EIO:
                return b""
            raise

    def close(self) -> None:
        """Let go of the files."""
        for descriptor in self._files.values():
            os.close(descriptor)


def write_all(descriptor: int, data: bytes, offset: int) -> None:
    """Write all of `data` at `offset`. Raises `OSError`."""
    view = memoryview(data)
    while view:
        done = os.pwrite(descriptor, view, offset)
        view, offset = view[done:], offset + done
