"""What a person reads of a disk: the findings of a check, and what came of a power cut."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from edge.doctor.findings import Finding, Level
from edge.doctor.powercut import Outcome
from edge.doctor.quick import Report
from edge.doctor.tally import Tally

_SIGNS = {Level.GOOD: ("✓", "green"), Level.NOTE: ("!", "yellow"), Level.BAD: ("✗", "bold red")}
_REHEARSE = "atrium doctor disk rehearse"


def say(content: dict[str, Any]) -> None:
    """Print one JSON object on a line of its own."""
    print(json.dumps(content, ensure_ascii=False), flush=True)  # noqa: T201


def print_report(state: Path, report: Report, *, as_json: bool) -> None:
    """Print what a quick check found."""
    if as_json:
        say(_reported(report))
        return
    console = Console(highlight=False)
    console.print(f"The disk below {state}\n")
    console.print(_findings(report.findings))
    console.print(_summed_up(report))


def _reported(report: Report) -> dict[str, Any]:
    latency = report.latency
    measured = latency and {
        "p50_ms": _ms(latency.percentile_s(50)),
        "p99_ms": _ms(latency.percentile_s(99)),
        "max_ms": _ms(latency.percentile_s(100)),
        "write_without_sync_ms": _ms(latency.write_s),
        "appends": len(latency.appends_s),
    }
    findings = [asdict(finding) for finding in report.findings]
    return {"usable": report.usable, "findings": findings, "durable_append": measured}


def _ms(duration_s: float) -> float:
    return round(duration_s * 1000, 4)


def _findings(findings: Iterable[Finding]) -> Table:
    table = _grid()
    for finding in findings:
        sign, style = _SIGNS[finding.level]
        said = Text(finding.said)
        if finding.hint:
            said.append(f"\n→ {finding.hint}", style="cyan")
        table.add_row(Text(sign, style=style), finding.about, said)
    return table


def _grid() -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=3, justify="right")
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _summed_up(report: Report) -> str:
    if not report.usable:
        return "\n[bold red]Do not run a hall on it as it is.[/]"
    return (
        "\nNothing found that rules it out. Whether it keeps what it confirms, "
        f"only power cuts show:\n[cyan]{_REHEARSE}[/]"
    )


def print_outcome(outcome: Outcome, cuts: int, *, as_json: bool) -> None:
    """Print what came of a power cut."""
    if as_json:
        say(_judged(outcome, cuts))
        return
    console = Console(highlight=False)
    console.print(f"{_headline(outcome, cuts)}\n")
    table = _grid()
    for about, said in _details(outcome, cuts):
        table.add_row("", about, said)
    console.print(table)
    if outcome.unfit:
        console.print("\nDo not run a hall on it: no software survives a disk that loses these.")


def _judged(outcome: Outcome, cuts: int) -> dict[str, Any]:
    return {
        "fit": False if outcome.unfit else True if outcome.tally.passed >= cuts else None,
        "passed": outcome.verdict.passed,
        "counts": outcome.counts,
        "power_was_cut": outcome.power_was_cut,
        "run": outcome.run,
        "told": outcome.verdict.told,
        "found": outcome.verdict.highest,
        "lost": list(outcome.verdict.lost),
        "pages_lost": list(outcome.verdict.pages_lost),
        "cuts_passed": outcome.tally.passed,
        "cuts_wanted": cuts,
        "loss_ruled_out": round(outcome.tally.loss_ruled_out, 4),
    }


def _headline(outcome: Outcome, cuts: int) -> str:
    passed = outcome.tally.passed
    if not outcome.verdict.passed:
        return "[bold red]✗ UNFIT: the disk lost what it had confirmed.[/]"
    if outcome.unfit:
        return "[bold red]✗ UNFIT: this cut was passed, but an earlier one was not.[/]"
    if not outcome.power_was_cut:
        return "[yellow]! All is there, but the power was not cut: this does not count.[/]"
    if not outcome.counts:
        return "[yellow]! All is there, but nothing had been told yet: this does not count.[/]"
    if passed >= cuts:
        return f"[bold green]✓ FIT: {passed} power cuts passed, {cuts} wanted.[/]"
    return f"[green]✓ This cut was passed: {passed} of {cuts}.[/]"


def _details(outcome: Outcome, cuts: int) -> Iterable[tuple[str, str]]:
    verdict = outcome.verdict
    yield "confirmed", f"{verdict.told} records"
    whole = ", all of them whole" if verdict.passed else ""
    yield "found", f"{verdict.highest}{whole}"
    if verdict.lost:
        yield "lost", f"{_counted(verdict.lost, 'record')}: {ranges(verdict.lost)}"
    if verdict.pages_lost:
        yield "", f"{_counted(verdict.pages_lost, 'page')}: {ranges(verdict.pages_lost)}"
    if outcome.counts and not outcome.unfit:
        yield "so far", _ruled_out(outcome.tally, cuts)


def _counted(numbers: Sequence[int], noun: str) -> str:
    return f"{len(numbers)} {noun}{'' if len(numbers) == 1 else 's'}"


def ranges(numbers: Sequence[int], shown_max: int = 5) -> str:
    """Return ascending numbers for a person: `1 to 4, 7, …`."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    parts = [f"{a}" if a == b else f"{a} to {b}" for a, b in found[:shown_max]]
    return ", ".join(parts) + (", …" if len(found) > shown_max else "")


def _ruled_out(tally: Tally, cuts: int) -> str:
    now = f"losses in more than {_percent(tally.loss_ruled_out)} of cuts are ruled out (95 %)"
    if tally.passed >= cuts:
        return now
    return f"{now}; after {cuts} cuts, in more than {_percent(Tally(cuts).loss_ruled_out)}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %" if share < 0.1 else f"{share * 100:.0f} %"


def print_stopped(number: int, *, as_json: bool) -> None:
    """Say that a rehearsal was ended by hand."""
    if as_json:
        say({"stopped": number})
    else:
        print(f"Ended after {number} records without a power cut; nothing to judge.")  # noqa: T201


def print_cleaned(folder: Path, was_there: bool, *, as_json: bool) -> None:
    """Say what `clean` did."""
    if as_json:
        say({"removed": was_there})
    else:
        print(f"{folder}: {'removed' if was_there else 'nothing to remove'}")  # noqa: T201
