"""What is read from /proc and /sys of the machine that the tests run on."""

from pathlib import Path

import pytest

from edge.doctor.errors import DoctorError
from edge.doctor.survey import medium_below, mount_below, writers_of


def test_a_directory_lies_on_a_mount_above_it(tmp_path: Path) -> None:
    assert tmp_path.resolve().is_relative_to(mount_below(tmp_path).point)


def test_a_directory_that_is_not_there_lies_nowhere(tmp_path: Path) -> None:
    with pytest.raises(DoctorError, match="none: no such directory"):
        mount_below(tmp_path / "none")


def test_a_file_system_in_memory_has_no_medium() -> None:
    assert medium_below(mount_below(Path("/proc"))) is None


def test_those_that_write_a_journal_are_counted_and_readers_are_not(tmp_path: Path) -> None:
    journal = tmp_path / "journal.db"
    journal.write_bytes(b"")
    assert writers_of(journal) == 0
    with journal.open("rb"):
        assert writers_of(journal) == 0
    with journal.open("r+b"), journal.open("r+b"):
        assert writers_of(journal) == 1
