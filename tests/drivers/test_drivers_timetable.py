"""What holds from which time of the day on."""

import datetime as dt

import pytest

from drivers.timetable import BadTimetableError, check_percents, percent_at

DAY = {"08:00": 80, "12:00": 40, "14:00": 80, "20:30": 0}


@pytest.mark.parametrize(
    ("now", "percent"),
    [
        ("07:59", 0),
        ("08:00", 80),
        ("11:59", 80),
        ("12:00", 40),
        ("14:00", 80),
        ("20:29", 80),
        ("20:30", 0),
        ("23:59", 0),
        ("00:00", 0),
    ],
)
def test_the_latest_time_that_has_come_holds_and_the_last_one_over_night(now: str, percent: int):
    assert percent_at(DAY, dt.time.fromisoformat(now)) == percent


def test_seconds_change_nothing_before_the_minute_is_full():
    assert percent_at(DAY, dt.time(11, 59, 59, 999_999)) == 80


def test_an_empty_table_is_everything_all_day():
    assert percent_at({}, dt.time(3)) == 100


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"8:00": 80}, "'8:00' is no time of day: expected 00:00 to 23:59"),
        ({"24:00": 80}, "'24:00' is no time of day"),
        ({"08:00 ": 80}, "'08:00 ' is no time of day"),
        ({"08:00": 201}, "201 % from 08:00: expected 0 to 200"),
        ({"08:00": -1}, "-1 % from 08:00"),
    ],
)
def test_a_table_that_cannot_be_followed_names_its_entry(table: dict[str, int], message: str):
    with pytest.raises(BadTimetableError, match=message):
        check_percents(table, 200)
