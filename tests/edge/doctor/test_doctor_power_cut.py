"""Rehearse, lose the process or the power, verify: on a real disk, in the folder of a state."""

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from doctorruns import doctor_disk, running_disk_doctor, served_witness, told

from edge.doctor.disk import RealTime
from edge.doctor.errors import DoctorError
from edge.doctor.folder import DoctorFolder, OpenRun
from edge.doctor.powercut import Outcome, rehearse, verify
from edge.doctor.records import File, Layout
from edge.doctor.rehearsal import Rehearsal
from edge.doctor.testimony import WitnessLine

LOCAL, RUN = "127.0.0.1", "00112233445566aa"
SMALL = {"slots": 20, "pages": 3}


@pytest.fixture
def folder(tmp_path: Path) -> DoctorFolder:
    return DoctorFolder(tmp_path)


def cut_after(folder: DoctorFolder, records: int, boot: str = "an earlier start") -> None:
    """Leave what a rehearsal leaves whose power was cut after so many records."""
    with folder.held():
        run = OpenRun(RUN, boot, **SMALL)
        disk = folder.begin(run)
        rehearsal = Rehearsal(disk, RealTime(), run.run_bytes, run.layout)
        for _ in range(records):
            rehearsal.step(lambda _number: None)
        disk.close()


def damage(folder: DoctorFolder, number: int, layout: Layout) -> None:
    with (folder.path / File.LOG).open("r+b") as log:
        log.seek(layout.log_offset(number) + 1000)
        log.write(bytes(512))


def seen(folder: DoctorFolder, number: int) -> Outcome:
    return verify(folder, None, number)


def test_a_cut_that_lost_nothing_counts_and_leaves_only_the_count(folder: DoctorFolder) -> None:
    cut_after(folder, 33)
    outcome = seen(folder, 33)
    assert (outcome.counts, outcome.unfit, outcome.tally.passed) == (True, False, 1)
    assert [path.name for path in folder.path.iterdir()] == ["tally.json"]


def test_counts_add_up_from_cut_to_cut(folder: DoctorFolder) -> None:
    for _ in range(2):
        cut_after(folder, 5)
        folder.keep(replace(folder.tally(), run=""))
        seen(folder, 5)
    assert folder.tally().passed == 2


def test_without_a_restart_in_between_nothing_counts(folder: DoctorFolder) -> None:
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    cut_after(folder, 5, boot)
    outcome = seen(folder, 5)
    assert (outcome.verdict.passed, outcome.power_was_cut, outcome.counts) == (True, False, False)
    assert not folder.path.exists()


def test_a_cut_before_anything_was_told_does_not_count(folder: DoctorFolder) -> None:
    cut_after(folder, 0)
    outcome = seen(folder, 0)
    assert (outcome.power_was_cut, outcome.counts, outcome.unfit) == (True, False, False)


def test_a_damaged_record_makes_the_disk_unfit_for_good(folder: DoctorFolder) -> None:
    cut_after(folder, 15)
    damage(folder, 12, Layout())
    assert seen(folder, 15).verdict.lost == (12,)
    assert folder.open_run() is not None, "what is left is kept for whoever wants to look"
    with pytest.raises(DoctorError, match="found unfit"):
        rehearse(folder, None, lambda _number, _pace: None, lambda: True)
    folder.clean()
    cut_after(folder, 15)
    assert not seen(folder, 15).unfit


def test_a_disk_with_nothing_left_has_lost_all_that_the_witness_heard(
    folder: DoctorFolder, tmp_path: Path
) -> None:
    with served_witness(tmp_path / "book.json") as port, WitnessLine(LOCAL, port, "pi") as line:
        line.begin(RUN)
        line.wrote(RUN, 3)
        outcome = verify(folder, line, 0)
        assert (outcome.verdict.lost, outcome.unfit) == ((1, 2, 3), True)
        assert line.ask() is None, "the witness knows of the verdict"


def test_there_must_be_something_to_judge(folder: DoctorFolder) -> None:
    with pytest.raises(DoctorError, match="no rehearsal waits"):
        seen(folder, 5)
    assert not folder.path.exists()


def test_a_rehearsal_does_not_begin_over_one_that_waits(folder: DoctorFolder) -> None:
    cut_after(folder, 5)
    with pytest.raises(DoctorError, match="waits for `verify`"):
        rehearse(folder, None, lambda _number, _pace: None, lambda: True)


def test_a_rehearsal_ended_by_hand_leaves_nothing(folder: DoctorFolder) -> None:
    numbers: list[int] = []
    ended = rehearse(
        folder, None, lambda number, _pace: numbers.append(number), lambda: len(numbers) == 7
    )
    assert (ended, numbers) == (7, [1, 2, 3, 4, 5, 6, 7])
    assert not folder.path.exists()


def test_two_doctors_do_not_work_in_one_place(folder: DoctorFolder) -> None:
    second = DoctorFolder(folder.path.parent)
    with folder.held(), pytest.raises(DoctorError, match="another doctor"), second.held():
        pass


def test_clean_removes_what_the_doctor_wrote_and_nothing_else(folder: DoctorFolder) -> None:
    cut_after(folder, 5)
    other = folder.path / "notes.txt"
    other.write_text("mine")
    with pytest.raises(DoctorError, match="not the doctor's"):
        folder.clean()
    assert list(folder.path.iterdir()) == [other]
    other.unlink()
    assert folder.clean()
    assert not folder.clean()


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_rehearsal_is_found_whole_and_a_damaged_one_unfit(
    tmp_path: Path, folder: DoctorFolder, seed: int
) -> None:
    kill_at = Random(seed).randrange(50, 400)
    with running_disk_doctor(
        "witness", "--listen", "127.0.0.1:0", "--file", tmp_path / "book.json"
    ) as witness:
        words = ("--state", tmp_path, "--witness", told(witness)["listening"], "--name", "pi")
        with running_disk_doctor("rehearse", *words) as box:
            assert told(box)["durable"] == 1
            port = int(str(words[3]).rpartition(":")[2])
            with WitnessLine(LOCAL, port, "pi") as heard:
                while (testimony := heard.ask()) is None or testimony.number < kill_at:
                    pass
            os.kill(box.pid, signal.SIGKILL)
        if seed:
            damage(folder, kill_at, Layout())
        verified = doctor_disk("verify", *words, "--json")
        outcome = json.loads(verified.stdout)
        assert verified.returncode == (3 if seed else 0)
        assert outcome["lost"] == ([kill_at] if seed else [])
        assert outcome["told"] >= kill_at
        assert outcome["counts"] is False
        assert told(witness)["state"] == "writing"
        witness.terminate()
        assert witness.wait(60) == 0
