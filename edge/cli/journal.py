"""`atrium journal verify|show|export`: looking at the truth without being able to change it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from edge.cli.options import DEFAULT_STATE, Json, State
from edge.domain.chain import Row
from edge.journal.store import JournalReader
from edge.journal.verify import Verdict, verify
from edge.state_dir import StateDir

_After = typer.Option(help="Begin behind this seq.", min=0)
_Limit = Annotated[int, typer.Option(help="Show no more than so many facts.", min=1)]


def register(app: typer.Typer, _run: typer.Typer) -> None:
    """Add the commands."""
    journal = typer.Typer(no_args_is_help=True, help="Look at the hall's journal.")
    app.add_typer(journal, name="journal")

    @journal.command("verify")
    def verify_chain(state: State = DEFAULT_STATE, as_json: Json = False) -> None:
        """Recompute the whole chain; exit 1 if a fact was changed, removed or added."""
        reader = _reader(state)
        verdict = _verify_with_progress(reader, quiet=as_json)
        _print_verdict(verdict, as_json)
        raise typer.Exit(0 if verdict.whole else 1)

    @journal.command("show")
    def show(
        state: State = DEFAULT_STATE,
        after: Annotated[int | None, _After] = None,
        limit: _Limit = 20,
        as_json: Json = False,
    ) -> None:
        """Show facts; without --after, the last ones."""
        reader = _reader(state)
        begin = max(0, reader.last() - limit) if after is None else after
        facts = [_described(row, hash_) for row, hash_ in reader.rows(begin, limit)]
        if as_json:
            print(json.dumps(facts, ensure_ascii=False))  # noqa: T201
        else:
            _print_facts(facts)

    @journal.command("export")
    def export(state: State = DEFAULT_STATE, after: Annotated[int, _After] = 0) -> None:
        """Write all facts as JSON, one a line, as stored."""
        for row, hash_ in _reader(state).rows(after):
            line = json.dumps(_described(row, hash_), ensure_ascii=False)
            sys.stdout.write(f"{line}\n")


def _reader(state: Path) -> JournalReader:
    return JournalReader(StateDir(state).journal)


def _described(row: Row, hash_: bytes) -> dict[str, Any]:
    columns = row._asdict()
    columns["body"] = json.loads(row.body)
    columns["sealed"] = None if row.sealed is None else row.sealed.hex()
    return {**columns, "hash": hash_.hex()}


def _verify_with_progress(reader: JournalReader, *, quiet: bool) -> Verdict:
    console = Console(stderr=True)
    hidden = quiet or not console.is_terminal
    with Progress(console=console, transient=True, disable=hidden) as progress:
        task = progress.add_task("verifying", total=reader.last())
        return verify(reader, lambda seq: progress.update(task, completed=seq))


def _print_verdict(verdict: Verdict, as_json: bool) -> None:
    if as_json:
        said = {
            "whole": verdict.whole,
            "facts": verdict.facts,
            "last": verdict.last,
            "head": verdict.head,
            "trouble": verdict.trouble,
        }
        print(json.dumps(said, ensure_ascii=False))  # noqa: T201
    elif verdict.whole:
        print(f"whole: {verdict.facts} facts up to {verdict.last}, head {verdict.head}")  # noqa: T201
    else:
        print(f"NOT whole: {verdict.trouble}")  # noqa: T201


def _print_facts(facts: list[dict[str, Any]]) -> None:
    table = Table("seq", "fact", "about", "what")
    for fact in facts:
        body = ", ".join(_pairs(fact["body"]))
        table.add_row(str(fact["seq"]), fact["kind"], fact["subject"], body)
    Console().print(table)


def _pairs(body: dict[str, Any]) -> Iterator[str]:
    return (f"{name} {value}" for name, value in body.items() if value not in ("", None, {}, []))
