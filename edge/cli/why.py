"""`atrium why`: why a ticket was called when it was, and before others, out of the journal."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from edge.api.explained import told_of
from edge.cli.options import DEFAULT_STATE, Json, State
from edge.domain import facts as f
from edge.domain.refusals import RefusedError
from edge.domain.rules import RulesError
from edge.errors import UnusableError
from edge.journal.rows import recorded_of
from edge.journal.store import JournalReader
from edge.settings import load_settings
from edge.state_dir import StateDir

_Visit = Annotated[str, typer.Argument(help="A ticket, such as A012, or a visit's id.")]
_Other = Annotated[str, typer.Option("--before", help="The ticket or visit it is compared with.")]
_Day = Annotated[str, typer.Option("--day", help="A business day, YYYY-MM-DD; none: the latest.")]
_Config = Annotated[
    Path, typer.Option("--config", help="The hall's configuration.", exists=True, dir_okay=False)
]


def register(app: typer.Typer, _run: typer.Typer) -> None:
    """Add the command."""
    app.command("why")(why)


def why(
    ticket: _Visit,
    config: _Config,
    before: _Other = "",
    day: _Day = "",
    state: State = DEFAULT_STATE,
    as_json: Json = False,
) -> None:
    """Say why a ticket was called when it was, and why those who wait were not."""
    settings = load_settings(config)
    facts = _facts_of(StateDir(state).journal, day)
    visit, other = _visit(facts, ticket), _visit(facts, before) if before else ""
    try:
        said = told_of(facts, visit, other, settings.hall.plan, settings.timezone)
    except (RefusedError, RulesError) as error:
        raise UnusableError(str(error)) from None
    _print(said, as_json)


def _print(said: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(said, ensure_ascii=False))  # noqa: T201
    else:
        console = Console(markup=False, highlight=False)
        console.print(said["chinese"])
        console.print(said["english"])


def _facts_of(journal: Path, day: str) -> list[f.Recorded]:
    reader = JournalReader(journal)
    days = reader.days()
    found = [at for at, (_seq, name) in enumerate(days) if name == day or not day]
    if not found:
        raise UnusableError(f"{journal}: no business day {day!r}")
    first = days[found[-1]][0]
    after = days[found[-1] + 1][0] if found[-1] + 1 < len(days) else None
    rows = reader.rows(first - 1, None if after is None else after - first)
    return [recorded_of(row) for row, _hash in rows]


def _visit(facts: Sequence[f.Recorded], named: str) -> str:
    """Return the visit that is named by its id or by its ticket."""
    for recorded in facts:
        fact = recorded.fact
        if isinstance(fact, f.TicketReserved) and named in (fact.subject, fact.ticket):
            return fact.subject
    raise UnusableError(f"no ticket or visit {named!r} that day")
