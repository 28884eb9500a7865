"""Verification finds whatever was done to a journal, and names the first fact that does not fit."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from journal_days import EPOCH, a_counter_opens, batch, journal_of_a_day

from edge.domain import facts as f
from edge.journal.store import JournalReader
from edge.journal.verify import Verdict, verify
from edge.ports import Batch, NewEpoch


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A journal of ten facts in two epochs."""
    path = tmp_path / "journal.db"
    journal = journal_of_a_day(path)
    renewal = batch(9, [f.EpochRenewed("hall", "EPOCH-2", EPOCH, "restored", 9)])
    journal.append([Batch(renewal.facts, epoch=NewEpoch("EPOCH-2", 9)), a_counter_opens(10)])
    journal.close()
    return path


def verdict_after(path: Path, *statements: str) -> Verdict:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    reader = JournalReader(path)
    try:
        return verify(reader)
    finally:
        reader.close()


def test_an_untouched_journal_is_whole(path: Path):
    verdict = verdict_after(path)
    assert (verdict.whole, verdict.facts, verdict.last) == (True, 10, 10)


@pytest.mark.parametrize(
    ("statement", "trouble"),
    [
        ("UPDATE facts SET body = replace(body, 'A001', 'A002') WHERE seq = 4", "fact 4 is not"),
        ("UPDATE facts SET subject = 'V2' WHERE seq = 5", "fact 5 is not"),
        ("UPDATE facts SET at = at + 1 WHERE seq = 6", "fact 6 is not"),
        ("UPDATE facts SET mono = 0 WHERE seq = 6", "fact 6 is not"),
        ("UPDATE facts SET clock = 'unsynced' WHERE seq = 6", "fact 6 is not"),
        ("UPDATE facts SET boot = 'boot-2' WHERE seq = 6", "fact 6 is not"),
        ("UPDATE facts SET sealed = NULL WHERE seq = 3", "fact 3 is not"),
        ("UPDATE facts SET sealed = x'01' WHERE seq = 4", "fact 4 is not"),
        ("UPDATE facts SET hash = x'00' WHERE seq = 7", "fact 7 is not"),
        ("DELETE FROM facts WHERE seq = 1", "fact 1 is missing"),
        ("DELETE FROM facts WHERE seq = 5", "fact 5 is missing"),
        ("DELETE FROM facts WHERE seq BETWEEN 4 AND 8", "fact 4 is missing"),
        ("UPDATE epochs SET base = x'00' WHERE first = 1", "genesis"),
        ("UPDATE epochs SET base = x'00' WHERE first = 9", "epoch that begins at 9"),
        ("UPDATE identity SET hall = 'H-02'", "genesis"),
        ("UPDATE epochs SET epoch = 'EPOCH-0' WHERE first = 1", "genesis"),
    ],
)
def test_an_edit_or_a_gap_is_found(path: Path, statement: str, trouble: str):
    verdict = verdict_after(path, statement)
    assert not verdict.whole
    assert trouble in verdict.trouble


def test_two_facts_that_changed_places_are_found(path: Path):
    verdict = verdict_after(
        path,
        "UPDATE facts SET seq = 99 WHERE seq = 6",
        "UPDATE facts SET seq = 6 WHERE seq = 7",
        "UPDATE facts SET seq = 7 WHERE seq = 99",
    )
    assert "fact 6 is not what was chained" in verdict.trouble


def test_a_fact_put_in_between_is_found(path: Path):
    rest = (
        "UPDATE facts SET seq = -seq - 1 WHERE seq > 5",
        "UPDATE facts SET seq = -seq WHERE seq < 0",
    )
    copy = "INSERT INTO facts SELECT 6, kind, at, boot, mono, clock, subject, body, sealed, hash"
    verdict = verdict_after(path, *rest, f"{copy} FROM facts WHERE seq = 5")
    assert "fact 6 is not what was chained" in verdict.trouble


def test_a_cut_off_end_is_seen_by_whoever_holds_the_head(path: Path):
    before = verdict_after(path)
    after = verdict_after(path, "DELETE FROM facts WHERE seq = 10")
    assert after.whole
    assert (after.last, after.head) != (before.last, before.head)


def test_progress_is_heard_on_the_way(tmp_path: Path):
    path = tmp_path / "long.db"
    journal = journal_of_a_day(path)
    journal.append([a_counter_opens(seq) for seq in range(9, 2510)])
    journal.close()
    reader = JournalReader(path)
    heard: list[int] = []
    assert verify(reader, heard.append).last == 2509
    assert heard == [1000, 2000]
    reader.close()
