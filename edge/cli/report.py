"""`atrium report day`: what a day, or many, were like, out of the journal."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import Progress

from edge.cli.options import DEFAULT_STATE, State
from edge.cli.shown import now
from edge.cli.written import naming, write_file
from edge.errors import UnusableError
from edge.journal.store import JournalReader
from edge.reports.building import build_report
from edge.reports.measuring import Measuring
from edge.reports.model import Report, Words
from edge.reports.names import Names, names_of
from edge.reports.reading import Period, facts_of, stretches
from edge.settings import HallConfig, load_settings
from edge.state_dir import StateDir


class Format(StrEnum):
    """How a report is written: `sheet` is one page of A4, `csv` a folder with a file a table."""

    TABLE = "table"
    CSV = "csv"
    XLSX = "xlsx"
    HTML = "html"
    SHEET = "sheet"
    JSON = "json"


_Config = Annotated[
    Path | None,
    typer.Option(help="The hall's configuration: names, targets, time zone.", readable=False),
]
_Day = Annotated[str, typer.Option("--day", help="A business day, YYYY-MM-DD; none: the latest.")]
_From = Annotated[str, typer.Option("--from", help="The first of several business days.")]
_To = Annotated[str, typer.Option("--to", help="The last of them; none: the latest.")]
_Format = Annotated[
    Format, typer.Option("--format", help="sheet: one page of A4; csv: a file for each table.")
]
_Out = Annotated[Path | None, typer.Option(help="Where to write it; for csv a folder.")]
_LATEST = "9999-12-31"


def register(app: typer.Typer, _run: typer.Typer) -> None:
    """Add the commands."""
    report = typer.Typer(no_args_is_help=True)
    app.add_typer(report, name="report")

    @report.callback(help="Reports out of the hall's journal, whether or not the hall runs.")
    def only() -> None:
        """Keep `day` a command of its own, as long as it is the only one."""

    @report.command("day")
    def day(
        state: State = DEFAULT_STATE,
        config: _Config = None,
        one: _Day = "",
        first: _From = "",
        last: _To = "",
        form: _Format = Format.TABLE,
        out: _Out = None,
    ) -> None:
        """Report on a business day, or on several: waits, services, clerks, ratings, devices."""
        if out is None and form not in (Format.TABLE, Format.JSON):
            raise UnusableError(f"--format {form.value} needs --out: where to write it")
        measured = _report(StateDir(state).journal, _period(one, first, last), config)
        _write(measured, form, out)


def _period(one: str, first: str, last: str) -> Period | None:
    if one and (first or last):
        raise UnusableError("either --day, or --from and --to")
    if last and not first:
        raise UnusableError("--to needs --from")
    if first:
        return Period(first, last or _LATEST)
    return Period(one, one) if one else None


def _report(journal: Path, period: Period | None, config: Path | None) -> Report:
    names, timezone = _hall(config)
    reader = JournalReader(journal)
    found = stretches(reader, period)
    measuring = Measuring(timezone, names.targets_s)
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("reading", total=sum(map(len, found)))
        for recorded in facts_of(reader, found, lambda read: progress.update(task, completed=read)):
            measuring.take(recorded)
    return build_report(measuring.report(), names, timezone)


def _hall(config: Path | None) -> tuple[Names, ZoneInfo]:
    if config is None:
        return Names(), ZoneInfo(HallConfig().timezone)
    settings = load_settings(config)
    hall = Words(settings.hall.names.name, settings.hall.names.name_english)
    devices = [device.id for device in settings.devices]
    reasons = settings.hall.supervision.reasons
    return names_of(settings.hall.plan, hall, devices, reasons), settings.timezone


def _write(report: Report, form: Format, out: Path | None) -> None:
    # Imported here: each loads a library of its own.
    if form is Format.TABLE:
        from edge.reports.writers.terminal import as_text, show  # noqa: PLC0415

        if out is None:
            show(report, Console())
        else:
            write_file(out, as_text(report))
    elif form is Format.JSON:
        from edge.reports.writers.json_text import json_text  # noqa: PLC0415

        _text(json_text(report), out)
    elif out is not None:
        _file(report, form, out)


def _text(text: str, out: Path | None) -> None:
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_file(out, text)


def _file(report: Report, form: Format, out: Path) -> None:
    if form is Format.XLSX:
        from edge.reports.writers.xlsx import workbook  # noqa: PLC0415

        with naming(out):
            out.write_bytes(workbook(report))
    elif form is Format.CSV:
        from edge.reports.writers.csv_files import csv_files  # noqa: PLC0415

        with naming(out):
            out.mkdir(parents=True, exist_ok=True)
        for name, text in csv_files(report):
            write_file(out / name, text)
    else:
        from edge.reports.writers.html import html_day_sheet, html_page  # noqa: PLC0415

        page = html_day_sheet if form is Format.SHEET else html_page
        write_file(out, page(report, now()))
