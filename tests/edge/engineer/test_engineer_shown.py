"""What stands in the cells and lines of the engineer's terminal, without a screen."""

import unicodedata
from collections.abc import Iterator

import pytest
from engineer_fake_hall import DEVICES, NOW_MS, device, fault, unit
from rich.cells import cell_len

from edge.engineer import words
from edge.engineer.shown import SelfTested, cells, details, headings, health
from edge.staff.shown import WIDTH_MIN
from edge.staff.words import Words, in_rows


@pytest.mark.parametrize("width", [80, 110, 120, 150, 200])
def test_every_row_has_a_cell_for_each_heading(width: int) -> None:
    assert all(len(cells(each, width, NOW_MS)) == len(headings(width)) for each in DEVICES)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"health": "online"}, "✓ 正常"),
        ({"health": "assumed"}, "~ 单向"),
        ({"health": "starting"}, "? 正在启动"),
        ({"health": "noDevice"}, "✗ 没有连接"),
        ({"health": "somethingNew"}, "✗ somethingNew"),
        ({"units": [unit("1"), unit("2", "offline")]}, "! 1/2 失联"),
        ({"health": "offline", "units": [unit("1", "offline")]}, "✗ 没有应答"),
    ],
)
def test_health_is_a_sign_and_a_word_and_not_a_colour_alone(
    changes: dict[str, object], says: str
) -> None:
    assert health(device("strips", "led", "onbon", **changes)).plain.startswith(says)


def test_the_details_hold_all_there_is_to_know() -> None:
    known = fault("callers", "3", acknowledged_by="engineer li", note="cable ordered", count=2)
    tested = SelfTested(NOW_MS, ((True, "the line is open"), (False, "unit 3 is silent")))
    said = details(DEVICES[3], [known], tested, NOW_MS).plain
    for text in (
        "呼叫器 caller",
        "connection refused",
        "socket://192.168.1.80:4001",
        "Losses 12",
        "the clerk's terminal",
        "seen 2 times",
        "Check this strip's power",
        "engineer li: cable ordered",
        "✓ the line is open",
        "✗ unit 3 is silent",
    ):
        assert text in said


def test_what_is_well_is_said_in_few_lines() -> None:
    said = details(DEVICES[0], [], None, NOW_MS).plain
    assert "Without it" not in said
    assert "Paper" not in said
    assert "Paper low" in details(DEVICES[1], [], None, NOW_MS).plain


def test_a_test_that_saw_nothing_is_not_well() -> None:
    assert not SelfTested(NOW_MS, ()).ok


def test_the_keys_fit_into_the_smallest_terminal() -> None:
    (line,) = in_rows(words.KEYS, WIDTH_MIN - 2)
    assert "q 退出" in line


def all_words() -> Iterator[Words]:
    yield from words.TEST_ASKED.values()
    yield from words.KEYS
    yield from (value for value in vars(words).values() if isinstance(value, Words))


@pytest.mark.parametrize("said", all_words(), ids=str)
def test_whatever_is_said_fits_and_has_no_character_of_doubtful_width(said: Words) -> None:
    names = {"count": "120", "device": "evaluator-12", "pieces": "1000", "path": "survey.md"}
    filled = said.about(**names, asked="12", total="340", lost="2", all="30")
    assert cell_len(str(filled)) <= WIDTH_MIN - 9
    assert not [each for each in str(said) if unicodedata.east_asian_width(each) == "A"]
