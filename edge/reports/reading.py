"""Business days out of a journal, read while the hall runs and without any way to change it."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from edge.domain.facts import Recorded
from edge.errors import ExpectedError, UnusableError
from edge.journal.rows import recorded_of
from edge.journal.store import JournalReader

_TOLD_EVERY = 500


class NoSuchDayError(ExpectedError):
    """The journal holds no business day that was asked for."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Facts from seq `first` to `last`, both among them: one business day."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Period:
    """Business days from the first to the last, both among them. Raises `UnusableError`."""

    first: str
    last: str

    def __post_init__(self) -> None:
        for day in (self.first, self.last):
            if not _is_day(day):
                raise UnusableError(f"{day!r} is no day: write it as YYYY-MM-DD")
        if self.first > self.last:
            raise UnusableError(f"{self.first} is after {self.last}")

    def __contains__(self, day: str) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first} to {self.last}"


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def stretches(reader: JournalReader, period: Period | None) -> Sequence[Stretch]:
    """Return where the days of `period` lie in the journal; without one, its latest day.

    Raises `NoSuchDayError`.
    """
    days = reader.days()
    if not days:
        raise NoSuchDayError(f"{reader.path}: no business day was ever opened")
    ends = [first - 1 for first, _day in days[1:]] + [reader.last()]
    found = [
        Stretch(first, end)
        for (first, day), end in zip(days, ends, strict=True)
        if (day in period if period else first == days[-1][0])
    ]
    if not found:
        held = f"it holds {min(day for _, day in days)} to {max(day for _, day in days)}"
        raise NoSuchDayError(f"{reader.path}: no business day {period}: {held}")
    return found


def facts_of(
    reader: JournalReader,
    found: Sequence[Stretch],
    progress: Callable[[int], None] = lambda _facts: None,
) -> Iterator[Recorded]:
    """Yield the facts of `found`; `progress` hears now and then how many there were by then.

    What is sealed stays sealed. Raises `DamagedRowError`, `StorageError`.
    """
    read = 0
    for stretch in found:
        for row, _hash in reader.rows(stretch.first - 1, len(stretch)):
            yield recorded_of(row)
            read += 1
            if read % _TOLD_EVERY == 0:
                progress(read)
