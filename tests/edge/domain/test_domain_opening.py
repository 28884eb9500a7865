"""Hours as people write them down."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.domain.opening import (
    DAY_MIN,
    OpeningError,
    Span,
    overlap,
    read_hours,
    read_spans,
    without,
)

MORNING, AFTERNOON = Span(510, 720), Span(810, 1050)
SPANS = st.lists(st.integers(0, DAY_MIN), unique=True, max_size=8).map(
    lambda minutes: [
        Span(*pair) for pair in zip(sorted(minutes)[::2], sorted(minutes)[1::2], strict=False)
    ]
)


def minutes(spans: list[Span] | tuple[Span, ...]) -> set[int]:
    return {minute for span in spans for minute in range(span.begins_min, span.ends_min)}


def test_a_line_names_days_and_stretches():
    week = read_hours(("mon-fri 08:30-12:00 13:30-17:30",))
    assert week.on(0) == week.on(4) == (MORNING, AFTERNOON)
    assert week.on(5) == week.on(6) == ()


def test_a_line_without_days_is_for_every_day():
    assert set(read_hours(("08:30-12:00",)).days) == {(MORNING,)}


def test_several_lines_add_up_in_the_order_of_the_day():
    assert read_hours(("mon 13:30-17:30", "mon,sat 08:30-12:00")).on(0) == (MORNING, AFTERNOON)


def test_days_may_go_round_the_end_of_the_week():
    open_on = [bool(spans) for spans in read_hours(("sat-mon 08:30-12:00",)).days]
    assert open_on == [True, False, False, False, False, True, True]


def test_a_day_may_end_at_midnight():
    assert read_spans(("00:00-24:00",)) == (Span(0, DAY_MIN),)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("mon-frid 08:30-12:00", "'frid' is not a day: mon, tue"),
        ("Mon 08:30-12:00", "'Mon' is not a day"),
        ("mon-fri", "'mon-fri' says no hours"),
        ("", "'' says no hours"),
        ("mon 8:30-12:00", "'8:30-12:00' is not a stretch of a day such as 08:30-12:00"),
        ("mon 12:00-08:30", "'12:00-08:30' ends before it begins"),
        ("mon 12:00-12:00", "'12:00-12:00' ends before it begins"),
        ("mon 08:60-12:00", "'08:60-12:00': there is no 08:60"),
        ("mon 08:00-24:01", "'08:00-24:01': there is no 24:01"),
        ("mon 08:30-12:00 11:00-13:00", "08:30-12:00 and 11:00-13:00 overlap on mon"),
    ],
)
def test_what_cannot_be_read_is_named(line: str, said: str):
    with pytest.raises(OpeningError) as refused:
        read_hours((line,))
    assert str(refused.value).startswith(said)


@given(SPANS)
def test_what_a_stretch_is_written_as_is_read_as_that_stretch(spans: list[Span]):
    assert list(read_spans(tuple(map(str, spans)))) == spans


@given(SPANS, SPANS)
def test_overlap_is_what_lies_in_both(some: list[Span], others: list[Span]):
    assert minutes(overlap(some, others)) == minutes(some) & minutes(others)


@given(SPANS, SPANS)
def test_what_is_left_without_breaks_lies_in_no_break(spans: list[Span], breaks: list[Span]):
    assert minutes(without(spans, breaks)) == minutes(spans) - minutes(breaks)


def test_a_stretch_begins_and_ends_by_the_wall_clock_of_its_zone():
    berlin = ZoneInfo("Europe/Berlin")
    before, after = (MORNING.instants(dt.date(2026, 3, day), berlin)[0].hour for day in (28, 29))
    assert (before, after) == (7, 6)


def test_a_time_without_a_zone_is_nobodys():
    with pytest.raises(ValueError, match="a local time needs its time zone"):
        MORNING.instants(dt.date(2026, 3, 28), None)
