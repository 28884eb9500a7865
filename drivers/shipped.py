"""Where the data files of drivers lie that come with the program."""

import sys
from pathlib import Path


def shipped_folder(name: str) -> Path:
    """Return a folder of `config`: beside the sources, or where an installed package has it."""
    beside = Path(__file__).parent.parent / "config" / name
    return beside if beside.is_dir() else Path(sys.prefix) / "share" / "atrium" / "config" / name


def data_file(named: str, folder: str) -> Path:
    """Return the file that an option names: a shipped one by its bare name, any other by path."""
    if "/" in named or named.endswith(".toml"):
        return Path(named).expanduser()
    return shipped_folder(folder) / f"{named}.toml"
