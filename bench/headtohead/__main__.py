"""The command: run the kill script on everybody, one after the other, and tell."""

import asyncio
import datetime as dt
import logging
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from bench.headtohead import report, script
from bench.headtohead.lineup import LINEUP
from bench.headtohead.system import SetupError

_HERE = Path(__file__).parent
_OUT = _HERE.parent / "out" / "headtohead.json"


async def measured(name: str, plan: script.Plan, tell: script.Tell) -> report.Row:
    """Run the script on the system `name` in a folder of its own. Raises `SetupError`."""
    # A short name: a Unix socket's path has 107 characters at most.
    with tempfile.TemporaryDirectory(prefix="h2h-", ignore_cleanup_errors=True) as folder:
        system = LINEUP[name](Path(folder))
        try:
            outcome = await script.run(system, plan, tell)
            return report.Row(system.description, await system.versions(), outcome)
        finally:
            await system.stop()


def main(
    rounds: Annotated[int, typer.Option(min=1, help="How often each is killed.")] = 20,
    facts: Annotated[int, typer.Option(min=1, help="How many facts are handed over.")] = 5000,
    rate: Annotated[float, typer.Option(min=1, help="Facts handed over per second.")] = 100,
    seed: Annotated[int, typer.Option(help="Draws the moments of the kills.")] = 20261122,
    only: Annotated[list[str] | None, typer.Option(help="This system only; repeatable.")] = None,
    results: Annotated[Path | None, typer.Option(help="Write the Markdown table here.")] = None,
) -> None:
    """Kill each system again and again while it takes facts, and count what arrives."""
    names = only or list(LINEUP)
    if unknown := [name for name in names if name not in LINEUP]:
        raise typer.BadParameter(f"{unknown[0]} is none of {', '.join(LINEUP)}")
    plan = script.plan(facts, rounds, rate, seed)
    console = Console()
    # To aiomqtt a broker that is killed under it is an error in a callback, told with a traceback.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    try:
        rows = _all(names, plan, console)
    except SetupError as error:
        console.print(f"headtohead: {error}", style="red", markup=False)
        raise typer.Exit(1) from None
    comparison = report.Comparison(plan, dt.datetime.now(dt.UTC), rows)
    console.print(report.table(comparison))
    if only is None:
        report.keep_json(comparison, _OUT)
        report.keep_markdown(comparison, results or _HERE / "RESULTS.md")


def _all(names: list[str], plan: script.Plan, console: Console) -> list[report.Row]:
    rows = []
    with Progress(console=console) as progress:
        for name in names:
            task = progress.add_task(name, total=1.0)

            def tell(what: str, share: float, name: str = name, task: TaskID = task) -> None:
                progress.update(task, description=f"{name}: {what}", completed=share)

            rows.append(asyncio.run(measured(name, plan, tell)))
    return rows


if __name__ == "__main__":
    typer.run(main)
