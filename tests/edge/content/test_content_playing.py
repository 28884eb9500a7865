"""What is played when: hours and days as people write them, and nothing that cannot be shown."""

import datetime as dt

import pytest

from edge.content.playing import playing, trouble_with
from edge.content.publications import Medium

MONDAY = dt.date(2026, 3, 2)


def picture(id_: str, *hours: str) -> Medium:
    return Medium(id=id_, kind="picture", document=f"media/{id_}.jpg", hours=hours)


def played(media: list[Medium], day: dt.date, clock: str) -> list[str]:
    local = dt.datetime.combine(day, dt.time.fromisoformat(clock))
    return [medium.id for medium in playing(media, local)]


def test_a_medium_without_hours_is_always_played():
    assert played([picture("a")], MONDAY, "03:00") == ["a"]


def test_media_are_played_in_the_order_of_the_playlist():
    assert played([picture("b"), picture("a")], MONDAY, "12:00") == ["b", "a"]


@pytest.mark.parametrize(
    ("clock", "heard"),
    [("08:29", []), ("08:30", ["a"]), ("11:59", ["a"]), ("12:00", []), ("13:30", ["a"])],
)
def test_hours_begin_with_their_first_minute_and_end_before_their_last(clock, heard):
    assert played([picture("a", "mon-fri 08:30-12:00 13:30-17:30")], MONDAY, clock) == heard


def test_days_that_are_not_named_are_silent():
    weekend = picture("a", "sat,sun 08:00-20:00")
    assert played([weekend], MONDAY, "10:00") == []
    assert played([weekend], MONDAY + dt.timedelta(5), "10:00") == ["a"]


def test_a_medium_may_have_several_lines_of_hours():
    twice = picture("a", "mon 08:00-09:00", "mon 10:00-11:00")
    assert [played([twice], MONDAY, at) for at in ("08:30", "09:30", "10:30")] == [["a"], [], ["a"]]


@pytest.mark.parametrize(
    ("medium", "why"),
    [
        (picture("a", "funday 08:00-09:00"), "not a day"),
        (Medium(id="a", kind="picture", document="media/a.svg"), "must be .jpg"),
        (Medium(id="a", kind="picture"), "must be .jpg"),
        (Medium(id="a", kind="film", document="media/a.jpg"), "must be .mp4"),
        (Medium(id="a", kind="text"), "without words"),
    ],
)
def test_what_cannot_be_played_is_left_out_and_says_why(medium, why):
    assert why in trouble_with(medium)
    assert played([medium, picture("b")], MONDAY, "10:00") == ["b"]


def test_names_of_files_may_be_written_in_capitals():
    assert trouble_with(Medium(id="a", kind="film", document="media/a.MP4")) == ""
    assert trouble_with(Medium(id="a", kind="picture", document="media/a.JPG")) == ""
