"""Money, energy, months, lists and the chart's geometry."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from query_data import ZONE, months

from edge.api.shapes import MonthOfUse
from kiosk.query import saying
from kiosk.query.chart import HEIGHT, WIDTH, chart_of
from kiosk.query.lists import listed
from kiosk.texts import Words, load_texts

WORDS = Words(load_texts(), "zh")

USES = st.lists(
    st.builds(
        MonthOfUse,
        month=st.dates(dt.date(2020, 1, 1)).map(lambda day: f"{day.year:04}-{day.month:02}"),
        kwh=st.floats(0, 1e7),
        tier=st.integers(0, 5),
        used_kwh=st.just(0.0),
    ),
    max_size=12,
)


def test_money_is_in_yuan_with_two_digits():
    said = [saying.yuan(fen).told(WORDS.first) for fen in (0, 5, -1205, 123456789)]
    assert said == ["0.00 元", "0.05 元", "-12.05 元", "1,234,567.89 元"]


def test_energy_has_no_more_digits_than_it_needs():
    assert [saying.plain(each) for each in (0, 12.0, 12.5, 1234.567)] == [
        "0",
        "12",
        "12.5",
        "1,234.57",
    ]


def test_a_stretch_of_one_day_says_the_day_once():
    def at(day: int, hour: int) -> int:
        return int(dt.datetime(2026, 7, day, hour, tzinfo=ZONE).timestamp() * 1000)

    of_a_day = saying.stretch(at(1, 8), at(1, 17), ZONE)
    assert of_a_day.told(WORDS.first) == "2026年7月1日 08:00–17:00"
    assert of_a_day.told(WORDS.second) == "1 Jul 2026, 08:00–17:00"
    longer = saying.stretch(at(1, 8), at(2, 6), ZONE)
    assert longer.told(WORDS.first) == "2026年7月1日 08:00 至 2026年7月2日 06:00"


def test_a_page_beyond_the_last_is_the_last():
    assert listed("abcdefg", 9, 3).entries == "g"
    assert listed("", 4, 3).pages == 1


@given(USES)
def test_everything_of_a_chart_is_within_its_picture(use):
    chart = chart_of(use)
    assert len(chart.bars) == len(use)
    assert 2 <= len(chart.lines) <= 7
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH
        assert 0 < bar.y <= bar.y + bar.height <= HEIGHT
    for line in chart.lines:
        assert 0 < line.y <= HEIGHT


def test_a_mark_stands_where_a_year_reaches_a_higher_tier():
    marked = [bar.month for bar in chart_of(months()).bars if bar.mark_x is not None]
    assert marked == ["2025-12", "2026-04"]


def test_a_chart_says_where_a_year_begins_since_its_tiers_begin_there_too():
    bars = chart_of(months()).bars
    assert [bar.month for bar in bars if bar.begins_year] == ["2026-01"]
    assert all(bar.left < bar.x for bar in bars)
