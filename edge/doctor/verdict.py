"""Judging a disk after a power cut by what is still there of what a sync had confirmed.

The records are written one after the other, with a sync in between. So after an honest cut:

- every record up to the last one told is there and whole, and so is each older one that still
  lies in the log;
- if a record is there, the ones before it are: a gap means a sync that returned too early, even
  if nobody had been told of the records in the gap;
- the one record that may have been under way is there, torn or missing, and nothing follows of it;
- once a lap has begun, the pages written before it are all whole.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from edge.doctor.records import File, Layout, number_of
from edge.doctor.rehearsal import Disk


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. `told` and `highest` are numbers of records, 0 for none."""

    told: int
    highest: int
    lost: tuple[int, ...] = ()
    pages_lost: tuple[int, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether the disk kept all that it had confirmed."""
        return not self.lost and not self.pages_lost

    @property
    def lost_told(self) -> int:
        """How many of the lost records somebody had been told of."""
        return sum(number <= self.told for number in self.lost)


def judge(
    disk: Disk,
    layout: Layout,
    run: bytes,
    told: int,
    progress: Callable[[int], None] = lambda _slot: None,
) -> Verdict:
    """Judge what `run` left, of which records up to `told` had been acknowledged.

    `progress` hears how many of the log's slots have been read. Nothing is written.
    """
    found: list[int | None] = []
    for slot in range(1, layout.slots + 1):
        data = disk.read(File.LOG, layout.log_offset(slot), layout.record_bytes)
        found.append(number_of(data, run))
        progress(slot)
    highest = max((number for number in found if number is not None), default=0)
    last = max(highest, told)
    lost = tuple(
        number for number in _expected(layout, last) if found[(number - 1) % layout.slots] != number
    )
    return Verdict(told, highest, lost, tuple(_pages_lost(disk, layout, run, last)))


def all_lost(layout: Layout, told: int) -> Verdict:
    """Return the verdict on a disk that has nothing left of a run."""
    return Verdict(told, 0, tuple(_expected(layout, told)))


def _expected(layout: Layout, last: int) -> range:
    # The record behind `last` may have been under way, and what its slot held went with it.
    return range(max(1, last - layout.slots + 2), last + 1)


def _pages_lost(disk: Disk, layout: Layout, run: bytes, last: int) -> Iterator[int]:
    written = layout.lap_start(last)
    if not written or layout.ends_lap(last):
        return
    for place in range(1, layout.pages + 1):
        data = disk.read(File.PAGES, layout.page_offset(place), layout.page_bytes)
        if number_of(data, run, place) != written:
            yield place
