"""`python -m bench`: measure the figures, show them, and keep each in `bench/out`."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import (
    backlog,
    big_hall,
    board_day,
    call_led,
    card,
    codecs,
    dialogue_bytes,
    first_paint,
    flood,
    http_tickets,
    led,
    paper,
    screens,
    screens_memory,
    simulation,
    start,
    tickets,
    waits,
    whole_hall,
)
from bench.figure import Figure, keep
from bench.run import Run
from bench.table import progress, table
from edge.paths import shipped_config

MEASURES: dict[str, Callable[[Run], list[Figure]]] = {
    "tickets": tickets.measure,
    "http-tickets": http_tickets.measure,
    "board": screens.measure,
    "board-day": board_day.measure,
    "first-paint": first_paint.measure,
    "screens-memory": screens_memory.measure,
    "dialogue-bytes": dialogue_bytes.measure,
    "led": led.measure,
    "start": start.measure,
    "idle": start.measure_idle,
    "backlog": backlog.measure,
    "simulation": simulation.measure,
    "codecs": codecs.measure,
    "card": card.measure,
    "call-led": call_led.measure,
    "paper": paper.measure,
    "flood": flood.measure,
    "big-hall": big_hall.measure,
    "waits": waits.measure,
    "whole-hall": whole_hall.measure,
}
_OUT = Path(__file__).parent / "out"
_FILE_WIDTH = 160
_DEMO = shipped_config("demo.toml")


def main(
    only: Annotated[
        list[str] | None, typer.Option(help="Measure this one; may be repeated.")
    ] = None,
    quick: Annotated[
        bool, typer.Option(help="See that everything runs: sizes too small to mean anything.")
    ] = False,
    names: Annotated[bool, typer.Option("--list", help="List the names, and end.")] = False,
    state: Annotated[
        Path, typer.Option(help="A folder on the disk to measure; emptied afterwards.")
    ] = _OUT / "disk",
    out: Annotated[Path, typer.Option(help="Where each figure is kept.")] = _OUT,
    journal: Annotated[
        Path | None,
        typer.Option(
            help="Judge the waits of this journal, not of synthetic halls.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    config: Annotated[
        Path, typer.Option(help="The configuration of the hall that wrote the journal.")
    ] = _DEMO,
    minutes: Annotated[
        float, typer.Option(help="How long a whole hall is under load.", min=0.1)
    ] = 10.0,
) -> None:
    """Measure the hall's figures, each against a baseline of the same run."""
    if names:
        print("\n".join(MEASURES))
        return
    chosen = only or list(MEASURES)
    unknown = [name for name in chosen if name not in MEASURES]
    if unknown:
        print(f"bench: no figure {unknown[0]!r}; there are {', '.join(MEASURES)}", file=sys.stderr)
        raise typer.Exit(2)
    with progress(Console(stderr=True)) as tell:
        run = Run(state.absolute(), quick, tell, journal, config, minutes)
        try:
            figures = _measured(chosen, run, out)
        except waits.NothingToJudgeError as error:
            print(f"bench: {error}", file=sys.stderr)
            raise typer.Exit(1) from error
    console = Console()
    if not console.is_terminal:
        console.width = _FILE_WIDTH  # whoever keeps it in a file wants it whole
    console.print(table(figures))


def _measured(chosen: list[str], run: Run, out: Path) -> list[Figure]:
    figures = []
    for name in chosen:
        for figure in MEASURES[name](run):
            keep(figure, out)
            figures.append(figure)
    return figures


if __name__ == "__main__":
    typer.run(main)
