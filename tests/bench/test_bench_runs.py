"""Every figure can be measured, and is kept in the shape that other programs read."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHEAP = ("tickets", "http-tickets", "board")


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_quick_run_keeps_every_figure_in_one_shape(tmp_path: Path) -> None:
    chosen = [word for name in CHEAP for word in ("--only", name)]
    disk, out = str(tmp_path / "disk"), tmp_path / "out"
    said = bench("--quick", "--state", disk, "--out", str(out), *chosen)
    assert said.returncode == 0, said.stderr
    for path in out.iterdir():
        figure = json.loads(path.read_text())
        assert list(figure) == ["name", "figure", "unit", "baseline", "ratio", "at"]
        assert figure["name"] == path.stem
        assert figure["figure"] > 0
        assert figure["baseline"] > 0
        assert figure["at"].endswith("+00:00")
    assert {"tickets.json", "http-tickets.json", "board.json"} <= {p.name for p in out.iterdir()}


def test_the_names_of_all_figures_are_listed() -> None:
    assert set(CHEAP) < set(bench("--list").stdout.split())


def test_an_unknown_name_is_one_line() -> None:
    said = bench("--only", "nonsense")
    assert said.returncode == 2
    assert len(said.stderr.splitlines()) == 1
    assert "'nonsense'" in said.stderr
