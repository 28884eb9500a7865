"""How loud the hall is at which time of day."""

import datetime as dt
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.voice.clips.volume import BadVolumeError, at_volume, check_volumes, percent_at

DAY = {"08:00": 80, "12:00": 40, "14:00": 80, "20:30": 0}
SAMPLES = st.lists(st.integers(-32768, 32767), max_size=300)


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


def test_a_hall_that_says_nothing_about_it_is_as_loud_as_its_clips():
    assert percent_at({}, dt.time(3)) == 100
    assert at_volume(b"\x10\x20", 100) == b"\x10\x20"


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
    with pytest.raises(BadVolumeError, match=message):
        check_volumes(table)


def test_half_is_half_of_every_sample():
    pcm = array("h", [0, 100, -100, 20_000]).tobytes()
    assert list(array("h", at_volume(pcm, 50))) == [0, 50, -50, 10_000]


def test_no_volume_is_silence_as_long_as_the_words():
    assert at_volume(array("h", [1, -2, 3]).tobytes(), 0) == bytes(6)


@given(SAMPLES, st.integers(0, 200))
def test_no_volume_clips_or_changes_the_length(samples: list[int], percent: int):
    pcm = array("h", samples).tobytes()
    louder = at_volume(pcm, percent)
    assert len(louder) == len(pcm)
    for before, after in zip(samples, array("h", louder), strict=True):
        assert abs(after) <= abs(before) * percent / 100 + 1
        assert before * after >= 0


@given(SAMPLES.filter(lambda samples: any(abs(each) > 100 for each in samples)))
def test_what_would_clip_is_made_as_loud_as_it_can_be_and_keeps_its_shape(samples: list[int]):
    loud = array("h", at_volume(array("h", samples).tobytes(), 200))
    peak = max(map(abs, samples))
    assert max(map(abs, loud)) == pytest.approx(min(2 * peak, 32_767), abs=1)
    for before, after in zip(samples, loud, strict=True):
        assert after == pytest.approx(before * min(2, 32_767 / peak), abs=1)
