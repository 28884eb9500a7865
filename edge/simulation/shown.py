"""What came of the simulated days, as a person reads it."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from edge.simulation.waits import CounterTimes, Flow, all_of, percentile
from edge.simulation.world import Outcome


def show(outcomes: Sequence[Outcome], console: Console) -> None:
    """Print a summary of `outcomes`: what happened, how people waited, how busy counters were."""
    flow = all_of(outcome.flow for outcome in outcomes)
    console.print(_summary(outcomes, flow))
    for table in (_waits(flow), _counters(flow)):
        if table.row_count:
            console.print()
            console.print(table)


def _summary(outcomes: Sequence[Outcome], flow: Flow) -> Table:
    excused = sum(outcome.excused for outcome in outcomes)
    wrong = sum(bool(outcome.wrongs) for outcome in outcomes)
    days = sum(outcome.script.days for outcome in outcomes)
    colour = "red" if wrong else "green"
    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_column(justify="right", style="bold")
    table.add_column()
    table.add_row(f"{days:,}", f"hall-days in {len(outcomes):,} worlds")
    table.add_row(f"{sum(o.tickets for o in outcomes):,}", "tickets")
    if flow.walked_in:
        table.add_row(f"{flow.walked_in:,}", "more came to a counter without a ticket")
    table.add_row(f"{sum(o.served for o in outcomes):,}", "visitors served")
    table.add_row(f"{flow.no_shows:,}", "called, and did not come")
    table.add_row(f"{flow.never_called:,}", "never called")
    table.add_row(f"{sum(o.mishaps for o in outcomes):,}", "mishaps")
    table.add_row(f"{sum(o.facts for o in outcomes):,}", "facts in the journals")
    table.add_row(
        f"{sum(o.promises for o in outcomes):,}",
        "answers given to people, each looked for at headquarters",
    )
    if excused:
        table.add_row(f"{excused:,}", "more lost with a card or database put back to an older one")
    unsure = sum(outcome.unsure for outcome in outcomes)
    if unsure:
        table.add_row(f"{unsure:,}", "calls past somebody, by a clock that had been set meanwhile")
    worst_s = max((outcome.drained_s for outcome in outcomes), default=0.0)
    table.add_row(f"{worst_s:g} s", "at most until headquarters had everything")
    table.add_row(f"[{colour}]{wrong:,}[/]", f"[{colour}]worlds with anything wrong in them[/]")
    return table


def _waits(flow: Flow) -> Table:
    table = _table("service", "called", "mean wait", "9 of 10 within", "longest")
    for service, waited in flow.waited_ms.items():
        times = (sum(waited) // len(waited), percentile(waited, 90), max(waited))
        table.add_row(service, f"{len(waited):,}", *map(_minutes, times))
    return table


def _counters(flow: Flow) -> Table:
    table = _table("counter", "served", "serving", "waiting for them", "free")
    for counter, spent in flow.counters.items():
        table.add_row(counter, f"{spent.served:,}", *_shares(spent))
    return table


def _shares(spent: CounterTimes) -> list[str]:
    free_ms = spent.open_ms - spent.called_ms - spent.serving_ms
    parts_ms = (spent.serving_ms, spent.called_ms, free_ms)
    return [f"{part_ms / max(spent.open_ms, 1):.0%}" for part_ms in parts_ms]


def _table(first: str, *others: str) -> Table:
    table = Table(first, box=None, padding=(0, 2))
    for title in others:
        table.add_column(title, justify="right")
    return table


def _minutes(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes}:{seconds:02d}"
