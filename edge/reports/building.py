"""Figures as a report: what it says at its head, its tables and pictures, and what to mind."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from edge.reports import words as w
from edge.reports.calendar import Calendar
from edge.reports.figures import Figures
from edge.reports.headlines import headlines
from edge.reports.model import Report, Words
from edge.reports.names import Names
from edge.reports.pictures import all_pictures
from edge.reports.tables import all_tables


def build_report(figures: Figures, names: Names, timezone: ZoneInfo) -> Report:
    """Return the report on what was measured."""
    calendar = Calendar(timezone)
    tables = all_tables(figures, names)
    return Report(
        w.DAY_REPORT if len(figures.days) == 1 else w.REPORT,
        names.hall,
        _period(figures),
        headlines(figures, calendar),
        tables,
        all_pictures(figures),
        tuple(_notes(figures, calendar)),
    )


def _period(figures: Figures) -> str:
    days = sorted(figures.days)
    if not days:
        return ""
    return days[0] if len(days) == 1 else f"{days[0]} – {days[-1]}"


def _notes(figures: Figures, calendar: Calendar) -> Iterator[Words]:
    if figures.waiting:
        when = calendar.minute(figures.ends)
        yield w.about(w.UNFINISHED_NOTE, when=when, count=figures.waiting)
    if figures.undated:
        yield w.about(w.UNDATED_NOTE, count=figures.undated)
    if _is_anything_doubtful(figures):
        yield w.DOUBTFUL_NOTE


def _is_anything_doubtful(figures: Figures) -> bool:
    flow = figures.all
    return any(
        (
            flow.wait.doubtful,
            flow.way.doubtful,
            flow.serve.doubtful,
            *(times.doubtful for times in figures.waits.values()),
            *(times.doubtful for times in figures.stays.values()),
            *(desk.doubtful for desk in figures.desks.values()),
            *(down.doubtful for down in figures.devices.values()),
        )
    )
