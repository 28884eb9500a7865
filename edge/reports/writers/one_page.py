"""What of a day's report goes on one sheet of paper: the head, and of each table the top rows."""

from dataclasses import dataclass, replace

from edge.reports.formats import without_empty_columns
from edge.reports.model import Headline, Picture, Report, Table

_HEADLINES = (
    "issued",
    "served",
    "no_shows",
    "in_time",
    "wait",
    "wait_p90",
    "wait_longest",
    "serve",
    "satisfied",
    "rated",
    "peak",
    "peak_at",
)
_PICTURES = ("hours", "waits_by_hour")

# Table, its columns on the sheet, and how many rows of it fit.
_TABLES: tuple[tuple[str, tuple[str, ...], int], ...] = (
    (
        "by_service",
        (
            *("service", "name", "name_english", "issued", "served", "no_show"),
            *("wait_mean", "wait_p90", "in_time"),
        ),
        10,
    ),
    ("time_by_clerk", ("staff", "open", "serving", "called", "paused", "idle", "busy"), 12),
    ("ratings_by_clerk", ("staff", "ratings", "mean", "satisfied"), 12),
    ("devices", ("device", "unit", "available", "times", "down"), 6),
    ("quarters", ("from", "tickets"), 4),
    ("estimates", ("where", "scored", "off_mean", "late", "within"), 3),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the sheet. `left_out` counts a table's rows that found no room."""

    headlines: tuple[Headline, ...]
    pictures: tuple[Picture, ...]
    tables: tuple[tuple[Table, int], ...]


def one_page(report: Report) -> Sheet:
    """Return what of the report goes on one sheet."""
    cut = (_cut(report.table(key), columns, rows) for key, columns, rows in _TABLES)
    return Sheet(
        tuple(line for key in _HEADLINES if (line := report.headline(key))),
        tuple(picture for key in _PICTURES if (picture := report.picture(key))),
        tuple(each for each in cut if each is not None),
    )


def _cut(table: Table | None, keys: tuple[str, ...], rows: int) -> tuple[Table, int] | None:
    if table is None:
        return None
    places = [at for at, column in enumerate(table.columns) if column.key in keys]
    narrow = replace(
        table,
        columns=tuple(table.columns[place] for place in places),
        rows=tuple(tuple(row[place] for place in places) for row in table.rows[:rows]),
    )
    return without_empty_columns(narrow), max(0, len(table.rows) - rows)
