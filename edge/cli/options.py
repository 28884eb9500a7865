"""Options that several commands share, and how they log."""

import logging
from pathlib import Path
from typing import Annotated

import typer

# `readable=False`: what cannot be read is said by whoever reads it, like any other trouble.
Config = Annotated[
    Path, typer.Option(help="The hall's configuration, a TOML file.", readable=False)
]
State = Annotated[
    Path,
    typer.Option(help="Where the hall keeps its journal, keys and sockets.", readable=False),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
LogLevel = Annotated[str, typer.Option(help="debug, info, warning or error.")]

DEFAULT_STATE = Path("/var/lib/atrium")


def set_up_logging(level: str) -> None:
    """Log to stderr, one line an event. Libraries are quiet below warnings."""
    chosen = logging.getLevelNamesMapping().get(level.upper())
    if chosen is None:
        raise typer.BadParameter(f"{level!r} is none of debug, info, warning, error")
    logging.basicConfig(
        level=logging.WARNING,
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
        datefmt="%H:%M:%S",
    )
    for package in ("edge", "drivers", "kiosk", "sync"):
        logging.getLogger(package).setLevel(chosen)
