"""How values are written for people: spans, shares and counts as text."""

from collections.abc import Callable, Iterable

from edge.reports.model import Cell, Table, Unit

NOTHING = "–"


def text(value: Cell, unit: Unit) -> str:
    """Return a value as a person reads it."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    return _WRITTEN[unit](value)


def span(ms: float) -> str:
    """Return a length of time as `m:ss`, or `h:mm:ss` from an hour on."""
    minutes, seconds = divmod(round(ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"


_WRITTEN: dict[Unit, Callable[[float], str]] = {
    Unit.TEXT: str,
    Unit.COUNT: lambda value: f"{value:,}",
    Unit.SPAN: span,
    Unit.SHARE: lambda value: f"{value:.1%}",
    Unit.MEAN: lambda value: f"{value:.2f}",
    Unit.MINUTES: lambda value: f"{value:+.1f}",
}


def header(table: Table) -> list[tuple[str, str]]:
    """Return key and heading of each column, for a terminal: two lines, Chinese first."""
    return [
        (column.key, f"{column.words.chinese}\n{column.words.english}".rstrip())
        for column in table.columns
    ]


def lines(table: Table) -> list[list[str]]:
    """Return each row as texts, for a table on a terminal."""
    units = [column.unit for column in table.columns]
    return [[text(cell, unit) for cell, unit in zip(row, units, strict=True)] for row in table.rows]


def without_empty_columns(table: Table) -> Table:
    """Return the table without columns, but for the first, that say nothing about any row."""
    return _only(table, [place for place in _places(table) if _says_anything(table, place)])


def _says_anything(table: Table, place: int) -> bool:
    # None of a hundred is a share worth telling; no pauses, all day, by nobody are not.
    nothing = _ZEROES if table.columns[place].unit in (Unit.COUNT, Unit.SPAN) else (None, "")
    return any(row[place] not in nothing for row in table.rows)


def brief(table: Table) -> Table:
    """Return what of a wide table fits on a terminal of 80 columns."""
    kept = [place for place in _places(table) if table.columns[place].key in _BRIEF]
    return _only(table, kept) if len(table.columns) > _BRIEF_COLUMNS_MAX else table


# Of tables that are wider, these columns are what people ask for first.
_BRIEF_COLUMNS_MAX = 11
_ZEROES = (None, 0)
_BRIEF = frozenset(
    {
        *("name", "issued", "served", "no_show"),
        *("wait_mean", "wait_p90", "in_time", "serve_mean"),
    }
)


def _places(table: Table) -> range:
    return range(1, len(table.columns))


def _only(table: Table, places: Iterable[int]) -> Table:
    """Return the table with its first column and those at `places`."""
    kept = [0, *places]
    return Table(
        table.key,
        table.words,
        tuple(table.columns[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in table.rows),
        table.note,
    )
