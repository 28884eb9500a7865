"""What every scenario has: a folder and a hall's configuration."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from edge_process import EdgeProcess, Start, demo_config, short_dir


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_dir() as path:
        yield path


@pytest.fixture
def config(folder: Path) -> Path:
    return demo_config(folder)


@pytest.fixture
def start(folder: Path, config: Path) -> Iterator[Start]:
    """Give a function that starts a controller on `folder`; what still runs is ended."""
    with ExitStack() as running:

        def started(*options: str, wait: bool = True) -> EdgeProcess:
            process = EdgeProcess(folder / "hall", *options, config=config)
            running.enter_context(process)
            return process.wait_until_ready() if wait else process

        yield started
