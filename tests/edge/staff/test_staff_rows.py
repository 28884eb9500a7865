"""Rows, large figures and words: everything stands in its cells, in Chinese as well."""

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from edge.staff import device_words, rules, sayings, words
from edge.staff.actions import KEYS
from edge.staff.rules import Standing
from edge.staff.shown import WIDTH_MIN
from edge.staff.widgets.cells import centred, row
from edge.staff.widgets.glyphs import large
from edge.staff.words import Words

MIXED = st.text(alphabet="AB 09电费缴纳窗口，", max_size=40)
TICKETS = st.from_regex(r"[A-Z]{1,3}[0-9]{3}", fullmatch=True)


@given(MIXED, MIXED, st.integers(0, 60))
def test_a_row_has_exactly_the_cells_it_was_given(left: str, right: str, width: int) -> None:
    assert cell_len(row(left, right, width)) == width


def test_a_chinese_name_is_cut_and_the_figure_stays() -> None:
    assert row("电费缴纳", "12", 10) == "电费缴  12"
    assert row("电费缴纳", "12", 11) == "电费缴纳 12"


def test_a_line_is_centred_by_cells() -> None:
    assert centred(Text("办结"), 10).plain == "   办结"


@given(TICKETS, st.integers(1, 200), st.integers(1, 60))
def test_a_ticket_is_never_wider_or_higher_than_its_place(
    ticket: str, width: int, height: int
) -> None:
    rows = large(ticket, width, height)
    if rows != [ticket]:
        assert {cell_len(line) for line in rows} == {cell_len(rows[0])}
        assert cell_len(rows[0]) <= width
        assert len(rows) <= max(height, 4)


@pytest.mark.parametrize(
    ("width", "height", "rows"), [(100, 14, 14), (60, 10, 7), (30, 10, 4), (10, 10, 1)]
)
def test_a_ticket_is_as_large_as_its_place_allows(width: int, height: int, rows: int) -> None:
    assert len(large("A042", width, height)) == rows


def test_a_seven_looks_like_a_seven() -> None:
    assert large("7", 10, 7) == [
        "██████████",
        "        ██",
        "      ██  ",
        "    ██    ",
        "  ██      ",
        "  ██      ",
        "  ██      ",
    ]


def test_what_has_no_glyph_is_written_as_it_is() -> None:
    assert large("特1", 60, 10) == ["特1"]


def all_words() -> Iterator[Words]:
    """Yield everything the terminal can say."""
    yield from (*device_words.KINDS.values(), *device_words.HEALTHS.values())
    tables = (words.REFUSALS, words.DEGRADED, sayings.SENDING, sayings.DONE, rules.ASKED_FIRST)
    for table in tables:
        yield from table.values()
    for module in (words, sayings, rules):
        yield from (value for value in vars(module).values() if isinstance(value, Words))
    yield from (key.words for key in KEYS)
    for state, action in ((state, action) for state in rules.ALLOWED for action in rules.A):
        reason = rules.why_not(Standing(state, "AB012"), action)
        if reason is not None:
            yield reason


@pytest.mark.parametrize("said", all_words(), ids=str)
def test_whatever_is_said_fits_on_one_line_of_the_smallest_terminal(said: Words) -> None:
    names = {"ticket": "AB012", "calls": "12", "chinese": "办理中", "english": "Serving"}
    filled = said.about(
        **names,
        count="12",
        device="evaluator-12",
        time="1:02:05",
        who="1003",
        name="王芳",
        staff="1003",
    )
    margins_mark_and_gap = 9
    assert cell_len(str(filled)) <= WIDTH_MIN - margins_mark_and_gap


def test_all_that_can_be_lost_at_a_counter_fits_on_one_line_of_the_smallest_terminal() -> None:
    lost = [words.LINKED, *(words.degraded(name) for name in ("led", "caller", "voice"))]
    (line,) = words.in_rows(lost, WIDTH_MIN - 2)
    assert cell_len(line) <= WIDTH_MIN - 2
    assert all(each.chinese in line for each in lost)


def test_a_hall_that_has_lost_everything_says_so_on_two_lines_of_the_smallest_terminal() -> None:
    faults = words.FAULTS_OPEN.about(count="12")
    lost = [
        words.UNLINKED,
        faults,
        *(words.degraded(name) for name in words.DEGRADED if name != "evaluator"),
    ]
    lines = words.in_rows(lost, WIDTH_MIN - 2)
    assert len(lines) == 2
    assert all(cell_len(line) <= WIDTH_MIN - 2 for line in lines)
    assert all(any(each.chinese in line for line in lines) for each in lost)


def test_what_is_said_of_the_hall_is_said_in_both_languages_where_there_is_room() -> None:
    (line,) = words.in_rows([words.LINKED, words.ALL_WELL], 100)
    assert line == f"{words.LINKED} | {words.ALL_WELL}"


@pytest.mark.parametrize("said", all_words(), ids=str)
def test_no_character_is_one_cell_here_and_two_there(said: Words) -> None:
    assert not [each for each in str(said) if unicodedata.east_asian_width(each) == "A"]
