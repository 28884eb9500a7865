"""The figures as people read them: progress on the way, and a table at the end."""

import contextlib
from collections.abc import Callable, Iterator, Sequence

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from bench.figure import Figure


@contextlib.contextmanager
def progress(console: Console) -> Iterator[Callable[[str, float], None]]:
    """Show what is being done; give the function that is told."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("", total=1.0)
        yield lambda what, share: shown.update(task, description=what, completed=share)


def table(figures: Sequence[Figure]) -> Table:
    """Return the table of all figures."""
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for title, side in (
        ("name", "left"),
        ("what", "left"),
        ("figure", "right"),
        ("baseline", "right"),
        ("unit", "left"),
        ("ratio", "right"),
        ("goal", "left"),
        ("", "left"),
    ):
        drawn.add_column(title, justify=side, no_wrap=True)  # type: ignore[arg-type]
    for figure in figures:
        drawn.add_row(*_row(figure))
    return drawn


def _row(figure: Figure) -> tuple[str, ...]:
    verdict = "[green]reached[/]" if figure.reached else "[bold red]not reached[/]"
    return (
        figure.name,
        f"{figure.what}\n[dim]  against {figure.against}[/]",
        _number(figure.figure),
        _number(figure.baseline),
        figure.unit,
        f"{figure.ratio:.2f}",
        str(figure.goal or ""),
        verdict if figure.goal else "",
    )


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.3g}"
