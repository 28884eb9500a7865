"""What is told of a comparison: the table on the terminal, the JSON file and RESULTS.md."""

import dataclasses
import datetime as dt
import json
import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.table import Table

from bench.figure import Figure
from bench.headtohead.script import Outcome, Plan
from bench.headtohead.system import Description

_SHORT = ("acked", "arrived", "lost", "%", "doubled", "order", "drained")
_COLUMNS = ("acknowledged", "arrived", "lost", "lost %", "doubled", "out of order", "drained in")


@dataclass(frozen=True)
class Row:
    """One system, its parts' versions, and what it did."""

    system: Description
    versions: dict[str, str]
    outcome: Outcome

    def cells(self) -> tuple[str, ...]:
        """Return the figures as people read them, in the order of the columns."""
        found = self.outcome
        drained = "-" if found.drain_s is None else f"{found.drain_s:.1f} s"
        counts = (found.acknowledged, found.arrived, found.lost)
        share = f"{100 * found.lost / found.acknowledged:.2f}"
        return (
            *(f"{count:,}" for count in counts),
            share,
            str(found.doubled),
            str(found.out_of_order),
            drained,
        )

    def as_json(self) -> dict[str, Any]:
        """Return all that is known of the row."""
        outcome = dataclasses.asdict(self.outcome)
        return {**dataclasses.asdict(self.system), "versions": self.versions, **outcome}


@dataclass(frozen=True)
class Comparison:
    """All rows of one run of the script, Atrium's first."""

    plan: Plan
    at: dt.datetime
    rows: list[Row]

    @property
    def figure(self) -> Figure:
        """Acknowledged facts that Atrium lost, against the best whole system of the others."""
        whole = [row for row in self.rows if row.system.whole]
        ours = [row.outcome.lost for row in whole if row.system.name == "atrium"]
        others = [row.outcome.lost for row in whole if row.system.name != "atrium"]
        return Figure(
            name="headtohead",
            figure=float(sum(ours)),
            unit="acknowledged facts lost",
            baseline=float(min(others, default=0)),
            what="acknowledged facts that Atrium lost",
            against="the whole system that lost fewest of the others",
        )


def table(comparison: Comparison) -> Table:
    """Return the comparison for a terminal of 80 columns, with names instead of titles."""
    shown = Table(title=_size(comparison), box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    shown.add_column("system", no_wrap=True)
    for column in _SHORT:
        shown.add_column(column, justify="right")
    for row in comparison.rows:
        shown.add_row(row.system.name, *row.cells())
    return shown


def keep_json(comparison: Comparison, path: Path) -> None:
    """Write the main figure and every row to `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {
        **comparison.figure.as_json(comparison.at),
        "plan": dataclasses.asdict(comparison.plan),
        "rows": [row.as_json() for row in comparison.rows],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def keep_markdown(comparison: Comparison, path: Path) -> None:
    """Write the table with what is needed to judge and repeat it."""
    command = (
        f"python -m bench.headtohead --rounds {len(comparison.plan.lives_s)} "
        f"--facts {comparison.plan.facts} --rate {comparison.plan.rate_per_s:g} "
        f"--seed {comparison.plan.seed}"
    )
    parts = [
        "# Head to head: what a kill costs",
        f"{_size(comparison)}. Measured {comparison.at:%Y-%m-%d %H:%M} UTC on {_machine()}; one "
        "system after the other, the same seconds of life before each kill for all.",
        _markdown_table(comparison),
        "`lost` are facts that were acknowledged and never arrived. `doubled` are arrivals beyond "
        "the first of a fact. `drained in` is from the moment the centre listens to the last "
        "arrival, waiting for the next attempt to connect included; a storage alone has no network "
        "to wait for, and whoever found the centre at its restart had little left.",
        "## What was run",
        *(_described(row) for row in comparison.rows),
        "## Repeat it",
        f"```sh\n{command}\n```",
        "What the script does, what counts as fair, and what it does not show: "
        "[README.md](README.md).",
    ]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _size(comparison: Comparison) -> str:
    plan = comparison.plan
    return (
        f"{plan.facts:,} facts at {plan.rate_per_s:g}/s, {len(plan.lives_s)} times SIGKILL, "
        f"centre offline until the end, seed {plan.seed}"
    )


def _machine() -> str:
    python = platform.python_version()
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {python}"


def _markdown_table(comparison: Comparison) -> str:
    lines = [
        "| system | " + " | ".join(_COLUMNS) + " |",
        "|---|" + "---:|" * len(_COLUMNS),
        *(f"| {row.system.title} | " + " | ".join(row.cells()) + " |" for row in comparison.rows),
    ]
    return "\n".join(lines)


def _described(row: Row) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in row.versions.items())
    found = row.outcome
    return "\n".join(
        [
            f"**{row.system.title}** ({versions})",
            f"- setting: {row.system.setting}",
            f"- acknowledged when: {row.system.acknowledged_when}",
            f"- without an answer: {row.system.retry}",
            f"- between its word and the disk: {row.system.why}",
            f"- {found.kills} kills, {found.unanswered} offers without an answer, {found.late} "
            f"facts after the last kill, {found.restart_median_s:.1f} s to start (median)",
        ]
    )
