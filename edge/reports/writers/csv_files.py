"""A report as CSV: one file a table, as spreadsheets open it without asking."""

import csv
import io
from collections.abc import Iterator

from edge.reports.model import Cell, Headline, Report, Table, Unit

# Excel takes a file for UTF-8 only if it begins with this.
_BYTE_ORDER_MARK = "\ufeff"
# A text that begins so would be taken for a formula, and carried out.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_UNITS = {Unit.SPAN: "（秒 s）", Unit.SHARE: "（%）", Unit.MINUTES: ""}


def csv_files(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the name of each file and what is in it."""
    yield "summary.csv", _summary(report.headlines)
    for table in report.tables:
        yield f"{table.key}.csv", _file(_headings(table), [_row(table, row) for row in table.rows])


def _summary(headlines: tuple[Headline, ...]) -> str:
    rows = [
        [guarded(f"{line.words}{_UNITS.get(line.unit, '')}"), _cell(line.value, line.unit)]
        for line in headlines
    ]
    return _file(["指标 Figure", "数值 Value"], rows)


def _headings(table: Table) -> list[str]:
    return [f"{column.words}{_UNITS.get(column.unit, '')}" for column in table.columns]


def _row(table: Table, row: tuple[Cell, ...]) -> list[str]:
    return [_cell(cell, column.unit) for cell, column in zip(row, table.columns, strict=True)]


def _cell(value: Cell, unit: Unit) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    scaled = {Unit.SPAN: value / 1000, Unit.SHARE: value * 100}.get(unit, value)
    return f"{scaled:.2f}".rstrip("0").rstrip(".") if isinstance(scaled, float) else str(scaled)


def guarded(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _file(headings: list[str], rows: list[list[str]]) -> str:
    file = io.StringIO(newline="")
    file.write(_BYTE_ORDER_MARK)
    writer = csv.writer(file)
    writer.writerow(headings)
    writer.writerows(rows)
    return file.getvalue()
