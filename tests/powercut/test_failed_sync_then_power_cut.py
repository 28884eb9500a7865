"""A sync fails, the journal is opened again, and then the power goes: what was shown again stays.

What a failed sync should have saved is not saved by the next one. The running machine reads it from
its cache all the same: as if it were durable, which it is not before it has been written again.
"""

import random
from pathlib import Path

import pytest
import sqlite_structs as c
from checks import write_image
from cut_images import WEATHERS, Disk
from cuts import SEED
from io_log import Change, IoLog
from journal_days import EPOCH, HALL, a_counter_opens
from sqlite_vfs import Call, Go, between

from edge.journal.store import JournalStore
from edge.ports import StorageError

FACTS = 4
# Of the journal's making and of these facts; the last ones of `test_all_syncs_are_tried`.
SYNCS = 18


class FailingSyncs:
    """A disk whose syncs fail, from one on, a few times."""

    def __init__(self, first: int, times: int) -> None:
        self.log = IoLog()
        self.count = 0
        self._failing = range(first, first + times)

    def __call__(self, call: Call, go: Go) -> int:
        if call.kind != "sync":
            return self.log(call, go)
        self.count += 1
        if self.count - 1 not in self._failing:
            return self.log(call, go)
        self.log.changes.append(Change("forget", call.path.name))
        return c.IOERR_FSYNC


def opened(folder: Path) -> JournalStore:
    return JournalStore(folder / "journal.db", HALL, EPOCH)


def opened_at_last(folder: Path) -> JournalStore:
    """Open again as often as it takes, as a recovery does."""
    while True:
        try:
            return opened(folder)
        except StorageError:
            continue


def shown(folder: Path, syncs: FailingSyncs) -> tuple[tuple[int, bytes], int]:
    """Write facts, whatever fails; return what the journal shows in the end, and when it did."""
    with between(syncs):
        journal = opened_at_last(folder)
        while journal.tip[0] < FACTS:
            try:
                journal.append([a_counter_opens(journal.tip[0] + 1)])
            except StorageError:
                journal.close()
                journal = opened_at_last(folder)
                break
        tip, until = journal.tip, len(syncs.log.changes)
        journal.close()
    return tip, until


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("first", range(SYNCS))
def test_what_is_shown_after_a_sync_has_failed_survives_a_power_cut(
    folder: Path, first: int, times: int
):
    syncs = FailingSyncs(first, times)
    (seq, head), until = shown(folder, syncs)
    disk = Disk()
    for change in syncs.log.changes[:until]:
        disk.play(change)
    for weather in WEATHERS:
        write_image(folder, disk.image(random.Random(SEED), weather))
        journal = opened(folder)
        assert journal.tip == (seq, head), f"{weather.__name__} took what had been shown"
        journal.close()


def test_all_syncs_are_tried(folder: Path):
    syncs = FailingSyncs(0, 0)
    (seq, _head), until = shown(folder, syncs)
    assert seq == FACTS
    assert sum(change.kind == "sync" for change in syncs.log.changes[:until]) <= SYNCS
