"""`atrium devices scan`: what is plugged in where, and the survey of a hall."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from drivers.registry import probes
from drivers.transports import open_wire
from edge.cli.options import Json
from edge.cli.shown import now
from edge.cli.written import write_file
from edge.provisioning.places import Entry, Place, network
from edge.provisioning.survey import IN_CHINESE, Finding, Verdict, report
from edge.provisioning.surveying import ask_around, everywhere, question_count
from edge.provisioning.udev_rules import propose

Ports = Annotated[
    list[str] | None,
    typer.Option("--port", help="Ask only here: a path, tcp://HOST:PORT; may be repeated."),
]
Survey = Annotated[
    Path | None, typer.Option(help="Write the hall's survey (调研) to this Markdown file.")
]
Udev = Annotated[Path | None, typer.Option(help="Write udev rules for stable names to this file.")]
Hall = Annotated[str, typer.Option(help="The hall's name, for the survey.")]

_MARKS = {
    Verdict.WORKS: "[green]✓[/]",
    Verdict.ADAPT: "[yellow]~[/]",
    Verdict.REPLACE: "[bold red]✗[/]",
    Verdict.LOOK: "[yellow]?[/]",
    Verdict.FREE: "·",
}


def scan(
    port: Ports = None,
    survey: Survey = None,
    udev: Udev = None,
    hall: Hall = "",
    as_json: Json = False,
) -> None:
    """Ask every port who is there. No question moves paper or money, or wears a memory.

    Ports that the running hall holds are said to be in use: stop it to ask there.
    """
    found = asyncio.run(_look_everywhere(_places(port or []), quiet=as_json))
    if as_json:
        print(json.dumps([_as_json(each) for each in found], ensure_ascii=False))  # noqa: T201
    else:
        _print(found)
    if survey is not None:
        write_file(survey, report(found, hall or "–", now()))
        typer.echo(f"survey written to {survey}", err=True)
    if udev is not None:
        write_file(udev, propose(found))
        typer.echo(f"udev rules written to {udev}", err=True)


def _places(ports: list[str]) -> list[Place]:
    if not ports:
        return everywhere()
    return [network(port) if "://" in port else Place(Entry.SERIAL, port, port) for port in ports]


async def _look_everywhere(where: list[Place], *, quiet: bool) -> list[Finding]:
    asked = probes()
    with Progress(disable=quiet, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("asking", total=question_count(where, asked))
        return await ask_around(where, asked, open_wire, lambda: progress.advance(task))


def _as_json(finding: Finding) -> dict[str, Any]:
    sighting = finding.sighting
    return {
        "port": sighting.place.port,
        "name": sighting.place.name,
        "product": sighting.place.product,
        "kind": finding.kind,
        "protocol": finding.protocol,
        "baudrate": sighting.line.baudrate if sighting.line else None,
        "verdict": finding.verdict.value,
        "reason": finding.reason,
    }


def _print(findings: list[Finding]) -> None:
    if not findings:
        typer.echo("no ports were found on this machine")
        return
    table = Table(pad_edge=False, box=SIMPLE_HEAD)
    for name in ("port", "device", "verdict", "reason"):
        table.add_column(name, overflow="fold")
    for finding in findings:
        device = f"{finding.kind} {finding.protocol}".strip() or "–"
        verdict = f"{_MARKS[finding.verdict]} {finding.verdict.value}"
        verdict = f"{verdict}\n{IN_CHINESE[finding.verdict]}"
        name, reason = escape(finding.sighting.place.name), escape(finding.reason)
        table.add_row(name, device, verdict, reason)
    Console().print(table)
