"""The folder `doctor/` in a state directory: all that the doctor ever writes on a disk.

`log`, `pages` and `run.json` are there from a rehearsal until it has been judged, `tally.json`
until `clean`, `probe` only while a check runs.
"""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TypeVar

from edge.doctor.disk import FolderDisk
from edge.doctor.durable import store_durably, sync_folder
from edge.doctor.errors import DoctorError
from edge.doctor.records import File, Layout
from edge.doctor.tally import Tally

_T = TypeVar("_T")
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def boot_id() -> str:
    """Return what tells this start of the machine from any other."""
    return _BOOT_ID.read_text(encoding="ascii").strip()


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A rehearsal that has not been judged. `run` is hex; `boot` the start it was made in."""

    run: str
    boot: str
    slots: int = 1000
    pages: int = 64
    filling_bytes: int = 4096

    @property
    def run_bytes(self) -> bytes:
        """The run as it stands in each record."""
        return bytes.fromhex(self.run)

    @property
    def layout(self) -> Layout:
        """How its records lie."""
        return Layout(self.slots, self.pages, self.filling_bytes)


class DoctorFolder:
    """The folder below `state`. Every method raises `DoctorError` when the disk refuses."""

    def __init__(self, state: Path) -> None:
        """Speak of the folder; nothing is made yet."""
        self._state = state
        self.path = state / "doctor"
        self.probe = self.path / "probe"
        self._run = self.path / "run.json"
        self._tally = self.path / "tally.json"

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Make the folder and keep a second doctor out, as long as the block lasts.

        A folder that is empty then is removed.
        """
        with self.trouble():
            self.path.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(self.path, os.O_RDONLY)
        try:
            self._lock(descriptor)
            yield
        finally:
            os.close(descriptor)
            with contextlib.suppress(OSError):
                self.path.rmdir()

    def _lock(self, descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DoctorError(f"{self.path}: another doctor is at work here") from None

    def refuse_running_hall(self) -> None:
        """Raise `DoctorError` if a hall runs on this state directory."""
        lock = self._state / "lock"
        if not lock.exists():
            return
        with self.trouble(), lock.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DoctorError(
                    f"{self._state}: a hall runs here; stop it before you cut its power"
                ) from None

    def open_run(self) -> OpenRun | None:
        """Return the rehearsal that waits to be judged."""
        return self._load(self._run, OpenRun)

    def begin(self, run: OpenRun) -> FolderDisk:
        """Make the files of `run`; their names are durable before this returns."""
        self.end_run()
        with self.trouble():
            disk = FolderDisk(self.path, new=True)
            store_durably(self._run, asdict(run))
            sync_folder(self._state)
            return disk

    def disk(self) -> FolderDisk:
        """Open the files of the rehearsal that waits."""
        with self.trouble():
            return FolderDisk(self.path, new=False)

    def end_run(self) -> None:
        """Remove the files of the rehearsal. Safe to repeat."""
        self._remove(self._run, *(self.path / file for file in File))

    def tally(self) -> Tally:
        """Return the cuts that this disk has gone through."""
        return self._load(self._tally, Tally) or Tally()

    def keep(self, tally: Tally) -> None:
        """Make `tally` durable."""
        with self.trouble():
            store_durably(self._tally, asdict(tally))

    def clean(self) -> bool:
        """Remove the folder with all that the doctor wrote; tell whether there was any."""
        if not self.path.exists():
            return False
        with self.held():
            self.end_run()
            self._remove(self._tally, self.probe, *self.path.glob("*.json.new"))
        if self.path.exists():
            raise DoctorError(f"{self.path}: holds files that are not the doctor's; they are left")
        return True

    def _remove(self, *paths: Path) -> None:
        with self.trouble():
            for path in paths:
                path.unlink(missing_ok=True)

    def _load(self, path: Path, kind: type[_T]) -> _T | None:
        # A file that a lying disk has spoilt is no file; what is missing is judged elsewhere.
        try:
            content = json.loads(path.read_bytes())
        except (FileNotFoundError, ValueError):
            return None
        except OSError as error:
            raise DoctorError(f"{path}: {error.strerror or error}") from None
        names = {field.name for field in fields(kind)}  # type: ignore[arg-type]
        if not isinstance(content, dict) or set(content) != names:
            return None
        return kind(**content)

    @contextlib.contextmanager
    def trouble(self) -> Iterator[None]:
        """Turn what the system refuses into `DoctorError`."""
        try:
            yield
        except OSError as error:
            where = error.filename or self.path
            raise DoctorError(f"{where}: {error.strerror or error}") from None
