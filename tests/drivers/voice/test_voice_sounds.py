"""Joining, trimming, evening out and resampling of sounds, and the hall's own ones."""

import io
import math
import wave
from array import array
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from drivers.voice.clips import sounds
from drivers.voice.clips.concat import (
    RATE_HZ,
    NotAClipError,
    duration_s,
    evened,
    joined,
    pcm_of,
    trimmed,
    wav_of,
)
from drivers.voice.clips.resample import resampled

Tone = Callable[..., bytes]
PCM = st.lists(st.integers(-32768, 32767), max_size=400).map(lambda s: array("h", s).tobytes())


def samples_in(pcm: bytes) -> int:
    return len(pcm) // 2


def level(pcm: bytes) -> float:
    samples = array("h", pcm)
    return math.sqrt(sum(sample * sample for sample in samples) / max(1, len(samples)))


@given(st.lists(PCM), st.integers(0, 2000))
def test_the_whole_is_as_long_as_its_clips_and_gaps(clips: list[bytes], gap: int):
    whole = joined(clips, gap)
    gaps = gap * max(0, len(clips) - 1)
    assert samples_in(whole) == sum(map(samples_in, clips)) + gaps
    assert duration_s(whole) == samples_in(whole) / RATE_HZ


@given(st.lists(PCM, min_size=1), st.integers(0, 50))
def test_every_clip_is_in_the_whole_at_its_place(clips: list[bytes], gap: int):
    whole = joined(clips, gap)
    for clip in clips:
        assert whole[: len(clip)] == clip
        assert not any(whole[len(clip) : len(clip) + 2 * gap])
        whole = whole[len(clip) + 2 * gap :]
    assert not whole


@given(PCM)
def test_a_wav_gives_back_its_samples(pcm: bytes):
    assert pcm_of(wav_of(pcm), "x.wav") == pcm


CUT_WAVS = st.builds(lambda pcm, size: wav_of(pcm)[:size], PCM, st.integers(0, 900))


@given(st.binary() | CUT_WAVS)
def test_any_bytes_are_a_clip_or_named_as_none(data: bytes):
    try:
        pcm = pcm_of(data, "zh/请.wav")
    except NotAClipError as error:
        assert str(error).startswith("zh/请.wav: expected WAV, 16000 Hz, mono, 16 bit, found ")
    else:
        assert len(pcm) % 2 == 0


def test_a_recording_of_another_shape_is_refused_with_what_it_is():
    file = io.BytesIO()
    with wave.open(file, "wb") as clip:
        clip.setparams((2, 2, 44100, 0, "NONE", ""))
        clip.writeframes(bytes(400))
    with pytest.raises(NotAClipError, match=r"en/A\.wav: .* found 44100 Hz, 2 channels, 16 bit"):
        pcm_of(file.getvalue(), "en/A.wav")


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(-150, 150))
def test_hiss_around_a_word_is_trimmed_to_a_breath(before: int, after: int, hiss: int):
    word = array("h", [5000, -5000] * 400).tobytes()
    noise = array("h", [hiss])
    kept = trimmed((noise * before).tobytes() + word + (noise * after).tobytes())
    assert word in kept
    assert samples_in(kept) - samples_in(word) == min(before, 160) + min(after, 160)


@given(PCM)
def test_trimming_twice_takes_no_more_than_once(pcm: bytes):
    assert trimmed(trimmed(pcm)) == trimmed(pcm)
    assert trimmed(pcm) in pcm


def test_silence_is_trimmed_to_nothing():
    assert trimmed(bytes(2000)) == b""


@pytest.mark.parametrize("peak", [600, 2000, 8000, 20000, 32000])
def test_quiet_and_loud_clips_come_out_equally_loud(tone: Tone, peak: int):
    assert level(evened(tone(300, 0.2, peak))) == pytest.approx(3000, rel=0.12)


def test_a_whisper_of_noise_is_not_raised_to_the_level_of_a_voice():
    assert level(evened(array("h", [20, -20] * 500).tobytes())) == pytest.approx(160)


def test_single_peaks_are_not_raised_to_full_scale():
    clicks = array("h", ([8000] + [0] * 999) * 3).tobytes()
    assert max(array("h", evened(clicks))) == 30000


@given(PCM)
def test_evening_out_keeps_length_and_changes_nothing_the_second_time(pcm: bytes):
    once = evened(pcm)
    assert len(once) == len(pcm)
    assume(level(pcm) > 400)  # below, it is raised by eight again
    assert level(evened(once)) == pytest.approx(level(once), rel=0.01, abs=1)


def test_a_tone_keeps_pitch_level_and_length_at_another_rate(tone: Tone):
    there = resampled(tone(1000, 0.5, 10000, 22050), 22050, 16000)
    assert samples_in(there) == 8000
    middle, expected = array("h", there)[800:7200], array("h", tone(1000, 0.5, 10000))[800:7200]
    assert max(abs(a - b) for a, b in zip(middle, expected, strict=True)) < 100


def test_what_lies_above_half_the_new_rate_does_not_fold_down(tone: Tone):
    hiss = tone(10_000, 0.3, 10000, 22050)
    assert level(resampled(hiss, 22050, 16000)[400:-400]) < level(hiss) / 100


@given(st.binary(max_size=600).map(lambda data: data[: len(data) & ~1]))
def test_resampling_anything_takes_as_long_as_before(pcm: bytes):
    assert samples_in(resampled(pcm, 22050, 16000)) == math.ceil(samples_in(pcm) * 320 / 441)


def test_the_gong_begins_at_once_falls_away_and_ends_in_silence():
    samples = array("h", sounds.gong())
    assert len(samples) == round(1.2 * RATE_HZ)
    assert max(map(abs, samples[:100])) > 1000, "first sound without delay"
    assert max(map(abs, samples)) < 20000, "headroom"
    assert max(map(abs, samples[-20:])) < 10, "no click at the end"


def test_the_gong_has_two_strokes_at_their_pitches():
    samples = array("h", sounds.gong())

    def strength(pitch_hz: float, start_s: float) -> float:
        window = samples[round(start_s * RATE_HZ) :][:3200]
        turns = [math.tau * pitch_hz * at / RATE_HZ for at in range(len(window))]
        across = sum(s * math.cos(t) for s, t in zip(window, turns, strict=True))
        along = sum(s * math.sin(t) for s, t in zip(window, turns, strict=True))
        return math.hypot(across, along) / len(window)

    assert strength(659.26, 0.05) > 10 * strength(523.25, 0.05)
    assert strength(523.25, 0.5) > 2 * strength(659.26, 0.5)


def test_the_pause_is_silence():
    assert not any(sounds.pause())
    assert duration_s(sounds.pause()) == pytest.approx(0.4)
