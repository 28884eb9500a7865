"""The quick check: all that can be said of a disk without cutting its power."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from edge.doctor import measure, survey
from edge.doctor.findings import Finding, Level, note
from edge.doctor.folder import DoctorFolder
from edge.doctor.latency import Latency, judge_latency
from edge.doctor.medium import Kind, Medium, judge_medium
from edge.doctor.place import judge_mount
from edge.doctor.room import Room, judge_read_back, judge_room, judge_sqlite

_LATENCY_WITHIN_S = 8.0

Watch = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured and, in bytes, what a hall needs."""

    appends: int
    region: int
    reserve: int
    needed: int


@dataclass(frozen=True, slots=True)
class Report:
    """All findings; `latency` is None where nothing could be measured."""

    findings: list[Finding]
    latency: Latency | None = None

    @property
    def usable(self) -> bool:
        """Whether nothing speaks against the disk."""
        return all(finding.level is not Level.BAD for finding in self.findings)


def check(state: Path, sizes: Sizes, watch: Watch) -> Report:
    """Look at the disk below `state` and measure it; `watch` hears step, done and total.

    Raises `DoctorError`.
    """
    mount = survey.mount_below(state)
    medium = survey.medium_below(mount)
    room = _room(state, sizes)
    found = [
        *judge_mount(mount),
        *(judge_medium(medium) if medium else []),
        judge_room(room),
        judge_sqlite(survey.SQLITE_VERSION, survey.writers_of(state / "journal.db")),
    ]
    if "ro" in mount.options:
        return Report(found)
    # Never into the room that a hall would keep aside.
    region = min(sizes.region, room.free - (sizes.reserve + 2 * sizes.needed))
    return _measured(Report(found), DoctorFolder(state), sizes.appends, region, medium, watch)


def _room(state: Path, sizes: Sizes) -> Room:
    found = os.statvfs(state)
    held = (state / "reserve.bin").exists()
    return Room(found.f_bavail * found.f_frsize, sizes.reserve, sizes.needed, held)


def _measured(
    report: Report,
    folder: DoctorFolder,
    appends: int,
    region: int,
    medium: Medium | None,
    watch: Watch,
) -> Report:
    with folder.held(), folder.trouble(), measure.probe_file(folder.probe) as descriptor:
        latency = measure.measure_latency(
            descriptor, appends, _LATENCY_WITHIN_S, lambda done: watch("appending", done, appends)
        )
        found = judge_latency(latency, medium.kind if medium else Kind.UNKNOWN)
        found.append(_read_back(descriptor, region, watch))
    return Report([*report.findings, *found], latency)


def _read_back(descriptor: int, region: int, watch: Watch) -> Finding:
    if region < measure.CHUNK_BYTES:
        return note("read back", "not tried: nothing to write was asked for, or there is no room")
    seed = measure.write_region(descriptor, region, lambda done: watch("writing", done, region))
    written = os.fstat(descriptor).st_size
    wrong = measure.read_region(descriptor, seed, lambda done: watch("reading back", done, written))
    return judge_read_back(written, wrong)
