"""Folders and configurations for the commands' tests."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_runs import write_config


@pytest.fixture
def folder() -> Iterator[Path]:
    # Short: a Unix socket's path has 107 characters at most.
    with tempfile.TemporaryDirectory(prefix="atrium-") as name:
        yield Path(name)


@pytest.fixture
def config(folder: Path) -> Path:
    return write_config(folder / "hall.toml")
