"""The whole line, from identity card to headquarters' database, as `make demo` runs it."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

STAGES = [
    "card_read",
    "ticket_reserved",
    "ticket_printed",
    "ticket_issued",
    "called",
    "led_shown",
    "board_shown",
    "announced",
    "serving",
    "finished",
    "rated",
    "at_backoffice",
]

# A pulled plug, and the first stage that cannot be seen at its far end without it.
MISSED = {
    "reader-1": "card_read",
    "printer-1": "ticket_printed",
    "strips": "led_shown",
    "callers": "rated",
    "voice": "announced",
    "kiosk": "ticket_reserved",
    "broker": "at_backoffice",
}


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "edge", "demo", "--once", "--json", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


@pytest.mark.real("espeak")
def test_a_scripted_visitor_is_seen_at_every_far_end() -> None:
    done = demo()
    assert done.returncode == 0, done.stderr
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["stage"] for line in seen] == STAGES
    times = [line["ms"] for line in seen]
    assert times == sorted(times)


@pytest.mark.real("espeak")
@pytest.mark.parametrize(("pulled", "stage"), MISSED.items(), ids=MISSED)
def test_without_one_wire_the_stage_that_needs_it_is_named(pulled: str, stage: str) -> None:
    done = demo("--pull", pulled, "--patience", "5")
    assert done.returncode == 1
    assert f"stage {stage} failed" in done.stderr
    seen = [json.loads(line)["stage"] for line in done.stdout.splitlines()]
    assert seen == STAGES[: STAGES.index(stage)]


def test_a_hall_kept_in_a_directory_leaves_its_journal_whole(tmp_path: Path) -> None:
    state = tmp_path / "hall"
    assert demo("--state", str(state)).returncode == 0
    verified = subprocess.run(
        [sys.executable, "-m", "edge", "journal", "verify", "--state", str(state), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(verified.stdout)["whole"] is True


def test_a_device_that_is_missing_is_a_fault_at_headquarters(tmp_path: Path) -> None:
    done = demo("--pull", "relay-1", "--state", str(tmp_path / "hall"))
    assert done.returncode == 0, done.stderr
    with sqlite3.connect(tmp_path / "hall" / "headquarters" / "backoffice.db") as database:
        question = "SELECT kind FROM facts WHERE subject = 'relay-1'"
        assert ("FaultOpened",) in database.execute(question).fetchall()
    database.close()


def test_pulling_what_is_not_there_names_what_is() -> None:
    done = demo("--pull", "strip")
    assert done.returncode == 1
    assert "strips" in done.stderr
    assert "Traceback" not in done.stderr
