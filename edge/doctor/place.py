"""Judging where a directory lies: the file system, and the mount options that touch durability."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from edge.doctor.findings import Finding, Level, bad, good, note

_OCTAL = re.compile(r"\\([0-7]{3})")

_IN_MEMORY = (Level.BAD, "lies in memory, gone at a restart", "use a real disk")
# SQLite's WAL needs memory shared by all that open the file: one machine.
_ELSEWHERE = (Level.BAD, "lies on another machine", "a journal needs a local disk")
_FIXED = (Level.BAD, "cannot be written", "")
_OVERLAY = (
    Level.BAD,
    "what is written may be gone at a restart",
    "mount a file system of its own for the state directory",
)
_NO_JOURNAL = (
    Level.NOTE,
    "has no journal of its own",
    "ext4 keeps its structure through a power cut",
)
_FUSE = (Level.NOTE, "whether syncs reach the medium depends on that program", "")

_KINDS: dict[str, tuple[Level, str, str]] = {
    "overlay": _OVERLAY,
    **dict.fromkeys(("tmpfs", "ramfs", "devtmpfs"), _IN_MEMORY),
    **dict.fromkeys(("squashfs", "erofs", "iso9660"), _FIXED),
    **dict.fromkeys(("nfs", "nfs4", "cifs", "smb3", "9p", "virtiofs", "vboxsf"), _ELSEWHERE),
    **dict.fromkeys(("fuse.sshfs", "ceph"), _ELSEWHERE),
    **dict.fromkeys(("vfat", "msdos", "exfat", "ext2"), _NO_JOURNAL),
}


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted file system. `device` is MAJOR:MINOR."""

    device: str
    point: str
    kind: str
    source: str
    options: frozenset[str]


def mounts(mountinfo: str) -> list[Mount]:
    """Read the lines of /proc/self/mountinfo (proc(5)), in order."""
    found = []
    for line in mountinfo.splitlines():
        before, dash, after = line.partition(" - ")
        fields, (kind, source, options) = before.split(), [*after.split(" "), "", "", ""][:3]
        if not dash or len(fields) < 6:
            continue
        both = {*fields[5].split(","), *options.split(",")}
        found.append(Mount(fields[2], _plain(fields[4]), kind, _plain(source), frozenset(both)))
    return found


def _plain(text: str) -> str:
    return _OCTAL.sub(lambda octal: chr(int(octal[1], 8)), text)


def mount_of(path: PurePath, found: Sequence[Mount]) -> Mount | None:
    """Return the mount that the absolute `path` lies on: the longest, of several the last."""
    holding = [mount for mount in found if path.is_relative_to(mount.point)]
    return max(reversed(holding), key=lambda mount: len(mount.point), default=None)


def judge_mount(mount: Mount) -> list[Finding]:
    """Judge file system and options, the worst first."""
    found = [_judge_kind(mount), *_judge_options(mount)]
    return sorted(found, key=lambda finding: "bad note good".index(finding.level))


def _judge_kind(mount: Mount) -> Finding:
    about, named = "file system", f"{mount.kind} on {mount.source}, mounted at {mount.point}"
    default = _FUSE if mount.kind.startswith("fuse") else None
    known = _KINDS.get(mount.kind, default)
    if known is None:
        return good(about, named)
    level, said, hint = known
    return Finding(level, about, f"{named}: {said}", hint)


def _judge_options(mount: Mount) -> list[Finding]:
    about, options, found = "mount options", mount.options, []
    if "ro" in options:
        found.append(bad(about, "ro: read-only", "a disk in trouble is remounted so: see dmesg"))
    if options & {"nobarrier", "barrier=0"}:
        said = "nobarrier: syncs do not make the disk write out its cache"
        found.append(bad(about, said, "mount it with barriers, the default"))
    if "volatile" in options:
        found.append(bad(about, "volatile: syncs are ignored", "mount it without"))
    if "data=writeback" in options:
        said = "data=writeback: after a cut, files may end in old data"
        found.append(note(about, said, "data=ordered is the default, and safer for the rest"))
    if "sync" in options:
        said = "sync: each write is synced, also those that need not be"
        found.append(note(about, said, "slow, and wears a card out: mount it without"))
    return found or [good(about, "none that weaken a sync")]
