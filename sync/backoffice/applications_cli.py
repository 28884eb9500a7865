"""The commands of headquarters about applications: list, show, stage."""

import dataclasses
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Annotated

import typer

from edge.domain.stages import STAGES
from sync import tables
from sync.backoffice.applications import ApplicationDesk, NotAnApplicationError
from sync.backoffice.cli import (
    DEFAULT_STATE,
    Config,
    Hall,
    Json,
    Limit,
    OfHall,
    State,
    database_in,
    now_ms,
    one_line,
    signer_in,
)

Number = Annotated[str, typer.Argument(help="Its number, such as 261122-0042-7.")]
Step = Annotated[str, typer.Argument(help=f"One of {', '.join(STAGES)}.")]
AtStep = Annotated[str, typer.Option("--stage", help="Those at this stage only; new: at none.")]


def register(backoffice: typer.Typer) -> None:
    """Add the commands to `atrium backoffice`."""
    applications = typer.Typer(help="What visitors applied for at halls.", no_args_is_help=True)
    for name, command in (("list", list_them), ("show", show), ("stage", stage)):
        applications.command(name)(command)
    backoffice.add_typer(applications, name="applications")


def list_them(
    config: Config = None,
    state: State = DEFAULT_STATE,
    hall: OfHall = "",
    at_stage: AtStep = "",
    limit: Limit = 50,
    as_json: Json = False,
) -> None:
    """List what was handed in, newest first, without what it says."""
    with _desk(config, state) as desk:
        found = desk.applications(hall, at_stage, limit)
    lines = [dataclasses.asdict(each) for each in found]
    if as_json:
        tables.print_json(lines)
        return
    columns = ("hall", "number", "form", "handed_at", "step", "told", "kept")
    shown = [{name: line[name] for name in columns} for line in lines]
    tables.print_lines(shown, ("handed_at",))


def show(hall: Hall, number: Number, config: Config = None, state: State = DEFAULT_STATE) -> None:
    """Open the letter that came with an application; print all that it says, as JSON."""
    with _desk(config, state) as desk:
        opened = desk.read(hall, number)
    tables.print_json(dataclasses.asdict(opened))


def stage(
    hall: Hall,
    number: Number,
    step: Step,
    config: Config = None,
    state: State = DEFAULT_STATE,
) -> None:
    """Say how far an application is; whoever follows its number at the hall is told."""
    with _desk(config, state) as desk:
        line = desk.stage(hall, number, step, now_ms())
    reached = STAGES[line.step]
    where = "" if line.kept or line.own else " (the hall keeps it no more)"
    typer.echo(f"{line.number}: {reached.chinese} {reached.english}{where}")


@contextmanager
def _desk(config: Path | None, state: Path) -> Iterator[ApplicationDesk]:
    with one_line(NotAnApplicationError):
        database = database_in(config, state)
        with closing(ApplicationDesk(database, signer_in(state))) as desk:
            yield desk
