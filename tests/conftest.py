"""What all tests share: real parts are asked for by name, and in CI a missing one is a failure."""

import gc
import os
import shutil
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

_CJK_FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
_VPCD = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
# Debian puts servers where only root's PATH looks.
_PATH_WITH_SBIN = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"

REAL_PARTS: dict[str, Callable[[], bool]] = {
    "mosquitto": lambda: bool(shutil.which("mosquitto", path=_PATH_WITH_SBIN)),
    "tmux": lambda: shutil.which("tmux") is not None,
    "chromium": lambda: shutil.which("chromium") is not None,
    "espeak": lambda: find_spec("espeakng_loader") is not None,
    "fonts": _CJK_FONT.exists,
    "nut": lambda: all(Path("/lib/nut", name).exists() for name in ("upsd", "dummy-ups")),
    "systemd-analyze": lambda: shutil.which("systemd-analyze") is not None,
    "pcscd": lambda: (
        find_spec("smartcard") is not None
        and bool(shutil.which("pcscd", path=_PATH_WITH_SBIN))
        and _VPCD.exists()
    ),
}


# Folders whose tests take longest, the longest first: so that at the end no core waits for one.
_LONG_FIRST = ("simulation", "planted", "scenario", "bench", "powercut", "browser", "sync")
_FIGURES = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--release", action="store_true", help="the sizes of a release, not of CI")
    parser.addoption(
        "--plant", metavar="BUG", help="turn on a planted bug of tests/planted/bugs.py"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_FIGURES] = []
    if (name := config.getoption("--plant")) is not None:
        sys.path.insert(0, str(Path(__file__).parent / "planted"))
        import bugs  # noqa: PLC0415 - only a run with a planted bug needs them

        bugs.plant(name)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):  # a person who runs few tests has them in their order
        items.sort(key=_place_in_line)


def _place_in_line(item: pytest.Item) -> int:
    long = (at for at, name in enumerate(_LONG_FIRST) if item.nodeid.startswith(f"tests/{name}/"))
    return next(long, len(_LONG_FIRST))


def pytest_collection_finish() -> None:
    # What stays to the end is never garbage: thousands of tests make each search for it slow.
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Any:
    outcome = yield
    if not gc.isenabled():  # whatever later tests drop, open files too, would stay in this process
        gc.enable()
        pytest.fail(f"{item.nodeid} leaves the garbage collector off", pytrace=False)
    return outcome


@pytest.fixture
def release(pytestconfig: pytest.Config) -> bool:
    """Tell whether this run has the sizes of a release."""
    return bool(pytestconfig.getoption("--release"))


@pytest.fixture
def figure(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Give a function that notes a measured figure: told at the end, and never asserted."""
    return pytestconfig.stash[_FIGURES].append


def pytest_sessionfinish(session: pytest.Session) -> None:
    told = getattr(session.config, "workeroutput", None)
    if told is not None:  # tests run in several processes, and this is one of them
        told["figures"] = session.config.stash[_FIGURES]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[_FIGURES].extend(getattr(node, "workeroutput", {}).get("figures", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    figures = terminalreporter.config.stash[_FIGURES]
    if figures:
        terminalreporter.section("figures of this run", sep="-")
        for told in figures:
            terminalreporter.line(told)


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("real"):
        for part in marker.args:
            if REAL_PARTS[part]():
                continue
            if os.environ.get("CI") == "true":
                pytest.fail(f"CI needs {part}, and it is not installed", pytrace=False)
            pytest.skip(f"SKIPPED A REAL PART: {part} is not installed")
