"""When a hall and its services are open: weekdays, holidays, make-up workdays, clock changes."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.domain.calendar import Calendar, CalendarError, SpecialDay, read_calendar
from edge.domain.plan import Plan, Service

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
PLAN = Plan(
    (
        Service("supply", "用电业务", "Supply", hours=("mon-fri 09:00-16:00",)),
        Service("connect", "新装", "New connection", "C", "supply"),
        Service("rename", "过户", "Change of name", "E", "supply", hours=("tue 10:00-18:00",)),
        Service("bill", "交电费", "Pay a bill", "A"),
    ),
    (),
)
WEEK = ("mon-fri 08:30-12:00 13:30-17:30", "sat 09:00-12:00")
HOLIDAY = SpecialDay("元旦", "New Year", dt.date(2026, 1, 1), dt.date(2026, 1, 3))
MADE_UP = SpecialDay("调休", "Make-up workday", dt.date(2026, 1, 4), like="mon")
SHORT = SpecialDay("除夕", "Eve", dt.date(2026, 1, 6), hours=("09:00-11:00",))
MOVING = SpecialDay(
    "搬迁", "Moving", dt.date(2026, 1, 7), dt.date(2026, 1, 8), services=("supply",)
)
CALENDAR = read_calendar(PLAN, WEEK, (HOLIDAY, MADE_UP, SHORT, MOVING))


def at(text: str, zone: ZoneInfo = SHANGHAI) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def said(moment: dt.datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}" if moment else "never"


@pytest.mark.parametrize(
    ("local", "service", "is_open", "then"),
    [
        ("2026-01-05T08:29", "", False, "2026-01-05T08:30"),
        ("2026-01-05T08:30", "", True, "2026-01-05T12:00"),
        ("2026-01-05T12:00", "", False, "2026-01-05T13:30"),
        ("2026-01-05T17:30", "", False, "2026-01-06T09:00"),
        ("2025-12-31T20:00", "", False, "2026-01-04T08:30"),  # the holidays in between
        ("2026-01-01T10:00", "", False, "2026-01-04T08:30"),
        ("2026-01-04T10:00", "", True, "2026-01-04T12:00"),  # a Sunday like a Monday
        ("2026-01-06T10:00", "", True, "2026-01-06T11:00"),  # cut short
        ("2026-01-10T10:00", "", True, "2026-01-10T12:00"),  # an ordinary Saturday
        ("2026-01-05T10:00", "bill", True, "2026-01-05T12:00"),
        ("2026-01-05T08:45", "connect", False, "2026-01-05T09:00"),  # the hours of its group
        ("2026-01-05T15:00", "connect", True, "2026-01-05T16:00"),
        ("2026-01-05T12:30", "connect", False, "2026-01-05T13:30"),  # the hall's lunch
        ("2026-01-04T10:00", "connect", True, "2026-01-04T12:00"),  # its Monday
        ("2026-01-05T10:00", "rename", False, "2026-01-06T10:00"),  # its own, not the group's
        ("2026-01-06T10:30", "rename", True, "2026-01-06T11:00"),
        ("2026-01-07T10:00", "connect", False, "2026-01-09T09:00"),  # moving
        ("2026-01-07T10:00", "bill", True, "2026-01-07T12:00"),
    ],
)
def test_what_is_open_and_until_when(local: str, service: str, is_open: bool, then: str):
    assert CALENDAR.is_open(at(local), service) is is_open
    assert said(CALENDAR.next_change(at(local), service)) == then


def test_a_hall_without_hours_is_always_open():
    calendar = Calendar()
    assert calendar.is_open(at("2026-01-05T03:00"))
    assert calendar.next_change(at("2026-01-05T03:00")) is None
    assert calendar.left_today_min(at("2026-01-05T03:00")) is None


def test_a_hall_that_is_open_day_and_night_never_closes():
    calendar = read_calendar(PLAN, ("00:00-24:00",))
    assert calendar.next_change(at("2026-01-05T03:00")) is None


def test_a_hall_that_is_open_over_midnight_closes_in_the_morning():
    calendar = read_calendar(PLAN, ("mon 08:00-24:00", "tue 00:00-02:00"))
    assert said(calendar.closes(at("2026-01-05T23:00"))) == "2026-01-06T02:00"


def test_a_hall_that_never_opens_again_says_so():
    closed = SpecialDay("停业", "Closed for good", dt.date(2026, 1, 5), dt.date(2027, 1, 5))
    more = SpecialDay("停业", "Closed for good", dt.date(2027, 1, 6), dt.date(2027, 12, 31))
    calendar = read_calendar(PLAN, WEEK, (closed, more))
    assert calendar.next_change(at("2026-01-05T10:00")) is None


def test_the_minutes_left_today_leave_out_the_lunch_break():
    assert CALENDAR.left_today_min(at("2026-01-05T11:30")) == 30 + 240
    assert CALENDAR.left_today_min(at("2026-01-05T17:30")) == 0
    assert CALENDAR.left_today_min(at("2026-01-05T15:00"), "connect") == 60


def test_a_special_day_is_known_by_its_name():
    assert CALENDAR.special_day(dt.date(2026, 1, 2)) == HOLIDAY
    assert CALENDAR.special_day(dt.date(2026, 1, 7), "connect") == MOVING
    assert CALENDAR.special_day(dt.date(2026, 1, 7)) is None


def test_a_make_up_workday_counts_as_the_weekday_it_is_like():
    assert CALENDAR.weekday(dt.date(2026, 1, 4)) == 0
    assert CALENDAR.weekday(dt.date(2026, 1, 10)) == 5


@pytest.mark.parametrize(
    ("day", "left_min"), [("2026-03-28", 6 * 60), ("2026-03-29", 5 * 60), ("2026-10-25", 7 * 60)]
)
def test_a_day_on_which_the_clocks_change_has_its_own_length(day: str, left_min: int):
    calendar = read_calendar(PLAN, ("00:00-06:00",))
    assert calendar.left_today_min(at(f"{day}T00:00", BERLIN)) == left_min


def test_the_hall_opens_by_the_wall_clock_after_the_clocks_have_changed():
    calendar = read_calendar(PLAN, WEEK)
    opens = calendar.opens(at("2026-03-28T15:00", BERLIN))
    assert opens is not None
    assert opens.isoformat() == "2026-03-30T08:30:00+02:00"


def test_an_hour_that_comes_twice_is_open_twice_only_if_the_hours_go_over_it():
    calendar = read_calendar(PLAN, ("01:00-02:30",))
    first, second = (at("2026-10-25T02:15", BERLIN).replace(fold=fold) for fold in (0, 1))
    assert calendar.is_open(first)
    assert not calendar.is_open(second)


@given(
    st.integers(0, 9 * 24 * 60),
    st.sampled_from(["2026-03-24", "2026-10-20"]),
    st.sampled_from([("00:00-24:00",), ("01:00-02:30 03:30-05:00",), ("02:15-02:45",), WEEK]),
)
def test_nothing_changes_before_the_next_change_and_everything_does_at_it(
    minutes: int, day: str, hours: tuple[str, ...]
):
    calendar = read_calendar(PLAN, hours)
    start = at(f"{day}T00:00", BERLIN).astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
    local = start.astimezone(BERLIN)
    change = calendar.next_change(local)
    if change is None:
        assert hours == ("00:00-24:00",)
        return
    was_open = calendar.is_open(local)
    assert calendar.is_open(change) is not was_open
    assert change.astimezone(dt.UTC) > start
    just_before = change.astimezone(dt.UTC) - dt.timedelta(seconds=1)
    halfway = start + (just_before - start) / 2
    for each in (just_before, halfway):
        assert calendar.is_open(each.astimezone(BERLIN)) is was_open


@pytest.mark.parametrize(
    ("special", "said"),
    [
        (
            SpecialDay("x", "", dt.date(2026, 1, 2)),
            "special_days: x: 2026-01-02 is 元旦 already",
        ),
        (
            SpecialDay("x", "", dt.date(2026, 1, 8), services=("connect",)),
            "special_days: x: 2026-01-08 of connect is 搬迁 already",
        ),
        (SpecialDay("x", "", dt.date(2026, 2, 1), services=("y",)), "special_days: x: no service"),
        (
            SpecialDay("x", "", dt.date(2026, 2, 1), hours=("09:00-11:00",), like="mon"),
            "special_days: x: either hours or like, not both",
        ),
        (
            SpecialDay("x", "", dt.date(2026, 2, 2), dt.date(2026, 2, 1)),
            "special_days: x: last must be within a year after first",
        ),
        (SpecialDay("x", "", dt.date(2026, 2, 1), hours=("9-11",)), "special_days: x: '9-11' is"),
        (SpecialDay("x", "", dt.date(2026, 2, 1), like="monday"), "special_days: x: 'monday' is"),
    ],
)
def test_a_special_day_that_cannot_be_is_named(special: SpecialDay, said: str):
    with pytest.raises(CalendarError) as refused:
        read_calendar(PLAN, WEEK, (HOLIDAY, MOVING, special))
    assert str(refused.value).startswith(said)


def test_hours_that_cannot_be_read_are_named():
    with pytest.raises(CalendarError, match="calendar: hours: 'noon' is not a day"):
        read_calendar(PLAN, ("noon",))
