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
    call_led,
    card,
    codecs,
    flood,
    http_tickets,
    led,
    paper,
    screens,
    simulation,
    start,
    tickets,
)
from bench.figure import Figure, keep
from bench.run import Run
from bench.table import progress, table

MEASURES: dict[str, Callable[[Run], list[Figure]]] = {
    "tickets": tickets.measure,
    "http-tickets": http_tickets.measure,
    "board": screens.measure,
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
}
_OUT = Path(__file__).parent / "out"
_FILE_WIDTH = 160


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
    figures = _measured(chosen, state.absolute(), out, quick=quick)
    console = Console()
    if not console.is_terminal:
        console.width = _FILE_WIDTH  # whoever keeps it in a file wants it whole
    console.print(table(figures))


def _measured(chosen: list[str], state: Path, out: Path, *, quick: bool) -> list[Figure]:
    figures = []
    with progress(Console(stderr=True)) as tell:
        for name in chosen:
            for figure in MEASURES[name](Run(state, quick, tell)):
                keep(figure, out)
                figures.append(figure)
    return figures


if __name__ == "__main__":
    typer.run(main)
