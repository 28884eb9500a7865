"""The whole line, from identity card to headquarters' database, as `make demo` runs it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from subprocess import PIPE

import pytest
from edge_process import DEMO
from recorded_voice import record_clips

pytestmark = pytest.mark.usefixtures("only_demo")

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


# A test is about what is not seen; the rest is given all the time that a busy machine takes.
PATIENCE, SHORT_PATIENCE = "240", "15"


@pytest.fixture
def state(folder: Path) -> Path:
    """Give the state of a hall whose voice has its words."""
    record_clips(DEMO, folder / "hall")
    return folder / "hall"


def demo(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "edge", "demo", "--once", "--json", *arguments]
    with subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True, process_group=0) as process:
        try:
            said = process.communicate(timeout=280)
        finally:
            if process.poll() is None:  # its services must not outlive it
                os.killpg(process.pid, signal.SIGKILL)
    return subprocess.CompletedProcess(command, process.returncode, *said)


@pytest.mark.real("espeak")
def test_a_scripted_visitor_is_seen_at_every_far_end() -> None:
    done = demo("--patience", PATIENCE)
    assert done.returncode == 0, done.stderr
    seen = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["stage"] for line in seen] == STAGES
    times = [line["ms"] for line in seen]
    assert times == sorted(times)


@pytest.mark.parametrize(("pulled", "stage"), MISSED.items(), ids=MISSED)
def test_without_one_wire_the_stage_that_needs_it_is_named(
    pulled: str, stage: str, state: Path
) -> None:
    done = demo("--state", str(state), "--pull", pulled, "--patience", SHORT_PATIENCE)
    assert done.returncode == 1
    assert f"stage {stage} failed" in done.stderr
    seen = [json.loads(line)["stage"] for line in done.stdout.splitlines()]
    assert seen == STAGES[: STAGES.index(stage)]


def test_a_hall_kept_in_a_directory_leaves_its_journal_whole(state: Path) -> None:
    assert demo("--state", str(state), "--patience", PATIENCE).returncode == 0
    verified = subprocess.run(
        [sys.executable, "-m", "edge", "journal", "verify", "--state", str(state), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(verified.stdout)["whole"] is True


def test_a_device_that_is_missing_is_a_fault_at_headquarters(state: Path) -> None:
    done = demo("--state", str(state), "--pull", "relay-1", "--patience", PATIENCE)
    assert done.returncode == 0, done.stderr
    with closing(sqlite3.connect(state / "headquarters" / "backoffice.db")) as database:
        question = "SELECT kind FROM facts WHERE subject = 'relay-1'"
        assert ("FaultOpened",) in database.execute(question).fetchall()


def test_pulling_what_is_not_there_names_what_is() -> None:
    done = demo("--pull", "strip")
    assert done.returncode == 1
    assert "strips" in done.stderr
    assert "Traceback" not in done.stderr
