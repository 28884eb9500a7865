"""The state directory: where everything lies that a hall keeps, and who holds it."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edge.errors import ExpectedError


class StateHeldError(ExpectedError):
    """Another controller runs on this state directory."""


class StateDirError(ExpectedError):
    """The state directory cannot be used: not there, not a directory, not ours."""


@contextlib.contextmanager
def state_trouble(root: Path) -> Iterator[None]:
    """Turn what the file system refuses into `StateDirError`."""
    try:
        yield
    except OSError as error:
        raise StateDirError(f"{error.filename or root}: {error.strerror or error}") from None


@dataclass(frozen=True)
class StateDir:
    """Paths below one directory."""

    root: Path

    @property
    def journal(self) -> Path:
        """The journal's database."""
        return self.root / "journal.db"

    @property
    def keys(self) -> Path:
        """The visits' wrapped keys."""
        return self.root / "keys.db"

    @property
    def hall_key(self) -> Path:
        """The key that wraps them."""
        return self.root / "hall.key"

    @property
    def reserve(self) -> Path:
        """The room kept aside."""
        return self.root / "reserve.bin"

    @property
    def library(self) -> Path:
        """Headquarters' documents."""
        return self.root / "library"

    @property
    def attachments(self) -> Path:
        """Pictures of documents that go with applications, sealed."""
        return self.root / "attachments"

    def socket(self, role: str) -> Path:
        """Return the Unix socket of a role."""
        return self.root / "sockets" / f"{role}.sock"

    def prepare(self) -> None:
        """Make the directory, for its owner alone; the sockets' folder may be passed through.

        Raises `StateDirError`.
        """
        with state_trouble(self.root):
            self.root.mkdir(parents=True, exist_ok=True, mode=0o711)
            (self.root / "sockets").mkdir(exist_ok=True, mode=0o711)

    def hold(self) -> int:
        """Hold the directory until this process ends; return the lock's descriptor.

        Raises `StateHeldError` naming the process that holds it, `StateDirError`.
        """
        with state_trouble(self.root):
            descriptor = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "another"
            os.close(descriptor)
            raise StateHeldError(f"{self.root}: process {holder} runs this hall already") from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        return descriptor
