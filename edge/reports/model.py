"""What a report is made of, before it is written anywhere: headlines, tables, pictures."""

from dataclasses import dataclass
from enum import StrEnum

Cell = str | int | float | None  # None: there is nothing that could be told


class Unit(StrEnum):
    """What a value is, and so how it is written."""

    TEXT = "text"
    COUNT = "count"
    SPAN = "span"  # milliseconds
    SHARE = "share"  # 0 to 1
    MEAN = "mean"  # of grades
    MINUTES = "minutes"  # may be negative


class Shape(StrEnum):
    """How a picture is drawn."""

    COLUMNS = "columns"  # series side by side, over labels
    STACKS = "stacks"  # series end to end, a row for each label


@dataclass(frozen=True, slots=True)
class Words:
    """The same thing said in both languages."""

    chinese: str
    english: str = ""

    def __str__(self) -> str:
        return f"{self.chinese} {self.english}".strip()


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure that a report begins with."""

    key: str
    words: Words
    value: Cell
    unit: Unit


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, and what stands in it."""

    key: str
    words: Words
    unit: Unit = Unit.COUNT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, one for each column. `note` says what a reader may not know."""

    key: str
    words: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Words = Words("")

    def column(self, key: str) -> tuple[Cell, ...]:
        """Return what stands in a column. Raises `KeyError`."""
        for place, column in enumerate(self.columns):
            if column.key == key:
                return tuple(row[place] for row in self.rows)
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Series:
    """Values of a picture, one for each of its labels."""

    key: str
    words: Words
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """Series over labels; `axis` says what is counted."""

    key: str
    words: Words
    shape: Shape
    axis: Words
    labels: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report. `period` is what it is about, `notes` what to keep in mind."""

    title: Words
    hall: Words
    period: str
    headlines: tuple[Headline, ...]
    tables: tuple[Table, ...]
    pictures: tuple[Picture, ...]
    notes: tuple[Words, ...] = ()

    def table(self, key: str) -> Table | None:
        """Return a table, if the report has it."""
        return next((table for table in self.tables if table.key == key), None)

    def picture(self, key: str) -> Picture | None:
        """Return a picture, if the report has it."""
        return next((picture for picture in self.pictures if picture.key == key), None)

    def headline(self, key: str) -> Headline | None:
        """Return a headline, if the report has it."""
        return next((line for line in self.headlines if line.key == key), None)
