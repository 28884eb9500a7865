"""`atrium simulate` as a person meets it: words, exit codes, a failure that can be seen again."""

import contextlib
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from small_hall import SMALL_HALL

from drivers import registry
from drivers.contract import Kind
from edge.cli import main

PLANTED = Path(__file__).parents[1] / "planted"
PATIENCE_S = 60.0
FEW = ("--visitors", "5")

Run = Callable[..., tuple[int, str, str]]

WITH_A_MISTAKE = """
import sys
sys.path.insert(0, {planted!r})
from planting import Change, plant_changes
plant_changes([Change({where!r}, {right!r}, {wrong!r})], lambda where: None)
from edge.cli import main
main()
"""
NUMBERS_SKIPPED = {
    "where": "edge.hall.reserving:Reserving.reserve",
    "right": "number = service.numbers.after(state.numbers.get(wish.service, 0)) or 1",
    "wrong": "number = service.numbers.after(state.numbers.get(wish.service, 0) + 1) or 1",
}
RECKONING_BREAKS = {
    "where": "edge.simulation.waits:waits_in",
    "right": "services: dict[str, str] = {}",
    "wrong": "raise KeyError('planted')",
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "a hall.toml"
    path.write_text(SMALL_HALL, encoding="utf-8")
    return path


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that simulates here: exit code, stdout, stderr."""

    def ran(*words: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["atrium", "simulate", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out, said.err

    return ran


def with_mistake(
    mistake: dict[str, str], words: Sequence[str | Path]
) -> subprocess.CompletedProcess[str]:
    program = WITH_A_MISTAKE.format(planted=str(PLANTED), **mistake)
    return subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


def replay_in(stderr: str) -> list[str]:
    """Return the words after `atrium` of the command that is printed to replay a world."""
    (line,) = (line for line in stderr.splitlines() if "Replay it: " in line)
    atrium, *words = shlex.split(line.partition("Replay it: ")[2])
    assert atrium == "atrium"
    return words


def document(run: Run, *words: str | Path) -> dict[str, Any]:
    code, out, err = run(*words, "--json")
    assert (code, err) == (0, "")
    assert out.count("\n") == 1
    found: dict[str, Any] = json.loads(out)
    return found


# --- what is told ---


def test_a_person_reads_what_happened_how_people_waited_and_how_busy_counters_were(
    run: Run, config: Path
) -> None:
    code, out, err = run("--config", config, "--badness", "0", *FEW)
    assert (code, err) == (0, "")
    for words in ("5  tickets", "0  worlds with anything wrong", "pay-bill", "9 of 10", "serving"):
        assert words in out.replace("    ", "  ").replace("   ", "  "), words
    assert max(map(len, out.splitlines())) <= 80


def test_a_program_reads_one_document_with_sums_and_no_lists_of_waits(
    run: Run, config: Path
) -> None:
    told = document(run, "--config", config, "--badness", "0", "--seed", "1", *FEW)
    waits, (world,) = told["services"]["pay-bill"], told["worlds"]
    assert set(waits) == {"called", "mean_s", "p90_s", "max_s"}
    assert 0 < waits["mean_s"] <= waits["max_s"]
    assert set(told["counters"]["1"]) == {"served", "open_s", "called_s", "serving_s"}
    assert told["hall_days"] == world["days"]
    assert told["wrong_worlds"] == 0
    assert (world["seed"], world["wrongs"], world["visitors"]) == (1, [], 5)
    assert world["tickets"] == 5
    assert told["walked_in"] > 0
    assert waits["called"] <= 5
    assert len(json.dumps(told)) < 2000


def test_a_world_is_the_same_alone_and_beside_others(run: Run, config: Path) -> None:
    together = document(run, "--config", config, "--days", "3", "--jobs", "2", *FEW)
    last = together["worlds"][-1]
    words = shlex.split(last["replay"])[2:]
    assert document(run, *words)["worlds"] == [last]


# --- what is refused ---


def refused(run: Run, *words: str | Path) -> str:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith("atrium: ")
    return str(line.removeprefix("atrium: "))


@pytest.mark.parametrize("table", ["counters", "staff", "services"])
def test_a_hall_in_which_nothing_can_happen_is_refused(run: Run, config: Path, table: str) -> None:
    before, _, rest = SMALL_HALL.partition(f"[[{table}]]")
    _, bracket, after = rest.partition("[[")
    config.write_text(before + bracket + after, encoding="utf-8")
    expected = f"{config}: {table}: a simulated hall needs at least one"
    assert refused(run, "--config", config) == expected


def test_a_device_that_has_no_twin_is_named(
    run: Run, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(registry._TWINS, (Kind.VOICE, "clips"))
    device = 'id = "voice-1"\nkind = "voice"\nprotocol = "clips"\nport = "wires/voice"\n'
    config.write_text(f"{SMALL_HALL}\n[[devices]]\n{device}", encoding="utf-8")
    assert (
        refused(run, "--config", config)
        == "device voice-1: there is no twin of a voice that speaks 'clips'"
    )


def test_a_file_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"
    assert refused(run, "--config", missing) == f"{missing}: No such file or directory"


@pytest.mark.parametrize("option", ["--days", "--first"])
def test_one_world_is_not_asked_for_together_with_many(run: Run, option: str) -> None:
    said = refused(run, "--seed", "3", option, "7")
    assert said == f"{option}: not together with --seed, which is one whole world"


@pytest.mark.parametrize(
    ("option", "value"),
    [("--days", "0"), ("--serve", "0"), ("--badness", "nan"), ("--visitors", "-1")],
)
def test_a_number_that_makes_no_sense_is_refused(run: Run, option: str, value: str) -> None:
    code, out, err = run(option, value)
    assert (code, out) == (2, "")
    assert option in err
    assert "Traceback" not in err


# --- what goes wrong ---


def test_a_wrong_world_is_told_with_a_command_that_shows_it_again(config: Path) -> None:
    words = ["simulate", "--config", str(config), "--badness", "0", "--first", "3", *FEW]
    found = with_mistake(NUMBERS_SKIPPED, words)
    assert found.returncode == 1
    assert "Wrong in the world of seed 3:" in found.stderr
    assert "A002 follows 0 of pay-bill" in found.stderr
    again = with_mistake(NUMBERS_SKIPPED, replay_in(found.stderr))
    assert (again.returncode, again.stdout, again.stderr) == (1, found.stdout, found.stderr)


def test_a_world_that_breaks_is_told_like_any_other_wrong_one(config: Path) -> None:
    words = ["simulate", "--config", str(config), "--seed", "1", *FEW]
    found = with_mistake(RECKONING_BREAKS, words)
    assert found.returncode == 1
    assert "Traceback" not in found.stderr
    assert "the world broke: KeyError: 'planted' (waits_in, " in found.stderr
    assert replay_in(found.stderr)[:3] == ["simulate", "--seed", "1"]


# --- what is interrupted ---


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextlib.contextmanager
def simulation_of_two(config: Path) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """Have days simulated by two workers that have begun: give the process and theirs."""
    command = [sys.executable, "-m", "edge", "simulate", "--config", config, "--days", "300"]
    with subprocess.Popen(
        [*command, "--jobs", "2"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as simulation:
        until(lambda: len(children_of(simulation.pid)) == 2)
        try:
            yield simulation, children_of(simulation.pid)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(simulation.pid, signal.SIGKILL)


def until(true: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline_s
        time.sleep(0.02)


def runs(pid: int) -> bool:
    try:
        told = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return told.rpartition(")")[2].split()[0] != "Z"  # nobody may be there to bury it


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_whoever_ends_it_ends_it_at_once_and_all_of_it(config: Path, told: signal.Signals) -> None:
    with simulation_of_two(config) as (simulation, workers):
        os.killpg(simulation.pid, told)  # as a terminal does: everybody hears it
        out, err = simulation.communicate(timeout=PATIENCE_S)
    assert (simulation.returncode, out, err) == (130, "", "")
    assert [worker for worker in workers if runs(worker)] == []


def test_workers_of_a_simulation_that_was_killed_end_and_leave_no_files(config: Path) -> None:
    with simulation_of_two(config) as (simulation, workers):
        folders = {folder for worker in workers for folder in folders_of(worker)}
        simulation.kill()
        simulation.wait(PATIENCE_S)
        until(lambda: not any(map(runs, workers)))
    assert folders
    assert [folder for folder in folders if folder.exists()] == []


def folders_of(worker: int) -> set[Path]:
    """Wait until `worker` has files open; return the folder of the simulation they are in."""
    found: set[Path] = set()

    def has_some() -> bool:
        for each in Path(f"/proc/{worker}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):
                opened = each.readlink()
                found.update(
                    folder
                    for folder in opened.parents
                    if folder.name.startswith("atrium-simulation-")
                )
        return bool(found)

    until(has_some)
    return found
