"""How the commands of sync print: tables for people, JSON for programs."""

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sync.backoffice.reader import HallLine, VisitLine


def print_json(content: Any) -> None:
    """Print one line of JSON."""
    print(json.dumps(content, ensure_ascii=False))  # noqa: T201


def print_status(report: dict[str, Any]) -> None:
    """Print how the link is doing."""
    table = Table(show_header=False, box=None)
    waiting = report["newest"] - report["acked"]
    rows = {
        "hall": report["hall"] or "not reached yet",
        "broker": f"{report['broker']} {_yes(report['connected'], 'connected', 'not connected')}",
        "headquarters": _heard(report),
        "facts": f"{report['acked']} of {report['newest']} held, {waiting} to go",
        "state": _yes(report["in_step"], "in step", report["phase"]),
    }
    if report["commands"]:
        counted = [f"{count} {result}" for result, count in report["commands"].items()]
        rows["commands"] = ", ".join(counted)
    if report["problem"]:
        rows["problem"] = f"[bold red]{escape(report['problem'])}[/]"
    for name, value in rows.items():
        table.add_row(f"[bold]{name}[/]", value)
    Console().print(table)


def _heard(report: dict[str, Any]) -> str:
    heard = report["headquarters_answered_ms"]
    return f"last heard {_moment(heard)}" if heard else "[red]not heard yet[/]"


def print_halls(halls: Sequence[HallLine]) -> None:
    """Print a table of halls."""
    table = Table("hall", "link", "held", "newest", "lag", "last heard", "version", "issues")
    for hall in halls:
        table.add_row(
            hall.hall,
            _yes(hall.online, "online", "offline"),
            str(hall.upto),
            str(hall.newest),
            f"[red]{hall.lag}[/]" if hall.lag else "0",
            _moment(hall.heard_at),
            escape(hall.versions.get("atrium", "")),
            f"[red]{hall.issues}[/]" if hall.issues else "",
        )
    Console().print(table)


def print_visits(visits: Sequence[VisitLine]) -> None:
    """Print a table of visits."""
    table = Table(
        "hall", "ticket", "state", "service", "counter", "staff", "begun", "grade", "visit"
    )
    for visit in visits:
        table.add_row(
            visit.hall,
            escape(str(visit.ticket)),
            visit.state,
            escape(str(visit.service)),
            escape(str(visit.counter)),
            escape(str(visit.staff)),
            _moment(visit.begun_at),
            "" if visit.grade is None else str(visit.grade),
            escape(visit.visit),
        )
    Console().print(table)


def print_lines(lines: Sequence[Mapping[str, Any]], times: Collection[str] = ()) -> None:
    """Print a table of lines that all have the same fields; `times` are wall milliseconds."""
    if not lines:
        Console().print("none")
        return
    table = Table(*lines[0])
    for line in lines:
        table.add_row(*(_cell(line[name], name in times) for name in line))
    Console().print(table)


def _cell(value: object, is_time: bool) -> str:
    if isinstance(value, bool):
        return "✓" if value else ""
    return _moment(value) if is_time and isinstance(value, int) else escape(str(value))


def _yes(good: bool, yes: str, no: str) -> str:
    return f"[green]✓ {yes}[/]" if good else f"[red]✗ {no}[/]"


def _moment(at_ms: int) -> str:
    moment = dt.datetime.fromtimestamp(at_ms / 1000, tz=dt.UTC).astimezone()
    return f"{moment:%Y-%m-%d %H:%M:%S}"
