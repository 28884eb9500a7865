"""What every scenario has: a folder, a hall's configuration, and figures told at the end."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from edge_process import EdgeProcess, Figure, Start, demo_config, short_dir

_FIGURES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FIGURES] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    figures = terminalreporter.config.stash[_FIGURES]
    if figures:
        terminalreporter.section("figures of this run", sep="-")
        for figure in figures:
            terminalreporter.line(figure)


@pytest.fixture
def figure(pytestconfig: pytest.Config) -> Figure:
    """Give a function that notes a measured figure: told, and never asserted."""
    return pytestconfig.stash[_FIGURES].append


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
