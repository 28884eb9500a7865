"""Folders and configurations for the commands' tests."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cli_runs import write_config

from edge.cli import main


@pytest.fixture
def folder() -> Iterator[Path]:
    # Short: a Unix socket's path has 107 characters at most.
    with tempfile.TemporaryDirectory(prefix="atrium-") as name:
        yield Path(name)


@pytest.fixture
def config(folder: Path) -> Path:
    return write_config(folder / "hall.toml")


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Give a function that runs a command here: exit code, stdout, stderr."""

    def ran(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["atrium", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out, said.err

    return ran
