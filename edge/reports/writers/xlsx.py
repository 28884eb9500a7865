"""A report as a workbook: a sheet for each table, numbers as numbers, times as lengths of time."""

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from edge.reports.formats import text
from edge.reports.model import Cell, Column, Picture, Report, Shape, Table, Unit
from edge.reports.writers.svg import COLOURS

_DAY_MS = 86_400_000
_NUMBERS = {
    Unit.COUNT: "#,##0",
    Unit.SPAN: "[h]:mm:ss",
    Unit.SHARE: "0.0%",
    Unit.MEAN: "0.00",
    Unit.MINUTES: "+0.0;-0.0;0.0",
}
_PICTURES = "图 Pictures"
_SHEET_NAME_MAX = 31
_WIDTH_MIN, _WIDTH_MAX = 7, 44
_NO_FORMULAS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
# A workbook says when it was made; the same report is to be the same file.
_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook knows no time zone


def workbook(report: Report) -> bytes:
    """Return the report as an XLSX file."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _NO_FORMULAS) as book:
        book.set_properties({"title": str(report.title), "created": _MADE})
        writing = _Writing(book, _formats(book))
        writing.summary(report)
        for table in report.tables:
            writing.table(table)
        writing.pictures(report)
    return file.getvalue()


def _formats(book: Any) -> dict[str, Any]:
    formats = {unit.value: book.add_format({"num_format": code}) for unit, code in _NUMBERS.items()}
    formats["head"] = book.add_format(
        {"bold": True, "text_wrap": True, "bottom": 2, "valign": "bottom"}
    )
    formats["drawn"] = book.add_format({"num_format": "#,##0.##"})
    formats["title"] = book.add_format({"bold": True, "font_size": 18})
    formats["note"] = book.add_format({"italic": True, "font_color": "#555555", "text_wrap": True})
    return formats


@dataclass
class _Writing:
    """The workbook that is being written, and its formats by name."""

    book: Any
    formats: dict[str, Any]

    def summary(self, report: Report) -> None:
        """Write the first sheet: headlines, notes, and the pictures beside them."""
        sheet = self.book.add_worksheet("总览 Summary")
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 18)
        sheet.write_string(0, 0, str(report.title), self.formats["title"])
        sheet.write_string(1, 0, f"{report.hall} {report.period}".strip())
        row = 3
        for line in report.headlines:
            sheet.write_string(row, 0, str(line.words))
            self._cell(sheet, row, 1, line.value, line.unit)
            row += 1
        for note in report.notes:
            row += 1
            sheet.set_row(row, 64)
            sheet.merge_range(row, 0, row, 1, "", self.formats["note"])
            sheet.write_string(row, 0, str(note), self.formats["note"])
        self._charts(sheet, report)
        _print_across(sheet, pages_down=1)

    def table(self, table: Table) -> None:
        """Write a sheet with a frozen, filterable heading."""
        sheet = self.book.add_worksheet(_sheet_name(table))
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, _heading(column), self.formats["head"])
            sheet.set_column(place, place, _width(table, place))
        for row, cells in enumerate(table.rows, 1):
            for place, cell in enumerate(cells):
                self._cell(sheet, row, place, cell, table.columns[place].unit)
        sheet.set_row(0, 48)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        sheet.repeat_rows(0)
        _print_across(sheet)
        if str(table.note):
            sheet.write_string(len(table.rows) + 2, 0, str(table.note), self.formats["note"])

    def _cell(self, sheet: Any, row: int, place: int, value: Cell, unit: Unit) -> None:
        if value is None:
            return
        if isinstance(value, str):
            sheet.write_string(row, place, value)
        else:
            number = value / _DAY_MS if unit is Unit.SPAN else value
            sheet.write_number(row, place, number, self.formats.get(unit.value))

    # --- pictures ---

    def _charts(self, sheet: Any, report: Report) -> None:
        for number, (picture, row) in enumerate(_placed(report)):
            place = {"x_offset": number % 2 * 580, "y_offset": number // 2 * 320}
            sheet.insert_chart(1, 3, self._chart(picture, row), place)

    def pictures(self, report: Report) -> None:
        """Write the last sheet: what the charts of the first are drawn from."""
        data = self.book.add_worksheet(_PICTURES)
        for picture, row in _placed(report):
            self._values(data, picture, row)
        data.set_column(0, 4, 22)
        _print_across(data)

    def _values(self, data: Any, picture: Picture, row: int) -> None:
        data.write_string(row, 0, str(picture.words), self.formats["head"])
        for place, series in enumerate(picture.series, 1):
            data.write_string(row, place, str(series.words), self.formats["head"])
            data.write_column(row + 1, place, series.values, self.formats["drawn"])
        for offset, label in enumerate(picture.labels, 1):
            data.write_string(row + offset, 0, label)

    def _chart(self, picture: Picture, row: int) -> Any:
        stacked = picture.shape is Shape.STACKS
        kind = {"type": "bar", "subtype": "stacked"} if stacked else {"type": "column"}
        chart = self.book.add_chart(kind)
        last = row + len(picture.labels)
        for place in range(1, len(picture.series) + 1):
            chart.add_series(
                {
                    "name": [_PICTURES, row, place],
                    "categories": [_PICTURES, row + 1, 0, last, 0],
                    "values": [_PICTURES, row + 1, place, last, place],
                    "fill": {"color": COLOURS[place - 1]},
                    "gap": 60,
                }
            )
        chart.set_title({"name": str(picture.words), "name_font": {"size": 11}})
        chart.set_y_axis(
            {"reverse": stacked, "min": 0, "major_gridlines": {"visible": not stacked}}
        )
        chart.set_legend({"position": "bottom", "none": len(picture.series) < 2})
        chart.set_size({"width": 560, "height": 300})
        return chart


def _placed(report: Report) -> Iterator[tuple[Picture, int]]:
    """Yield each picture and the row in which its values begin."""
    row = 0
    for picture in report.pictures:
        yield picture, row
        row += len(picture.labels) + 2


def _print_across(sheet: Any, pages_down: int = 0) -> None:
    """Print a sheet on A4 across, as wide as a page; `pages_down` 0: as long as it takes."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, pages_down)


def _sheet_name(table: Table) -> str:
    return f"{table.words}".replace("/", " ")[:_SHEET_NAME_MAX]


def _heading(column: Column) -> str:
    return "\n".join(filter(None, (column.words.chinese, column.words.english)))


def _width(table: Table, place: int) -> float:
    column = table.columns[place]
    texts = [text(row[place], column.unit) for row in table.rows]
    widest = max(map(_cells, (column.words.chinese, *texts)))
    return float(min(max(widest + 2, _WIDTH_MIN), _WIDTH_MAX))


def _cells(words: str) -> float:
    return sum(2.1 if ord(letter) > 0x2E7F else 1.0 for letter in words)
