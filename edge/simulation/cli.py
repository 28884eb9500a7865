"""`atrium simulate` and `atrium train`: days in a hall that does not exist, to try and to learn."""

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from edge.cli.options import Json
from edge.errors import UnusableError
from edge.paths import shipped_config
from edge.simulation.replay_cli import replay

if TYPE_CHECKING:
    from edge.simulation.world import Outcome, Script

_console = Console(stderr=True, highlight=False)
_INTERRUPTED = 130

_Config = Annotated[
    Path | None,
    typer.Option(help="The hall's configuration; the demo hall's if none.", readable=False),
]
_Days = Annotated[int, typer.Option(min=1, help="How many hall-days, in all worlds.")]
_Seed = Annotated[
    int | None, typer.Option(help="This one world only, from its first day to its last.")
]
_First = Annotated[int, typer.Option(help="The seed of the first world.")]
_Visitors = Annotated[int, typer.Option(min=0, max=10_000, help="Visitors a day.")]
_Serve = Annotated[
    float, typer.Option(min=1.0, max=300.0, help="Seconds a visitor is served, in the middle.")
]
_Badness = Annotated[
    float, typer.Option(min=0.0, max=20.0, help="How much goes wrong: 0 nothing, 1 a bad day.")
]
_Jobs = Annotated[int, typer.Option(min=0, help="Processes; 0: one for each core.")]


def register(app: typer.Typer, _run: typer.Typer) -> None:
    """Add the commands."""
    simulation = typer.Typer()
    simulation.callback(invoke_without_command=True)(simulate)
    simulation.command("replay")(replay)
    app.add_typer(simulation, name="simulate")
    app.command("train")(train)


def simulate(
    context: typer.Context,
    config: _Config = None,
    days: _Days = 1,
    seed: _Seed = None,
    first: _First = 1,
    visitors: _Visitors = 400,
    serve: _Serve = 100.0,
    badness: _Badness = 1.0,
    jobs: _Jobs = 0,
    as_json: Json = False,
) -> None:
    """Simulate days of a whole hall, with people, devices, faults and headquarters.

    Afterwards everything must agree: exit 1, and a command that replays it, where it does not.
    """
    if context.invoked_subcommand is not None:
        return
    from edge.simulation.batch import scripts_for  # noqa: PLC0415 - loads everything there is

    if seed is not None:
        _refuse_beside_seed(context)
    logging.basicConfig(level=logging.CRITICAL)
    scripts = [
        replace(
            script,
            visitors=visitors,
            badness=badness,
            serve_mean_s=serve,
            whole=script.whole or not badness,  # to try a plan is to try all of it
        )
        for script in scripts_for(days, first, seed)
    ]
    outcomes = _lived(scripts, config, jobs or os.cpu_count() or 1, quiet=as_json)
    _tell(outcomes, config, as_json=as_json)
    raise typer.Exit(1 if any(outcome.wrongs for outcome in outcomes) else 0)


def train(
    config: _Config = None,
    counter: Annotated[str, typer.Option(help="The counter at which the trainee sits.")] = "1",
    per_hour: Annotated[
        float, typer.Option(min=1.0, max=2000.0, help="How many visitors come in an hour.")
    ] = 90.0,
    serve: _Serve = 100.0,
    listen: Annotated[str, typer.Option(help="HOST:PORT on this machine.")] = "127.0.0.1:8070",
) -> None:
    """Open a simulated hall in real time, to learn a clerk's work in.

    Visitors come by themselves; all counters but the trainee's are served. Ends with Ctrl-C.
    """
    # Imported here: the other commands need none of this.
    from edge.listening import TcpAddress  # noqa: PLC0415
    from edge.settings import load_settings  # noqa: PLC0415
    from edge.simulation import training  # noqa: PLC0415
    from edge.simulation.plan import check_plan, load_plan  # noqa: PLC0415
    from edge.simulation.world import folder_in, memory  # noqa: PLC0415

    logging.basicConfig(level=logging.CRITICAL)
    source = config or shipped_config("demo.toml")
    check_plan(load_settings(source))
    lesson = training.Lesson(counter, per_hour, serve, TcpAddress.parse(listen))
    with folder_in(memory()) as name:
        folder = Path(name)
        plan = load_plan(source, folder / "clips")
        asyncio.run(training.train(plan, lesson, folder / "hall", _console.print))


def _refuse_beside_seed(context: typer.Context) -> None:
    # A world lasts as long as its number says: these would be without effect, and silently so.
    for name in ("days", "first"):
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise UnusableError(f"--{name}: not together with --seed, which is one whole world")


def _lived(
    scripts: "list[Script]", config: Path | None, jobs: int, *, quiet: bool
) -> "list[Outcome]":
    from edge.settings import load_settings  # noqa: PLC0415
    from edge.simulation.batch import live_all  # noqa: PLC0415
    from edge.simulation.plan import check_plan  # noqa: PLC0415

    source = config or shipped_config("demo.toml")
    check_plan(load_settings(source))
    # Both end it the same way: at once, and with every process that it has started.
    usual = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with _progress(sum(script.days for script in scripts), quiet=quiet) as advance:
            return live_all(scripts, source, jobs, advance)
    except KeyboardInterrupt:
        raise typer.Exit(_INTERRUPTED) from None
    finally:
        signal.signal(signal.SIGTERM, usual)


@contextmanager
def _progress(days: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn("hall-days"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    hidden = quiet or not _console.is_terminal
    with Progress(*columns, console=_console, transient=True, disable=hidden) as progress:
        task = progress.add_task("", total=days)
        yield lambda passed: progress.advance(task, passed)


def _tell(outcomes: "list[Outcome]", config: Path | None, *, as_json: bool) -> None:
    from edge.simulation.report import document, replay_command  # noqa: PLC0415
    from edge.simulation.shown import show  # noqa: PLC0415

    if as_json:
        sys.stdout.write(json.dumps(document(outcomes, config), ensure_ascii=False) + "\n")
    else:
        show(outcomes, Console(highlight=False))
    for outcome in outcomes:
        if outcome.wrongs:
            _tell_wrong(outcome, replay_command(outcome.script, config))


def _tell_wrong(outcome: "Outcome", replay: str) -> None:
    _console.print(f"[bold red]Wrong in the world of seed {outcome.script.seed}:[/]")
    for wrong in outcome.wrongs:
        _console.print(f"  {wrong}", soft_wrap=True, markup=False)
    _console.print(f"  Replay it: {replay}", soft_wrap=True, markup=False)
