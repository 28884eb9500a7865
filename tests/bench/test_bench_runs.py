"""Every figure can be measured, and is kept in the shape that other programs read."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHEAP = ("tickets", "http-tickets", "board")
OF_A_WHOLE_HALL = {
    *(f"whole-hall-{what}{how}" for what in ("ticket", "call", "board") for how in ("", "-p99")),
    "whole-hall-busy",
    "whole-hall-memory",
}
OF_DEVICES = {
    "codecs": {"codec-sam-device", "codec-onbon-host", "codec-strip-yinda-host", "codec-nut-host"},
    "card": {"card", "card-search", "card-ours"},
    "paper": {"paper-first-byte", "paper-first-byte-p99", "paper-cut", "paper-cut-p99"},
    "call-led": {
        "call-led-9600",
        "call-led-9600-p99",
        "call-led-57600",
        "call-led-57600-p99",
    },
    "flood": {"flood-ssi", "flood-ff68", "flood-delay", "flood-delay-p99"},
    "big-hall": {
        "big-hall-idle",
        "big-hall-busy",
        "big-hall-memory",
        "big-hall-memory-busy",
    },
}
OF_SCREENS = {
    "first-paint": {
        *(f"first-paint-{name}" for name in ("ticket", "query", "form", "counter", "board")),
        "first-paint-mobile",
        *(f"tap-{name}" for name in ("ticket", "query", "form")),
    },
    "screens-memory": {"screens-memory"},
    "dialogue-bytes": {
        f"ticket-{what}-bytes{how}" for what in ("page", "dialogue") for how in ("", "-gzip")
    },
    "board-day": {f"board-day-{what}" for what in ("heap", "nodes", "listeners", "server")},
}
MAY_BE_NOTHING = {"flood-ssi", "flood-ff68", "big-hall-idle"}  # less than the rest of the machine


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def quick_run(tmp_path: Path, *names: str) -> set[str]:
    """Measure quickly, look at each figure that is kept, and return their names."""
    chosen = [word for name in names for word in ("--only", name)]
    out = tmp_path / "out"
    # Short: a Unix socket's path has 107 characters at most.
    with tempfile.TemporaryDirectory(prefix="atrium-") as disk:
        said = bench("--quick", "--state", disk, "--out", str(out), *chosen)
    assert said.returncode == 0, said.stderr
    for path in out.iterdir():
        figure = json.loads(path.read_text())
        assert list(figure) == ["name", "figure", "unit", "baseline", "ratio", "at"]
        assert figure["name"] == path.stem
        assert figure["figure"] > 0 or path.stem in MAY_BE_NOTHING
        assert figure["baseline"] > 0
        assert figure["at"].endswith("+00:00")
    return {path.stem for path in out.iterdir()}


def test_a_quick_run_keeps_every_figure_in_one_shape(tmp_path: Path) -> None:
    assert set(CHEAP) <= quick_run(tmp_path, *CHEAP)


@pytest.mark.parametrize("name", OF_DEVICES)
def test_the_figures_of_the_devices_are_measured_on_real_lines(tmp_path: Path, name: str) -> None:
    found = quick_run(tmp_path, name)
    assert OF_DEVICES[name] <= found
    assert name == "codecs" or OF_DEVICES[name] == found


def test_a_whole_hall_is_measured_at_the_beginning_and_the_end_of_its_day(tmp_path: Path) -> None:
    assert quick_run(tmp_path, "whole-hall") == OF_A_WHOLE_HALL


@pytest.mark.real("chromium")
@pytest.mark.parametrize("name", OF_SCREENS)
def test_the_figures_of_the_screens_are_measured_in_a_browser(tmp_path: Path, name: str) -> None:
    assert quick_run(tmp_path, name) == OF_SCREENS[name]


def test_the_names_of_all_figures_are_listed() -> None:
    assert {*CHEAP, *OF_DEVICES, *OF_SCREENS, "whole-hall"} < set(bench("--list").stdout.split())


def test_an_unknown_name_is_one_line() -> None:
    said = bench("--only", "nonsense")
    assert said.returncode == 2
    assert len(said.stderr.splitlines()) == 1
    assert "'nonsense'" in said.stderr
