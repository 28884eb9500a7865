"""Which facts of a journal a report is about, and what it says where there are none."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from report_journals import journal_of
from report_story import bare_story

from edge.errors import UnusableError
from edge.journal.rows import body_text
from edge.journal.store import JournalReader, JournalStore
from edge.ports import Batch, NewFact
from edge.reports.reading import NoSuchDayError, Period, Stretch, facts_of, stretches

THREE_DAYS = bare_story(
    """
    08:00 day 2026-03-02
    09:00 V1 takes pay
    28:00 dayend 2026-03-02
    28:00 day 2026-03-03
    33:00 V2 takes pay
    52:00 dayend 2026-03-03
    52:00 day 2026-03-02
    57:00 V3 takes pay
    """
)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[JournalStore]:
    with contextlib.closing(journal_of(tmp_path, THREE_DAYS)) as opened:
        yield opened


def kinds(journal: JournalStore, period: Period | None) -> list[str]:
    reader = JournalReader(journal.path)
    return [each.fact.kind for each in facts_of(reader, stretches(reader, period))]


def test_without_a_period_it_is_the_day_that_was_opened_last(journal: JournalStore):
    assert kinds(journal, None) == ["DayOpened", "TicketReserved", "TicketIssued"]


def test_a_day_that_was_opened_twice_is_both_stretches(journal: JournalStore):
    # A wrong clock had opened the third of March in between.
    found = stretches(JournalReader(journal.path), Period("2026-03-02", "2026-03-02"))
    assert found == [Stretch(1, 4), Stretch(9, 11)]
    assert sum(map(len, found)) == 7


def test_several_days_are_read_in_the_order_of_the_journal(journal: JournalStore):
    reader = JournalReader(journal.path)
    facts = list(facts_of(reader, stretches(reader, Period("2026-03-01", "2026-03-09"))))
    assert [each.seq for each in facts] == list(range(1, 12))


def test_what_is_written_meanwhile_neither_disturbs_nor_is_disturbed(journal: JournalStore):
    reader = JournalReader(journal.path)
    reading = facts_of(reader, stretches(reader, None))
    first = next(reading)
    (more,) = bare_story("60:00 1 opens 1001")
    written = type(more)(12, more.moment, more.fact)
    journal.append([Batch([NewFact(written, body_text(written.fact.body()))])])
    assert [first.seq, *(each.seq for each in reading)] == [9, 10, 11]
    assert JournalReader(journal.path).last() == 12


def test_progress_is_told_now_and_then(tmp_path: Path):
    takes = "\n".join(f"09:00 V{number} takes pay" for number in range(600))
    facts = bare_story(f"08:00 day 2026-03-02\n{takes}")
    with contextlib.closing(journal_of(tmp_path, facts)) as journal:
        reader = JournalReader(journal.path)
        told: list[int] = []
        assert len(list(facts_of(reader, stretches(reader, None), told.append))) == 1201
    assert told == [500, 1000]


def test_a_day_that_is_not_there_is_named_with_those_that_are(journal: JournalStore):
    with pytest.raises(NoSuchDayError, match="no business day 2026-03-09: it holds 2026-03-02 to"):
        stretches(JournalReader(journal.path), Period("2026-03-09", "2026-03-09"))


def test_a_journal_without_days_says_so(tmp_path: Path):
    JournalStore(tmp_path / "journal.db", "H-01", "EPOCH-1").close()
    with pytest.raises(NoSuchDayError, match="no business day was ever opened"):
        stretches(JournalReader(tmp_path / "journal.db"), None)


@pytest.mark.parametrize("day", ["yesterday", "2026-3-2", "2026-02-30", "20260302"])
def test_a_day_that_is_none_is_named(day: str):
    with pytest.raises(UnusableError, match=f"'{day}' is no day"):
        Period(day, "2026-03-02")


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(UnusableError, match="2026-03-03 is after 2026-03-02"):
        Period("2026-03-03", "2026-03-02")
