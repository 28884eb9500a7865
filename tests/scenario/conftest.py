"""What every scenario has: a folder and a hall's configuration."""

import fcntl
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
def only_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let no other worker bring up a demo meanwhile: both would choose the same free ports."""
    with (tmp_path_factory.getbasetemp().parent / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


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
