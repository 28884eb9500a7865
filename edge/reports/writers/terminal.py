"""A report for a terminal: tables of text."""

import io

from rich.console import Console, JustifyMethod
from rich.table import Table as Grid

from edge.reports.formats import brief, header, lines, text, without_empty_columns
from edge.reports.model import Report, Table, Unit

_WIDE = 170


def show(report: Report, console: Console) -> None:
    """Print the whole report."""
    console.print(f"[bold]{report.title}[/] {report.hall} {report.period}".rstrip())
    console.print(_headlines(report))
    for note in report.notes:
        console.print(str(note), style="yellow", markup=False)
    for table in report.tables:
        console.print()
        shown = without_empty_columns(table)
        console.print(_grid(shown if console.width >= _WIDE else brief(shown)))
        if str(table.note):
            console.print(str(table.note), style="dim", markup=False)


def as_text(report: Report, width: int = 200) -> str:
    """Return what `show` prints, without colours."""
    console = Console(file=io.StringIO(), width=width, color_system=None)
    with console.capture() as captured:
        show(report, console)
    return captured.get()


def _headlines(report: Report) -> Grid:
    grid = Grid(show_header=False, box=None, padding=(0, 2))
    grid.add_column(justify="right", style="bold")
    grid.add_column()
    for line in report.headlines:
        grid.add_row(text(line.value, line.unit), str(line.words))
    return grid


def _grid(table: Table) -> Grid:
    grid = Grid(title=str(table.words), title_justify="left", box=None, padding=(0, 1))
    for place, (_key, heading) in enumerate(header(table)):
        side: JustifyMethod = "left" if table.columns[place].unit is Unit.TEXT else "right"
        grid.add_column(heading, justify=side, overflow="fold", no_wrap=place == 0)
    for row in lines(table):
        grid.add_row(*(cell.replace("[", r"\[") for cell in row))
    return grid
