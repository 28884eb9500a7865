"""What came of the simulated days, as a person reads it."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from edge.simulation.waits import percentile
from edge.simulation.world import Outcome


def show(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print a summary of `outcomes`, and how long people waited."""
    days = sum(outcome.script.days for outcome in outcomes)
    facts = sum(outcome.facts for outcome in outcomes)
    kept = sum(outcome.promises for outcome in outcomes)
    excused = sum(outcome.excused for outcome in outcomes)
    wrong = sum(bool(outcome.wrongs) for outcome in outcomes)
    worst_s = max(outcome.drained_s for outcome in outcomes)
    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_column(justify="right", style="bold")
    table.add_column()
    table.add_row(f"{days:,}", f"hall-days in {len(outcomes):,} worlds")
    table.add_row(f"{sum(o.tickets for o in outcomes):,}", "tickets")
    table.add_row(f"{sum(o.served for o in outcomes):,}", "visitors served")
    table.add_row(f"{facts:,}", "facts in the journals")
    table.add_row(f"{sum(o.mishaps for o in outcomes):,}", "mishaps")
    table.add_row(f"{kept:,}", "answers that people were given, and that headquarters has")
    if excused:
        table.add_row(f"{excused:,}", "more went with a card that was replaced by an older one")
    table.add_row(f"{worst_s:g} s", "at most until headquarters had everything")
    if wrong:
        table.add_row(f"[red]{wrong:,}[/]", "[red]worlds in which something is wrong[/]")
    else:
        table.add_row("[green]0[/]", "[green]worlds in which anything is wrong[/]")
    console.print(table)
    _show_waits(outcomes, console)


def _show_waits(outcomes: Sequence[Outcome], console: Console) -> None:
    services: dict[str, list[int]] = {}
    for outcome in outcomes:
        for service, waited in outcome.waited_ms.items():
            services.setdefault(service, []).extend(waited)
    table = Table("service", box=None, padding=(0, 2))
    for title in ("called", "mean wait", "9 of 10 within", "longest"):
        table.add_column(title, justify="right")
    for service, waited in services.items():
        mean = sum(waited) // len(waited)
        shown = (_minutes(ms) for ms in (mean, percentile(waited, 0.9), max(waited)))
        table.add_row(service, f"{len(waited):,}", *shown)
    if services:
        console.print()
        console.print(table)


def _minutes(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes}:{seconds:02d}"
