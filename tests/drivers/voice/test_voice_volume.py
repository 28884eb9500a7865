"""Samples made as loud as a hall wants them."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.voice.clips.volume import at_volume

SAMPLES = st.lists(st.integers(-32768, 32767), max_size=300)


def test_all_of_it_is_what_the_clips_are():
    assert at_volume(b"\x10\x20", 100) == b"\x10\x20"


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
