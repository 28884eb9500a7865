"""Numbers that a hall and its headquarters give out, each its own: never the same, and one form."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.domain.applications import application_number
from edge.domain.booking import BadArgsError
from edge.domain.numbered import (
    HEADQUARTERS_COUNTS,
    Numbered,
    count_in,
    hall_count,
    read_numbered,
)

DAY = dt.date(2026, 11, 22)
NUMBER = application_number(DAY, HEADQUARTERS_COUNTS.start)
SAID = Numbered("HQ-1", "consult", NUMBER)


def test_both_have_as_many_digits():
    assert len(application_number(DAY, hall_count(1))) == len(NUMBER) == 13
    assert len(application_number(DAY, HEADQUARTERS_COUNTS[-1])) == 13


@given(st.integers(1, 100_000))
def test_a_hall_never_counts_what_headquarters_does(nth: int):
    assert hall_count(nth) not in HEADQUARTERS_COUNTS


@given(st.integers(1, 100_000), st.integers(1, 100_000))
def test_a_hall_counts_nothing_twice(first: int, second: int):
    assert (hall_count(first) == hall_count(second)) == (first == second)


@given(st.integers(1, 99_999))
def test_the_count_is_read_from_a_number(count: int):
    assert count_in(application_number(DAY, count)) == count


def test_what_is_written_is_read_again():
    assert read_numbered(SAID.text()) == SAID


@pytest.mark.parametrize(
    "change",
    [
        {"application": ""},
        {"application": 7},
        {"form": "x" * 65},
        {"number": "261122-5001-0"[:-1] + "9"},
        {"number": application_number(DAY, 42)},
        {"number": application_number(DAY, 10_000)},
        {"number": None},
        {"further": 1},
    ],
)
def test_what_no_hall_could_take_is_refused(change: dict[str, object]):
    with pytest.raises(BadArgsError):
        read_numbered(json.dumps({**json.loads(SAID.text()), **change}))


@pytest.mark.parametrize("args", ["", "[]", "7", "{}", "[" * 100_000])
def test_what_is_no_such_word_is_refused(args: str):
    with pytest.raises(BadArgsError):
        read_numbered(args)
