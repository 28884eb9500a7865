"""What of a day's report goes on one sheet of paper: the head, and of each table the top rows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from edge.reports.formats import without_empty_columns
from edge.reports.model import Cell, Headline, Picture, Report, Table

_HEADLINES = (
    *("issued", "served", "no_shows", "in_time", "wait", "wait_p90"),
    *("wait_longest", "serve", "satisfied", "rated", "peak", "peak_at"),
)
_PICTURES = ("hours", "waits_by_hour")

# What stands on the sheet of each table, and how many rows of it find room.
_SERVICES = (
    *("service", "name", "name_english", "issued", "served", "no_show"),
    *("wait_mean", "wait_p90", "in_time"),
)
_SERVICE_ROWS, _CLERK_ROWS, _DEVICE_ROWS, _QUARTER_ROWS, _ESTIMATE_ROWS = 10, 10, 5, 5, 2
_CLERKS = (
    ("time_by_clerk", ("staff", "open", "serving", "called", "paused", "idle", "busy")),
    ("by_clerk", ("served", "no_show", "serve_mean")),
    ("ratings_by_clerk", ("ratings", "satisfied")),
)
_DEVICES = ("device", "unit", "available", "times", "down")
_ESTIMATES = ("where", "scored", "off_mean", "late", "within")


@dataclass(frozen=True, slots=True)
class Cut:
    """A table as far as it fits; `left_out` counts the rows that do not."""

    table: Table
    left_out: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the sheet."""

    headlines: tuple[Headline, ...]
    pictures: tuple[Picture, ...]
    tables: tuple[Cut, ...]


def one_page(report: Report) -> Sheet:
    """Return what of the report goes on one sheet."""
    return Sheet(
        tuple(line for key in _HEADLINES if (line := report.headline(key))),
        tuple(picture for key in _PICTURES if (picture := report.picture(key))),
        tuple(_cuts(report)),
    )


def _cuts(report: Report) -> Iterator[Cut]:
    chosen = (
        (_most(report.table("by_service"), "issued", _SERVICE_ROWS), _SERVICES, _SERVICE_ROWS),
        (_most(_clerks(report), "open", _CLERK_ROWS), None, _CLERK_ROWS),
        (report.table("devices"), _DEVICES, _DEVICE_ROWS),
        (_busiest(report.table("quarters")), None, _QUARTER_ROWS),
        (report.table("estimates"), _ESTIMATES, _ESTIMATE_ROWS),
    )
    for table, keys, rows in chosen:
        if table is not None:
            narrow = table if keys is None else _only(table, keys)
            kept = without_empty_columns(replace(narrow, rows=narrow.rows[:rows]))
            yield Cut(kept, max(0, len(table.rows) - rows))


def _most(table: Table | None, key: str, room: int) -> Table | None:
    """Return the table with the rows first that have the most of `key`, if there is no room."""
    if table is None or len(table.rows) <= room:
        return table
    much = dict(zip(table.rows, table.column(key), strict=True))
    return replace(table, rows=tuple(sorted(table.rows, key=lambda row: -float(much[row] or 0))))


def _only(table: Table, keys: tuple[str, ...]) -> Table:
    places = [place for place, column in enumerate(table.columns) if column.key in keys]
    columns = tuple(table.columns[place] for place in places)
    rows = tuple(tuple(row[place] for place in places) for row in table.rows)
    return replace(table, columns=columns, rows=rows)


def _busiest(quarters: Table | None) -> Table | None:
    """Return the busiest quarter hours; the others nobody misses on the sheet."""
    return None if quarters is None else replace(quarters, rows=quarters.rows[:_QUARTER_ROWS])


def _clerks(report: Report) -> Table | None:
    """Return one table of all that is told of each clerk."""
    time = report.table(_CLERKS[0][0])
    if time is None:
        return None
    whole = _only(time, _CLERKS[0][1])
    for key, columns in _CLERKS[1:]:
        more = report.table(key)
        if more is not None:
            whole = _beside(whole, _only(more, ("staff", *columns)))
    return whole


def _beside(table: Table, more: Table) -> Table:
    """Return `table` with the columns of `more` beside it, row by row for the same clerk."""
    nothing: tuple[Cell, ...] = (None,) * (len(more.columns) - 1)
    known = {row[0]: row[1:] for row in more.rows}
    rows = tuple((*row, *known.get(row[0], nothing)) for row in table.rows)
    return replace(table, columns=(*table.columns, *more.columns[1:]), rows=rows)
