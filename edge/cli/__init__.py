"""The `atrium` command: commands are declared beside what they run and gathered here.

Every package names its commands in the entry-point group `atrium.commands`: `run.edge` is
`atrium run edge`. Only the package of the command that was typed is loaded; all of them for a help.
"""

import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points

import typer

from drivers.registry import UnknownDriverError
from edge.errors import ExpectedError


def build(words: Sequence[str] = ()) -> typer.Typer:
    """Return the command line, with what the typed `words` need or else with every command."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="Atrium runs a business hall: queue, devices, screens, and the way to headquarters.",
    )
    run = typer.Typer(no_args_is_help=True, help="Run one of the hall's services.")
    app.add_typer(run, name="run")
    for register in dict.fromkeys(entry.value for entry in _needed(words)):
        EntryPoint("", register, "").load()(app, run)
    return app


def _needed(words: Sequence[str]) -> list[EntryPoint]:
    entries = sorted(entry_points(group="atrium.commands"), key=lambda entry: entry.name)
    typed = {".".join(words[:1]), ".".join(words[:2])}
    return [entry for entry in entries if entry.name in typed] or entries


def main() -> None:
    """Run the command line; an expected error is one line on stderr, never a traceback."""
    try:
        build(sys.argv[1:])()
    except (ExpectedError, UnknownDriverError) as error:
        print(f"atrium: {error}", file=sys.stderr)  # noqa: T201 - a person reads it
        sys.exit(getattr(error, "exit_code", 2))
