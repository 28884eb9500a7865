"""The report of the day: its figures, and its tables one after the other."""

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import DataTable, Static

from edge.reports.formats import lines, text, without_empty_columns
from edge.reports.model import Report, Table, Unit
from edge.reports.model import Words as ReportWords
from edge.staff.supervisor import words
from edge.staff.supervisor.board import Board
from edge.staff.supervisor.screens.base import BoardScreen
from edge.staff.words import Words


class ReportScreen(BoardScreen):
    """Shows what it is given, and changes nothing."""

    BINDINGS = [  # noqa: RUF012 - Textual's
        Binding("shift+tab", "turn(-1)", priority=True),
        Binding("tab", "turn(1)", priority=True),
        Binding("escape,q,b", "back"),
    ]

    def __init__(self, board: Board, report: Report) -> None:
        super().__init__(board)
        self._report = report
        self._tables = [table for table in report.tables if table.rows]
        self._at = 0

    def compose_board(self) -> ComposeResult:
        yield Static(self._title(), id="report-title")
        yield Static(self._headlines(), id="headlines")
        yield Static(id="table-title")
        yield DataTable[Text](cursor_type="row", zebra_stripes=True, fixed_columns=1)
        yield Static(Text(self.board.say(words.REPORT_HELP)), id="report-help")

    def on_mount(self) -> None:
        self._show_table()
        self.query_one(DataTable).focus()

    def action_turn(self, step: int) -> None:
        if self._tables:
            self._at = (self._at + step) % len(self._tables)
            self._show_table()

    def action_back(self) -> None:
        self.app.pop_screen()

    def _title(self) -> Text:
        said = f" {self._say(self._report.title)}  {self._say(self._report.hall)}"
        return Text(f"{said}  {self._report.period}", no_wrap=True)

    def _headlines(self) -> Text:
        parts = [
            f"{self._say(line.words)} {text(line.value, line.unit)}"
            for line in self._report.headlines
        ]
        return Text("   ".join(parts))

    def _show_table(self) -> None:
        grid = self.query_one(DataTable)
        grid.clear(columns=True)
        if not self._tables:
            return
        shown = without_empty_columns(self._tables[self._at])
        place = f"{self._at + 1}/{len(self._tables)}"
        title = f" {place} {self._say(shown.words)}  {self._say(shown.note)}"
        self.query_one("#table-title", Static).update(Text(title, no_wrap=True))
        self._fill(grid, shown)

    def _fill(self, grid: DataTable[Text], table: Table) -> None:
        sides = ["left" if each.unit is Unit.TEXT else "right" for each in table.columns]
        for column in table.columns:
            grid.add_column(Text(self._say(column.words)))
        for cells in lines(table):
            grid.add_row(
                *(Text(cell, justify=side) for cell, side in zip(cells, sides, strict=True))  # type: ignore[arg-type]
            )

    def _say(self, said: ReportWords) -> str:
        return self.board.say(Words(said.chinese, said.english))
