"""`python -m bench.waits_table`: every model's score by service and by how full the hall was."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bench.run import Run
from bench.table import progress
from bench.waits import Judged, judged
from edge.domain.waits.scoring import Score, Scored, scores
from edge.paths import shipped_config

_DEMO = shipped_config("demo.toml")
_GROUPS: dict[str, Callable[[Scored], str]] = {
    "all": lambda _each: "all",
    "service": lambda each: each.service,
    "load": lambda each: each.band,
}
_TITLES = (
    "",
    "model",
    "tickets",
    "MAE",
    "bias",
    "P90",
    "late %",
    "80 % holds",
    "wide",
    "pin50",
    "pin90",
)
_WIDTH = 110


def main(
    by: Annotated[str, typer.Option(help="service, load or all.")] = "load",
    quick: Annotated[bool, typer.Option(help="Two days of each hall.")] = False,
    journal: Annotated[
        Path | None,
        typer.Option(help="Of this journal, not of synthetic halls.", exists=True, dir_okay=False),
    ] = None,
    config: Annotated[
        Path, typer.Option(help="The configuration of the hall that wrote the journal.")
    ] = _DEMO,
) -> None:
    """Show how good each model is, group by group; minutes where nothing else is said."""
    if by not in _GROUPS:
        raise typer.BadParameter(f"{by!r} is none of {', '.join(_GROUPS)}", param_hint="--by")
    console = Console()
    if not console.is_terminal:
        console.width = _WIDTH
    with progress(Console(stderr=True)) as tell:
        tables = [_table(each, by) for each in judged(Run(Path(), quick, tell, journal, config))]
    for table in tables:
        console.print(table)


def _table(hall: Judged, by: str) -> Table:
    table = Table(title=hall.name, box=None, pad_edge=False, header_style="bold")
    for title in _TITLES:
        table.add_column(title, justify="left" if title in ("", "model") else "right")
    found = scores(hall.scored, _GROUPS[by])
    for model, group in sorted(found, key=lambda each: (each[1], each[0])):
        table.add_row(group, model, *_row(found[model, group]))
    return table


def _row(score: Score) -> tuple[str, ...]:
    return (
        str(score.count),
        _minutes(score.mae_s),
        f"{score.bias_s / 60:+.2f}",
        _minutes(score.p90_s),
        f"{100 * score.late_share:.1f}",
        "" if score.coverage is None else f"{100 * score.coverage:.1f} %",
        "" if score.width_s is None else _minutes(score.width_s),
        _minutes(score.pinball_50_s),
        "" if score.pinball_90_s is None else _minutes(score.pinball_90_s),
    )


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.2f}"


if __name__ == "__main__":
    typer.run(main)
