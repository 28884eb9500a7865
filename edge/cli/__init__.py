"""The `atrium` command: commands are declared beside what they run and gathered here."""

import sys
from importlib.metadata import entry_points

import typer

from edge.cli.errors import EXPECTED, exit_code_of


def build() -> typer.Typer:
    """Return the command line with the commands of every installed package."""
    app = typer.Typer(
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="Atrium runs a business hall: queue, devices, screens, and the way to headquarters.",
    )
    run = typer.Typer(no_args_is_help=True, help="Run one of the hall's services.")
    app.add_typer(run, name="run")
    for entry in sorted(entry_points(group="atrium.commands"), key=lambda entry: entry.name):
        entry.load()(app, run)
    return app


def main() -> None:
    """Run the command line; an expected error is one line on stderr, never a traceback."""
    try:
        build()()
    except EXPECTED as error:
        print(f"atrium: {error}", file=sys.stderr)  # noqa: T201 - a person reads it
        sys.exit(exit_code_of(error))
