"""Rehearsing a power cut: writing as the journal writes, and telling only what a sync confirmed.

A sync that is ignored does harm only until the next honest one, so a cut finds it only if it was
the last. Which sync the last is, is left to chance but for one thing: after a sync that came back
much faster than others do, the rehearsal lingers, so that a cut is likely to fall right there.
Without lingering, a disk that ignores 1 % of its syncs passes 200 cuts in 13 of 100 cases or more.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from edge.doctor.records import File, Layout, log_record, page

LINGER_S = 0.25
# Busy machines have slow syncs at times: the quick ones are what a too fast one is compared with.
QUICKEST_SHARE = 0.2
TOO_FAST = 1 / 4
_REMEMBERED = 200
_KNOWN_MIN = 20


class Disk(Protocol):
    """The disk under test, as the journal sees it."""

    def write(self, file: File, offset: int, data: bytes) -> None:
        """Write; nothing is promised of it until the file is synced."""

    def sync(self, file: File) -> None:
        """Return when all that was written to `file` is durable: so the disk says."""

    def read(self, file: File, offset: int, size: int) -> bytes:
        """Return what is there; less than `size` at the file's end."""


class Time(Protocol):
    """Time that passes while the disk works."""

    def now_s(self) -> float:
        """Return seconds since some moment."""

    def pause(self, duration_s: float) -> None:
        """Let time pass."""


@dataclass(slots=True)
class Pace:
    """How long syncs take, and which of them came back too fast."""

    fast: int = 0
    last_s: float = 0.0
    worked_s: float = 0.0
    lingered_s: float = 0.0
    _known_s: deque[float] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    _until_known: int = _KNOWN_MIN
    _quick_s: float = 0.0

    def took(self, sync_s: float) -> bool:
        """Note how long a sync took; tell whether it came back too fast to be true."""
        self.last_s = sync_s
        self.worked_s += sync_s
        self._known_s.append(sync_s)
        self._until_known -= 1
        if not self._until_known:
            self._until_known = _KNOWN_MIN
            self._quick_s = sorted(self._known_s)[int(len(self._known_s) * QUICKEST_SHARE)]
        too_fast = sync_s < self._quick_s * TOO_FAST
        self.fast += too_fast
        return too_fast

    def may_linger(self) -> bool:
        """Tell whether there is time to: work comes first, half of the time at least."""
        return self.lingered_s <= self.worked_s


@dataclass(slots=True)
class Rehearsal:
    """One run: `step` after `step` until the power is gone."""

    disk: Disk
    time: Time
    run: bytes
    layout: Layout = field(default_factory=Layout)
    number: int = 0
    pace: Pace = field(default_factory=Pace)

    def step(self, tell: Callable[[int], None]) -> None:
        """Write the next record, sync, and `tell` its number; at the end of a lap the pages too."""
        self.number += 1
        offset = self.layout.log_offset(self.number)
        self.disk.write(File.LOG, offset, log_record(self.layout, self.run, self.number))
        too_fast = self._sync(File.LOG)
        tell(self.number)
        if too_fast and self.pace.may_linger():
            self.time.pause(LINGER_S)
            self.pace.lingered_s += LINGER_S
        if self.layout.ends_lap(self.number):
            self._overwrite_pages()

    def _overwrite_pages(self) -> None:
        for place in range(1, self.layout.pages + 1):
            data = page(self.layout, self.run, self.number, place)
            self.disk.write(File.PAGES, self.layout.page_offset(place), data)
        self._sync(File.PAGES)

    def _sync(self, file: File) -> bool:
        before_s = self.time.now_s()
        self.disk.sync(file)
        return self.pace.took(self.time.now_s() - before_s)
