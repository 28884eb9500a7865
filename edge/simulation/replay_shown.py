"""A day lived again, as a table for a person and as JSON for a program."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from edge.simulation.replay_figures import Figures, Row, Scene, by_rule, by_time


def show(title: str, scenes: Sequence[Scene], rows: Sequence[Row], console: Console) -> None:
    """Print the waits of each group, scene below scene."""
    table = Table(title=title)
    table.add_column("wait (min)", no_wrap=True)
    table.add_column("")
    for name in ("calls", "mean", "90 %", "longest", "in target"):
        table.add_column(name, justify="right")
    for row in rows:
        for at, (scene, figures) in enumerate(zip(scenes, row.figures, strict=True)):
            table.add_row("" if at else row.whom, scene.name, *_cells(figures))
        table.add_section()
    console.print(table)
    for scene in scenes:
        if scene.not_called:
            console.print(f"{scene.name}: {scene.not_called} visitors were never called")
    _show_rules(scenes[-1], console)


def _cells(figures: Figures | None) -> list[str]:
    if figures is None:
        return ["0"]
    return [
        str(figures.calls),
        *(f"{each / 60:.1f}" for each in (figures.mean_s, figures.p90_s, figures.longest_s)),
        f"{figures.within:.0%}",
    ]


def _show_rules(scene: Scene, console: Console) -> None:
    counts = by_rule(scene)
    called = ", ".join(f"{_named(rule)} {count}" for rule, count in counts.items())
    console.print(f"{scene.name}, called by: {called}", soft_wrap=True)


def _named(rule: str) -> str:
    return f"line {rule}" if rule.isdigit() else rule


def document(day: str, scenes: Sequence[Scene], rows: Sequence[Row]) -> dict[str, Any]:
    """Return everything that is shown, as JSON values; times in seconds."""
    return {
        "day": day,
        "scenes": [
            {
                "name": scene.name,
                "not_called": scene.not_called,
                "by_rule": by_rule(scene),
                "by_time": {
                    f"{minute // 60:02d}:{minute % 60:02d}": round(wait_s, 1)
                    for minute, wait_s in by_time(scene).items()
                },
            }
            for scene in scenes
        ],
        "rows": [
            {
                "whom": row.whom,
                "figures": [None if it is None else asdict(it) for it in row.figures],
            }
            for row in rows
        ],
    }
