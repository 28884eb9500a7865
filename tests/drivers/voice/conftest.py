"""Clips for tests: tones in place of words, put into a bank's directory like recordings."""

import math
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from drivers.voice.clips.concat import RATE_HZ, wav_of
from drivers.voice.clips.files import clip_path, write_new

Record = Callable[[Path, Iterable[str]], None]


@pytest.fixture
def tone() -> Callable[[float, float, float], bytes]:
    """Return a maker of tones from pitch in Hz, length in s, and peak."""

    def make(pitch_hz: float, lasts_s: float, peak: float, rate_hz: int = RATE_HZ) -> bytes:
        step = math.tau * pitch_hz / rate_hz
        count = round(lasts_s * rate_hz)
        return array("h", [round(peak * math.sin(step * at)) for at in range(count)]).tobytes()

    return make


@pytest.fixture
def record(tone: Callable[[float, float, float], bytes]) -> Record:
    """Return a person with a microphone, who says every part in a tenth of a second."""
    recording = wav_of(tone(440, 0.1, 4243))

    def put(directory: Path, parts: Iterable[str]) -> None:
        for part in parts:
            write_new(clip_path(directory, part), recording)

    return put
