"""`atrium doctor disk` as a person or a program meets it."""

import json
import re
from pathlib import Path

import pytest
import typer
from doctorruns import doctor_disk
from typer.testing import CliRunner

from edge.cli.doctor import register
from edge.cli.doctor_shown import ranges
from edge.errors import UnusableError

QUICK = ("--appends", "20", "--size-mb", "1")


def run(*words: str | Path) -> tuple[int, str]:
    app = typer.Typer()
    register(app, typer.Typer())
    result = CliRunner().invoke(app, ["doctor", "disk", *map(str, words)])
    if isinstance(result.exception, Exception):
        raise result.exception
    return result.exit_code, result.output


def test_a_check_says_what_it_found_and_leaves_nothing(tmp_path: Path) -> None:
    code, said = run("--state", tmp_path, *QUICK)
    assert code in (0, 3)
    assert re.search(r"durable append +p50 [\d.]+ ms, p99", said)
    assert "1 MB written" in said
    assert list(tmp_path.iterdir()) == []


def test_a_check_says_the_same_to_programs(tmp_path: Path) -> None:
    code, said = run("--state", tmp_path, *QUICK, "--json")
    report = json.loads(said)
    assert report["usable"] is (code == 0)
    assert report["durable_append"]["appends"] <= 20
    assert {"file system", "room", "SQLite"} <= {found["about"] for found in report["findings"]}


def test_memory_is_no_disk() -> None:
    if not Path("/dev/shm").is_dir():
        pytest.skip("no file system in memory here")
    code, said = run("--state", "/dev/shm", "--appends", "20", "--size-mb", "0", "--json")
    assert code == 3
    assert "gone at a restart" in json.loads(said)["findings"][0]["said"]


def test_a_directory_that_is_not_there_is_named_in_one_line(tmp_path: Path) -> None:
    ended = doctor_disk("--state", tmp_path / "none")
    assert ended.returncode == 1
    assert ended.stderr == f"atrium: {tmp_path}/none: no such directory\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify",), "--witness HOST:PORT or --seen NUMBER"),
        (("verify", "--seen", "3", "--witness", "a:1"), "--witness HOST:PORT or --seen NUMBER"),
        (("verify", "--witness", "nonsense"), "--witness nonsense: expected HOST:PORT"),
        (("rehearse", "--witness", "a:1", "--name", "a b"), "--name a b: expected letters"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(UnusableError, match=re.escape(said)):
        run(*words, "--state", tmp_path)


def test_an_option_before_the_subcommand_is_not_ignored(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="--state: belongs behind `clean`"):
        run("--state", tmp_path, "clean")


def test_clean_says_whether_there_was_anything(tmp_path: Path) -> None:
    assert run("clean", "--state", tmp_path) == (0, f"{tmp_path}/doctor: nothing to remove\n")


def test_lost_numbers_are_told_as_ranges() -> None:
    assert ranges([1, 2, 3, 7]) == "1 to 3, 7"
    assert ranges([1, 3, 5, 7, 9, 11]) == "1, 3, 5, 7, 9, …"
