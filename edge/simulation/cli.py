"""`atrium simulate`: let days pass in a hall that does not exist, and see whether all is well."""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from edge.cli.options import Json
from edge.paths import shipped_config

if TYPE_CHECKING:
    from edge.simulation.world import Outcome, Script

_console = Console(stderr=True, highlight=False)


def register(app: typer.Typer, _run: typer.Typer) -> None:
    """Add the command."""

    @app.command("simulate")
    def simulate(
        config: Annotated[
            Path | None,
            typer.Option(help="The hall's configuration; the demo hall's if none.", readable=False),
        ] = None,
        days: Annotated[int, typer.Option(min=1, help="How many hall-days, in all worlds.")] = 1,
        seed: Annotated[
            int | None, typer.Option(help="This one world only, from its first day to its last.")
        ] = None,
        first: Annotated[int, typer.Option(help="The seed of the first world.")] = 1,
        visitors: Annotated[int, typer.Option(min=0, help="Visitors a day.")] = 400,
        serve: Annotated[
            float, typer.Option(min=1.0, help="Seconds a visitor is served, in the middle.")
        ] = 100.0,
        badness: Annotated[
            float, typer.Option(min=0.0, help="How much goes wrong: 0 nothing, 1 a bad day.")
        ] = 1.0,
        jobs: Annotated[int, typer.Option(min=0, help="Processes; 0: one for each core.")] = 0,
        as_json: Json = False,
    ) -> None:
        """Simulate days of a whole hall, with people, devices, faults and headquarters.

        Afterwards everything must agree: exit 1, and a command that replays it, where it does not.
        """
        from edge.simulation.batch import scripts_for  # noqa: PLC0415 - loads everything there is

        logging.basicConfig(level=logging.CRITICAL)
        source = config or shipped_config("demo.toml")
        scripts = scripts_for(days, first, seed)
        scripts = [
            replace(script, visitors=visitors, badness=badness, serve_mean_s=serve)
            for script in scripts
        ]
        outcomes = list(_lived(scripts, source, jobs or os.cpu_count() or 1, quiet=as_json))
        wrong = [outcome for outcome in outcomes if outcome.wrongs]
        if as_json:
            said = [outcome.as_json() for outcome in outcomes]
            sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
        else:
            from edge.simulation.shown import show  # noqa: PLC0415

            show(outcomes, Console())
        for outcome in wrong:
            _tell_wrong(outcome, config)
        raise typer.Exit(1 if wrong else 0)


def _lived(scripts: "list[Script]", config: Path, jobs: int, *, quiet: bool) -> "Iterator[Outcome]":
    from edge.simulation.world import live  # noqa: PLC0415

    with _progress(sum(script.days for script in scripts), quiet=quiet) as advance:
        if jobs == 1 or len(scripts) == 1:
            for script in scripts:
                outcome = live(script, config)
                advance(script.days)
                yield outcome
            return
        with ProcessPoolExecutor(min(jobs, len(scripts))) as pool:
            worlds = [pool.submit(live, script, config) for script in scripts]
            for world in as_completed(worlds):
                advance(world.result().script.days)
            yield from (world.result() for world in worlds)


@contextmanager
def _progress(days: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    columns = (
        TextColumn("hall-days"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=_console, transient=True, disable=quiet) as progress:
        task = progress.add_task("", total=days)
        yield lambda done: progress.advance(task, done)


def _tell_wrong(outcome: "Outcome", config: Path | None) -> None:
    script = outcome.script
    words = ["atrium simulate", f"--seed {script.seed}", f"--visitors {script.visitors}"]
    words += [f"--badness {script.badness:g}", f"--serve {script.serve_mean_s:g}"]
    words += [f"--config {config}"] if config else []
    _console.print(f"[bold red]Wrong in the world of seed {script.seed}:[/]")
    for wrong in outcome.wrongs:
        _console.print(f"  {wrong}", soft_wrap=True, markup=False)
    _console.print(f"  Replay it: {' '.join(words)}", soft_wrap=True)
