"""What screens say of waits and times: honest, short, and nothing where nothing is known."""

import datetime as dt

import pytest

from edge.api.shapes import Wait
from kiosk.saying import Said, closed_said, moment, wait_said
from kiosk.texts import load_texts

TEXTS = load_texts()
NOW = dt.datetime(2025, 3, 3, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def text(said: Said, language: str) -> str:
    return TEXTS[language][said.key].format(**said.values)


@pytest.mark.parametrize(
    ("low", "high", "chinese", "english"),
    [
        (10, 15, "约 10–15 分钟", "about 10–15 min"),
        (0, 4, "约 4 分钟以内", "less than 4 min"),
        (90, None, "90 分钟以上", "more than 90 min"),
    ],
)
def test_a_wait_is_a_range(low, high, chinese, english):
    said = wait_said(Wait(low_min=low, high_min=high))
    assert (text(said, "zh"), text(said, "en")) == (chinese, english)


@pytest.mark.parametrize("wait", [None, Wait(low_min=None, high_min=None, why="nobody_serves_it")])
def test_where_the_hall_cannot_tell_nothing_is_said(wait):
    assert wait_said(wait) is None


@pytest.mark.parametrize(
    ("opens_at", "chinese", "english"),
    [
        ("2025-03-03T14:00+08:00", "14:00", "14:00"),
        ("2025-03-04T08:30+08:00", "明天 08:30", "tomorrow 08:30"),
        ("2025-10-09T08:30+08:00", "10月9日 08:30", "9 October, 08:30"),
    ],
)
def test_a_time_is_said_as_people_say_it(opens_at, chinese, english):
    said = moment(opens_at, 0, NOW)
    assert (text(said, "zh"), text(said, "en")) == (chinese, english)


def test_a_wall_time_is_said_in_the_halls_own_zone():
    assert moment("", 1_740_981_600_000, NOW) == Said("at_today", {"time": "14:00", "day": 3})


@pytest.mark.parametrize("opens_at", ["", "soon"])
def test_no_time_is_said_where_there_is_none(opens_at):
    assert moment(opens_at, 0, NOW) is None


def test_what_is_closed_for_a_reason_without_words_is_closed_all_the_same():
    assert closed_said("service_off") == "closed_service_off"
    assert closed_said("martians") == "closed_other"
