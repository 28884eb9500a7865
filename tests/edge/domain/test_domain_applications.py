"""Codes and numbers of applications: given out, typed in again, mistyped."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from edge.domain.applications import (
    application_number,
    kept_until,
    read_code,
    read_number,
    resume_code,
)

DAY = dt.date(2026, 11, 22)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2099, 12, 31))


@given(st.binary(min_size=5, max_size=5))
def test_a_code_is_read_however_it_is_typed(drawn: bytes):
    code = resume_code(drawn)
    assert read_code(code) == code
    assert read_code(f" {code.replace('-', '').lower()} ") == code
    assert read_code(code.replace("0", "O").replace("1", "l")) == code


def test_what_cannot_be_a_code_is_none():
    for typed in ("", "7K3M", "7K3M-9QX!", "7K3M-9QXD-2"):
        assert read_code(typed) is None


@given(DAYS, st.integers(1, 9999))
def test_a_number_is_read_as_it_was_given_out(day: dt.date, count: int):
    number = application_number(day, count)
    assert read_number(number) == number
    assert read_number(number.replace("-", "")) == number


@given(DAYS, st.integers(1, 9999), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(day: dt.date, count: int, place: int, by: int):
    digits = application_number(day, count).replace("-", "")
    wrong = str((int(digits[place]) + by) % 10)
    assert read_number(digits[:place] + wrong + digits[place + 1 :]) is None


def test_a_number_begins_with_the_day():
    assert application_number(DAY, 42).startswith("261122-0042-")
    assert application_number(DAY, 12345).startswith("261122-12345-")
    assert read_number(application_number(DAY, 12345)) == application_number(DAY, 12345)


def test_what_is_saved_is_kept_for_days():
    assert kept_until(1000, 2) == 1000 + 2 * 86_400_000
