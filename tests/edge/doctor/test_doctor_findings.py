"""What a medium says of itself, how fast it answers, and what is left of its room."""

import pytest

from edge.doctor.findings import Level
from edge.doctor.latency import Latency, judge_latency
from edge.doctor.medium import Kind, Medium, judge_medium
from edge.doctor.room import (
    Room,
    WrongBlock,
    has_wal_reset_bug,
    judge_read_back,
    judge_room,
    judge_sqlite,
)

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("block", "attributes", "kind"),
    [
        ("mmcblk0", {"device/type": "SD"}, Kind.SD),
        ("mmcblk1", {"device/type": "MMC"}, Kind.EMMC),
        ("nvme0n1", {}, Kind.NVME),
        ("sda", {"queue/rotational": "1"}, Kind.SPINNING),
        ("sda", {"queue/rotational": "0"}, Kind.SOLID),
        ("sda", {"device/vendor": "QEMU", "queue/rotational": "1"}, Kind.VIRTUAL),
        ("vda", {"queue/rotational": "1"}, Kind.VIRTUAL),
        ("dm-0", {}, Kind.UNKNOWN),
    ],
)
def test_a_medium_is_known_by_its_name_and_attributes(
    block: str, attributes: dict[str, str], kind: Kind
) -> None:
    assert Medium(block, attributes).kind is kind


def test_a_card_is_named_with_its_maker_and_date() -> None:
    attributes = {
        "device/type": "SD",
        "device/name": "SD32G",
        "device/manfid": "0x000003",
        "device/date": "06/2021",
    }
    assert Medium("mmcblk0", attributes).described == (
        "SD card mmcblk0, SD32G, maker 0x000003, made 06/2021"
    )


@pytest.mark.parametrize(
    ("attributes", "level"),
    [
        ({"device/life_time": "0x01 0x02"}, Level.GOOD),
        ({"device/life_time": "0x02 0x0a"}, Level.NOTE),
        ({"device/life_time": "0x0b 0x01"}, Level.BAD),
        ({"device/pre_eol_info": "0x02"}, Level.NOTE),
        ({"device/pre_eol_info": "0x03"}, Level.BAD),
        ({"device/pre_eol_info": "0x01"}, Level.GOOD),
        ({"device/life_time": "nonsense"}, Level.GOOD),
        ({"removable": "1"}, Level.NOTE),
    ],
)
def test_wear_is_told_where_a_medium_tells_it(attributes: dict[str, str], level: Level) -> None:
    assert judge_medium(Medium("mmcblk0", attributes))[-1].level is level


def levels(appends_ms: list[float], write_ms: float, kind: Kind) -> list[Level]:
    latency = Latency([ms / 1000 for ms in appends_ms], [write_ms / 1000] * 100)
    return [finding.level for finding in judge_latency(latency, kind)]


def test_a_card_that_takes_its_time_is_good() -> None:
    assert levels([1.3] * 99 + [41.0], 0.01, Kind.SD) == [Level.GOOD]


def test_a_card_that_stalls_is_worth_a_note() -> None:
    assert levels([1.3] * 90 + [400.0] * 10, 0.01, Kind.SD) == [Level.NOTE]


@pytest.mark.parametrize(
    ("append_ms", "write_ms", "kind"),
    [
        (0.1, 0.01, Kind.SD),
        (1.0, 0.01, Kind.SPINNING),
        (0.05, 0.01, Kind.NVME),
        (0.5, 0.3, Kind.SD),
    ],
)
def test_syncs_that_return_too_fast_are_a_note_and_no_verdict(
    append_ms: float, write_ms: float, kind: Kind
) -> None:
    assert levels([append_ms] * 100, write_ms, kind) == [Level.GOOD, Level.NOTE]


def test_a_few_syncs_much_faster_than_all_others_are_worth_a_note() -> None:
    assert levels([1.3] * 198 + [0.05] * 2, 0.01, Kind.SD) == [Level.GOOD, Level.NOTE]


def test_a_busy_machine_with_slow_syncs_now_and_then_is_no_liar() -> None:
    assert levels([0.4] * 40 + [4.0] * 60, 0.01, Kind.SD) == [Level.GOOD]


@pytest.mark.parametrize(
    ("free_mb", "held", "level"),
    [
        (200, False, Level.GOOD),
        (50, True, Level.GOOD),
        (50, False, Level.NOTE),
        (10, False, Level.BAD),
    ],
)
def test_room_is_judged_by_what_a_hall_keeps_aside(free_mb: int, held: bool, level: Level) -> None:
    assert judge_room(Room(free_mb * MB, 64 * MB, 16 * MB, held)).level is level


@pytest.mark.parametrize(
    ("version", "has_it"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 0), False),
    ],
)
def test_the_versions_with_the_wal_reset_bug_are_known(
    version: tuple[int, int, int], has_it: bool
) -> None:
    assert has_wal_reset_bug(version) is has_it


def test_the_wal_reset_bug_is_harmless_with_one_writer_and_two_writers_are_never() -> None:
    assert judge_sqlite((3, 40, 1), 1).level is Level.GOOD
    assert judge_sqlite((3, 53, 0), 2).level is Level.BAD


def test_a_block_that_holds_another_one_gives_a_counterfeit_away() -> None:
    found = judge_read_back(64 * MB, [WrongBlock(2048, 0), WrongBlock(2049)])
    assert found.level is Level.BAD
    assert (
        "2 blocks of 64 MB are wrong, the first at byte 8388608, which holds block 0" in found.said
    )
    assert judge_read_back(64 * MB, []).level is Level.GOOD
