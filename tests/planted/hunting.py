"""Looking for a planted bug with the suite: one pytest in a process of its own for each layer."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parent

# The suite's layers, the cheapest first. Nothing in them starts processes of its own.
LAYERS: dict[str, str] = {
    "rules": (
        "edge/domain edge/hall --ignore=edge/hall/test_hall_any_order.py"
        " --ignore=edge/hall/test_day_model.py --ignore=edge/hall/test_clerks_interleaved.py"
    ),
    "journal": "edge/journal",
    "devices": "edge/reactions edge/devices drivers/led",
    "kiosk": (
        "kiosk/test_kiosk_flow.py kiosk/test_kiosk_flow_any_order.py"
        " kiosk/test_kiosk_ticket_screen.py kiosk/test_kiosk_board.py"
    ),
    "link": "sync/test_sync_outbox.py sync/test_sync_window.py",
    "headquarters": (
        "sync/backoffice/test_backoffice_inbox.py sync/backoffice/test_backoffice_intake.py"
        " sync/backoffice/test_backoffice_store.py"
    ),
    "both ends": "sync/link",
    "api": "edge/api",
    "models": (
        "edge/hall/test_hall_any_order.py edge/hall/test_day_model.py sync/test_sync_model.py"
    ),
    "simulation": "simulation",
    "power cuts": "powercut/test_the_rig_bites.py::test_nothing_is_broken_where_no_bug_was_put_in",
}

# Plugins of other tests take longer to load than most tests here to run.
_UNUSED_PLUGINS = ("syrupy", "textual-snapshot", "anyio", "platformdirs", "cacheprovider")
_PYTEST = [
    *(sys.executable, "-m", "pytest", "-q"),
    *(word for plugin in _UNUSED_PLUGINS for word in ("-p", f"no:{plugin}")),
]
_QUICK_SEARCH = ["-p", "quick_search"]

_ALL_PASSED, _SOME_FAILED = 0, 1
_RAN = re.compile(r"^planted \S+: ran (\d+) times in (\S+)$", re.MULTILINE)
_FAILED = re.compile(r"^FAILED (\S+?)(?: - .*)?$", re.MULTILINE)
_BROKEN = re.compile(r"^ERROR tests/", re.MULTILINE)


class Outcome(StrEnum):
    """What became of a bug in a layer. Only a test that fails has caught it."""

    CAUGHT = "caught"
    SURVIVED = "survived"
    NOT_RUN = "not run"  # its lines were never reached: this layer says nothing about it
    BROKEN = "broken"  # tests could not be collected or set up, or the run came to no end


@dataclass(frozen=True, slots=True)
class Hunt:
    """One run: its outcome, the test that failed, and pytest's own words."""

    outcome: Outcome
    test: str
    said: str


def hunt(bug: str, selection: str, within_s: float = 120.0) -> Hunt:
    """Run the tests of `selection` with `bug` planted, until one fails.

    A test that takes a third of `within_s` has failed too: a mistake may make it wait for ever.
    """
    arguments = [*paths_of(selection), "-x", f"--timeout={within_s / 3:g}", "--plant", bug]
    try:
        code, said = _run_tests(arguments, within_s)
    except subprocess.TimeoutExpired:
        return Hunt(Outcome.BROKEN, "", f"no end within {within_s:g} s")
    failed = _FAILED.search(said)
    return Hunt(_outcome(code, said, bool(failed)), failed[1] if failed else "", said)


def _outcome(code: int, said: str, failed: bool) -> Outcome:
    runs = [int(count) for count, _where in _RAN.findall(said)]
    if code not in (_ALL_PASSED, _SOME_FAILED) or _BROKEN.search(said) or not runs:
        return Outcome.BROKEN
    if code == _SOME_FAILED and failed and any(runs):
        return Outcome.CAUGHT
    return Outcome.SURVIVED if all(runs) and code == _ALL_PASSED else Outcome.NOT_RUN


def run_unplanted(paths: Sequence[str], within_s: float) -> str:
    """Run the tests of `paths` as they are; return nothing if they pass, else what pytest said."""
    if not paths:  # which to pytest is every test there is
        return ""
    code, said = _run_tests([*paths, f"--timeout={within_s:g}"], within_s)
    return "" if code == _ALL_PASSED else said


def _run_tests(arguments: Sequence[str], within_s: float) -> tuple[int, str]:
    """Return pytest's exit code and everything it said. Raises `subprocess.TimeoutExpired`."""
    done = subprocess.run(
        [*_PYTEST, *(_QUICK_SEARCH if _searches(arguments) else ()), *arguments],
        cwd=TESTS.parent,
        env={**os.environ, "COLUMNS": "400", "PYTEST_ADDOPTS": "", "PYTHONPATH": str(HERE)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=within_s,
        check=False,
    )
    return done.returncode, done.stdout


def _searches(arguments: Sequence[str]) -> bool:
    """Return whether Hypothesis takes part: importing it takes longer than most tests here."""
    named = [Path(word.partition("::")[0]) for word in arguments]
    files = [file for path in named for file in (path, *path.rglob("test_*.py"))]
    return any(file.is_file() and "hypothesis" in file.read_text("utf-8") for file in files)


def paths_of(selection: str) -> list[str]:
    """Return `selection` as pytest takes it: paths below `tests` by their full names."""
    return [_full(word) for word in selection.split()]


def _full(word: str) -> str:
    option, equals, path = word.rpartition("=")
    return f"{option}{equals}{TESTS / path}"
