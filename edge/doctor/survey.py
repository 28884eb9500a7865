"""Reading from /proc and /sys where a state directory lies, and who writes its journal."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from edge.doctor.errors import DoctorError
from edge.doctor.medium import Medium
from edge.doctor.place import Mount, mount_of, mounts

_PROC, _SYS = Path("/proc"), Path("/sys")
_ATTRIBUTES = (
    "removable",
    "queue/rotational",
    "device/type",
    "device/name",
    "device/model",
    "device/vendor",
    "device/manfid",
    "device/date",
    "device/life_time",
    "device/pre_eol_info",
)
SQLITE_VERSION = sqlite3.sqlite_version_info


def mount_below(state: Path) -> Mount:
    """Return the mount that `state` lies on. Raises `DoctorError`."""
    if not state.is_dir():
        raise DoctorError(f"{state}: no such directory")
    found = mount_of(state.resolve(), mounts((_PROC / "self/mountinfo").read_text()))
    if found is None:
        raise DoctorError(f"{state}: lies on no file system that is known here")
    return found


def medium_below(mount: Mount) -> Medium | None:
    """Return the block device below `mount`, the whole disk of a partition; None for none."""
    try:
        block = (_SYS / "dev/block" / mount.device).resolve(strict=True)
    except OSError:
        return None
    if (block / "partition").exists():
        block = block.parent
    return Medium(block.name, dict(_attributes(block)))


def _attributes(block: Path) -> Iterator[tuple[str, str]]:
    for name in _ATTRIBUTES:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            yield name, (block / name).read_text().strip()


def writers_of(journal: Path) -> int:
    """Return how many processes have `journal` open for writing, of those we may look into."""
    target = str(journal.resolve())
    return sum(_writes(process, target) for process in _PROC.glob("[0-9]*"))


def _writes(process: Path, target: str) -> bool:
    with contextlib.suppress(OSError):
        for descriptor in (process / "fd").iterdir():
            # Descriptors come and go while they are looked at.
            with contextlib.suppress(OSError):
                if str(descriptor.readlink()) == target and _writable(process, descriptor.name):
                    return True
    return False


def _writable(process: Path, descriptor: str) -> bool:
    for line in (process / "fdinfo" / descriptor).read_text().splitlines():
        name, _, value = line.partition(":")
        if name == "flags":
            return int(value, 8) & os.O_ACCMODE != os.O_RDONLY
    return False
