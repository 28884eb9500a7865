"""Where the files lie that come with the program."""

import sys
from pathlib import Path


def shipped_config(name: str) -> Path:
    """Return a shipped configuration: beside the sources, or where an installed package has it."""
    beside = Path(__file__).parent.parent / "config" / name
    return beside if beside.exists() else Path(sys.prefix) / "share" / "atrium" / "config" / name
