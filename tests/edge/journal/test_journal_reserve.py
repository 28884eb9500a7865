"""The disk reserve: released before the disk is full, and taken again when there is room."""

from pathlib import Path

import pytest

from edge.journal.reserve import DiskReserve, Room

MB = 1024 * 1024
SIZE, NEEDED = 64 * MB, 16 * MB


class Disk:
    """A disk with `free` bytes besides the reserve, whose file it does not really fill."""

    def __init__(self, state: Path, free: int) -> None:
        self.path = state / "reserve.bin"
        self.free = free

    def left(self) -> int:
        return self.free - (SIZE if self.path.exists() else 0)


def reserve_on(disk: Disk) -> DiskReserve:
    return DiskReserve(disk.path, SIZE, NEEDED, lambda _folder: disk.left())


def test_the_reserve_is_taken_while_there_is_room(tmp_path: Path):
    disk = Disk(tmp_path, 200 * MB)
    assert reserve_on(disk).check() is Room.OK
    assert disk.path.stat().st_size == SIZE
    assert disk.path.stat().st_blocks * 512 >= SIZE


def test_the_reserve_is_released_when_the_disk_runs_low_and_new_visits_end(tmp_path: Path):
    disk = Disk(tmp_path, 200 * MB)
    reserve = reserve_on(disk)
    reserve.check()
    disk.free = SIZE + NEEDED - 1
    assert reserve.check() is Room.LOW
    assert not disk.path.exists()
    assert reserve.check() is Room.LOW


def test_without_the_reserves_room_either_nothing_can_be_written(tmp_path: Path):
    disk = Disk(tmp_path, 200 * MB)
    reserve = reserve_on(disk)
    reserve.check()
    disk.free = NEEDED - 1
    assert [reserve.check() for _ in range(2)] == [Room.LOW, Room.FULL]


def test_the_reserve_is_taken_again_only_when_there_is_room_to_spare(tmp_path: Path):
    disk = Disk(tmp_path, NEEDED - 1)
    reserve = reserve_on(disk)
    found = []
    for free in (NEEDED - 1, NEEDED, SIZE + NEEDED, SIZE + 2 * NEEDED):
        disk.free = free
        found.append(reserve.check())
    assert found == [Room.FULL, Room.LOW, Room.LOW, Room.OK]
    assert reserve.check() is Room.OK


def test_a_reserve_of_an_older_size_is_replaced(tmp_path: Path):
    disk = Disk(tmp_path, 500 * MB)
    disk.path.write_bytes(bytes(MB))
    assert reserve_on(disk).check() is Room.OK
    assert disk.path.stat().st_size == SIZE


@pytest.mark.parametrize("free", [NEEDED, NEEDED - 1])
def test_a_hall_without_a_reserve_has_room_as_long_as_it_has_what_it_needs(
    tmp_path: Path, free: int
):
    disk = Disk(tmp_path, free)
    reserve = DiskReserve(disk.path, 0, NEEDED, lambda _folder: disk.free)
    assert reserve.check() is (Room.OK if free == NEEDED else Room.FULL)
    assert not disk.path.exists()


def test_a_folder_that_is_gone_is_a_full_disk_and_no_end_of_the_hall(tmp_path: Path):
    reserve = DiskReserve(tmp_path / "gone" / "reserve.bin", SIZE, NEEDED)
    assert reserve.check() is Room.FULL


def test_a_real_disk_is_asked_for_its_free_bytes(tmp_path: Path):
    assert DiskReserve(tmp_path / "reserve.bin", MB, MB).check() is Room.OK
    assert DiskReserve(tmp_path / "huge.bin", MB, 2**62).check() is Room.FULL
