"""Every state of a counter against every right: which keys are shown, and which are refused."""

from dataclasses import replace

import pytest
from rich.text import Text
from staff_fake_hall import NOW_MS
from staff_still import desk_in_the_morning
from test_staff_desk import STATES, TAKEN, desk_where

from edge.staff import desk as rules
from edge.staff import lineup
from edge.staff.actions import RIGHTS, Action
from edge.staff.rules import NO_RIGHT, meant
from edge.staff.shown import Clock, shown
from edge.staff.widgets.sections import Section, stacked

EVERY_RIGHT = frozenset(RIGHTS.values())


@pytest.mark.parametrize("right", sorted(EVERY_RIGHT))
@pytest.mark.parametrize("state", STATES)
def test_without_a_right_its_keys_are_neither_shown_nor_taken(state: str, right: str) -> None:
    whole = desk_where(state)
    desk = replace(whole, rights=EVERY_RIGHT - {right})
    before, now = shown(whole, NOW_MS), shown(desk, NOW_MS)
    assert before is not None
    assert now is not None
    needs = {key: RIGHTS[meant(state, key.action)] for key, _ in before.keys}
    assert [key for key, _ in now.keys] == [key for key in needs if needs[key] != right]
    for action in TAKEN[state]:
        reason = rules.why_not(desk, action)
        assert (reason == NO_RIGHT) == (RIGHTS[meant(state, action)] == right)


@pytest.mark.parametrize("state", STATES)
def test_with_no_right_at_all_nothing_is_sent(state: str) -> None:
    desk = replace(desk_where(state), rights=frozenset())
    for action in Action:
        after = rules.take(desk, action, "k1")
        assert after.press is after.question is after.asking is None


# --- the clock and the lists --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("elapsed_s", "bar", "says"),
    [
        (0, "[--------------------]", "还有 05:00"),
        (150, "[==========----------]", "还有 02:30"),
        (300, "[====================]", "还有 00:00"),
        (375, "[====================]!!!!!", "超时 01:15"),
        (36_000, "[====================]!!!!!", "超时 9:55:00"),
    ],
)
def test_the_clock_says_in_signs_and_words_what_its_colour_says(
    elapsed_s: int, bar: str, says: str
) -> None:
    clock = Clock(elapsed_s, 300)
    assert clock.bar == bar
    assert clock.rest.chinese == says
    assert clock.is_over == ("超时" in says)


def test_whoever_is_parked_is_due_when_the_reminder_has_come() -> None:
    hall = desk_in_the_morning().hall
    assert hall is not None
    first, second = lineup.parked(hall, NOW_MS)
    assert (first.ticket, first.due) == ("B003", True)
    assert (second.ticket, second.due, second.right.chinese) == ("A036", False, "07:12 后提醒")


def test_whoever_may_not_be_called_yet_stands_with_the_time_instead_of_a_wait() -> None:
    hall = desk_in_the_morning().hall
    assert hall is not None
    rows = {row.ticket: row for row in lineup.waiting(hall, NOW_MS)}
    assert rows["A043"].right.chinese == "12:34"
    assert rows["A043"].said.chinese.startswith("优先")
    assert rows["B008"].said.chinese.startswith("预约")
    assert rows["B009"].right.chinese.endswith(" 起")


@pytest.mark.parametrize("height", range(1, 30))
def test_lists_never_take_more_lines_than_there_are_and_say_how_many_are_left(height: int) -> None:
    sections = [
        Section(Text(name), tuple(Text(f"{name}{row}") for row in range(rows)), least, _more)
        for name, rows, least in (("a", 9, 6), ("b", 2, 2), ("c", 1, 1), ("d", 5, 3))
    ]
    lines = [line.plain for line in stacked(sections, height)]
    assert len(lines) <= height
    left = [int(line.removeprefix("more ")) for line in lines if line.startswith("more ")]
    hidden = sum(len(each.rows) for each in sections if each.title.plain in lines) - sum(
        len(line) == 2 and line[1].isdigit() for line in lines
    )
    assert sum(left) == hidden


def _more(count: int) -> Text:
    return Text(f"more {count}")
