"""What power cuts need: the fakes of the hall's ports, and a SQLite that can be stood between."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "edge"))
sys.path.insert(0, str(Path(__file__).parent.parent / "edge" / "journal"))
sys.path.insert(0, str(Path(__file__).parent.parent / "scenario"))

from cuts import memory_folder
from sqlite_structs import NoSharedSqliteError, shared_sqlite


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cut", metavar="MORNING:SEED:NUMBER", help="make this one power cut again")


@pytest.fixture(scope="session", autouse=True)
def sqlite_to_stand_between() -> None:
    """Skip where SQLite cannot be reached; fail there with CI=true, as with every real part."""
    try:
        shared_sqlite()
    except NoSharedSqliteError as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI needs a shared SQLite: {error}", pytrace=False)
        pytest.skip(f"SKIPPED A REAL PART: {error}")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder in memory, where syncs cost nothing."""
    with memory_folder() as path:
        yield Path(path)
