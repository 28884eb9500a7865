"""The same power cuts find bugs that were put in on purpose, and disks that lie about syncs."""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import edgefakes
import pytest
from cut_images import WEATHERS
from cuts import SEED, broken_by
from morning import CHECKPOINT_PAGES, Kind, NotingCommitter, record

from edge.journal import store
from edge.journal.keys import KeyStore
from edge.ports import Batch, StorageError

CUTS = 1200


def broken_promises(folder: Path, kind: Kind, *, powersafe: bool = True) -> Counter[str]:
    """Count what power cuts break after a morning of that kind; spread over all positions."""
    (folder / "morning").mkdir()
    (folder / "after").mkdir()
    recording = record(folder / "morning", kind)
    step = (
        max(1, len(recording.changes) * len(WEATHERS) // CUTS) | 1
    )  # odd: every weather has its turn
    numbers = range(0, CUTS * step, step)
    after = folder / "after"
    broken = broken_by(recording, after, SEED, numbers, powersafe=powersafe)
    return Counter(each.what for each in broken)


def test_nothing_is_broken_where_no_bug_was_put_in(folder: Path):
    assert not broken_promises(folder, Kind())


# --- bugs ---


def test_syncing_at_checkpoints_only_loses_acknowledged_facts(
    folder: Path, figure: Callable[[str], None]
):
    normal = {"synchronous": 1, "wal_autocheckpoint": CHECKPOINT_PAGES}
    broken = broken_promises(folder, Kind(pragmas=normal))
    figure(f"power cuts with synchronous=NORMAL: {broken['lost']} of {CUTS} lost facts")
    assert broken["lost"] > CUTS / 10
    assert not broken["corrupt"]


def test_no_sync_at_all_makes_journals_that_cannot_be_used(folder: Path):
    off = {"synchronous": 0, "wal_autocheckpoint": CHECKPOINT_PAGES}
    broken = broken_promises(folder, Kind(pragmas=off))
    assert sum(broken.values()) > CUTS / 10
    assert broken["corrupt"] + broken["unusable"] > 0


class TooEarly(NotingCommitter):
    """Tells whoever waits before the disk has been asked."""

    def _write(self, batches: list[Batch]) -> StorageError | None:
        upto = self.journal.tip[0] + sum(len(batch.facts) for batch in batches)
        self.promises.begins(len(self.log.changes), upto, batches)
        self.promises.acknowledges(len(self.log.changes), upto, batches)
        return super()._write(batches)


def test_an_answer_before_the_commit_is_found(folder: Path):
    assert broken_promises(folder, Kind(committer=TooEarly))["lost"] > CUTS / 10


class FactsBeforeKeys(NotingCommitter):
    """Makes facts durable before the keys of those they are about."""

    def _write(self, batches: list[Batch]) -> StorageError | None:
        keys = [key for batch in batches for key in batch.keys]
        without = [Batch(each.facts, (), each.dropped_keys, each.epoch) for each in batches]
        error = super()._write(without)
        self.promises.keys.update(keys)
        if keys:
            self.keys.add(keys)
        return error


def test_a_person_whose_key_came_too_late_is_found(folder: Path):
    assert broken_promises(folder, Kind(committer=FactsBeforeKeys))["keys"] > 0


class KeysGoneBeforeFacts(NotingCommitter):
    """Deletes keys before it is durable that nobody needs them."""

    def _write(self, batches: list[Batch]) -> StorageError | None:
        self.keys.drop([visit for batch in batches for visit in batch.dropped_keys])
        return super()._write(batches)


def test_a_key_that_is_deleted_too_early_is_found(folder: Path):
    assert broken_promises(folder, Kind(committer=KeysGoneBeforeFacts))["keys"] > 0


@pytest.mark.parametrize(
    ("pragma", "found"),
    [
        ("secure_delete = OFF", "not erased"),
        ("synchronous = FULL", "keys"),  # the deletion of a rollback journal is not synced
        ("journal_mode = WAL", "not erased"),
    ],
)
def test_a_setting_of_the_keys_that_is_too_weak_is_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch, pragma: str, found: str
):
    class Weaker(KeyStore):
        def __init__(self, path: Path) -> None:
            super().__init__(path)
            self._connection.execute(f"PRAGMA {pragma}")

    monkeypatch.setattr(edgefakes, "KeyStore", Weaker)
    assert broken_promises(folder, Kind())[found] > 0


# --- disks that lie ---


@pytest.mark.parametrize("lying", [0.01, 0.05])
def test_no_software_survives_a_disk_that_lies_about_syncs(
    folder: Path, lying: float, figure: Callable[[str], None]
):
    """What is told here is why a card is qualified before it is trusted with a hall."""
    dice = random.Random(SEED)
    broken = broken_promises(folder, Kind(laps=8, lies=lambda: dice.random() < lying))
    total = sum(broken.values())
    figure(f"power cuts, {lying:.0%} of syncs not done: {total} of {CUTS} broke a promise")
    assert broken["lost"] > 0


def test_a_store_that_takes_overwriting_to_be_powersafe_loses_facts_where_it_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch, figure: Callable[[str], None]
):
    """What SQLite does by itself, on a disk where a torn write damages its neighbours."""
    monkeypatch.setattr(
        store,
        "connect",
        lambda path: sqlite3.connect(path, isolation_level=None, check_same_thread=False),
    )
    broken = broken_promises(folder, Kind(), powersafe=False)
    lost = broken["lost"]
    figure(f"power cuts, torn neighbours and SQLite not told of them: {lost} of {CUTS} lost facts")
    assert broken["lost"] > 0
