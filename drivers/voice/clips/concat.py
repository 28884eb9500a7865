"""From clips to one sound: reading WAVs, evening them out, joining them.

Samples are little-endian signed 16 bit, one channel, 16 kHz: `pcm` below. That is enough for
speech, small enough to hold every clip in memory, and what every sound card plays.
"""

import io
import math
import wave
from array import array
from collections.abc import Sequence
from operator import mul

RATE_HZ = 16_000
SAMPLE_BYTES = 2

_LOUDNESS = 3_000.0  # root mean square, 21 dB below full scale: speech with headroom for vowels
_PEAK_MAX = 30_000
_GAIN_MAX = 8.0  # a clip that needs more is noise, and would only become loud noise
_GAIN_HEARD = 0.1  # a difference below 1 dB is not heard, and not worth the arithmetic
_SILENT_BELOW = 200
_KEPT_SILENCE_S = 0.01  # the breath before a plosive and the end of a nasal lie under the threshold


class NotAClipError(ValueError):
    """A file is no WAV of 16 kHz, mono, 16 bit; the message says which and what it is instead."""

    def __init__(self, source: str, found: str) -> None:
        super().__init__(f"{source}: expected WAV, 16000 Hz, mono, 16 bit, found {found}")


def pcm_of(wav: bytes, source: str) -> bytes:
    """Return the samples of a WAV file. Raises `NotAClipError` naming `source`."""
    try:
        with wave.open(io.BytesIO(wav)) as clip:
            shape = (clip.getframerate(), clip.getnchannels(), clip.getsampwidth())
            pcm: bytes = clip.readframes(clip.getnframes())
    except (wave.Error, EOFError) as error:
        raise NotAClipError(source, str(error) or "an unfinished file") from error
    if shape != (RATE_HZ, 1, SAMPLE_BYTES):
        rate_hz, channels, width = shape
        raise NotAClipError(source, f"{rate_hz} Hz, {channels} channels, {8 * width} bit")
    return pcm[: len(pcm) - len(pcm) % SAMPLE_BYTES]


def wav_of(pcm: bytes) -> bytes:
    """Return `pcm` as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as clip:
        clip.setframerate(RATE_HZ)
        clip.setnchannels(1)
        clip.setsampwidth(SAMPLE_BYTES)
        clip.writeframes(pcm)
    return file.getvalue()


def duration_s(pcm: bytes) -> float:
    """Return how long `pcm` sounds."""
    return len(pcm) / SAMPLE_BYTES / RATE_HZ


def joined(clips: Sequence[bytes], gap_samples: int) -> bytes:
    """Return `clips` one after the other, `gap_samples` samples of silence between each two."""
    return bytes(gap_samples * SAMPLE_BYTES).join(clips)


def trimmed(pcm: bytes) -> bytes:
    """Return `pcm` without the silence before and after it; empty where all of it is silence."""
    samples = array("h", pcm)
    loud = [at for at, sample in enumerate(samples) if abs(sample) >= _SILENT_BELOW]
    if not loud:
        return b""
    kept = round(_KEPT_SILENCE_S * RATE_HZ)
    return samples[max(0, loud[0] - kept) : loud[-1] + 1 + kept].tobytes()


def evened(pcm: bytes) -> bytes:
    """Return `pcm` as loud as every other clip, its peaks below full scale.

    A clip of silence stays as it is, and no clip is raised to more than eight times its level.
    """
    samples = array("h", pcm)
    peak = max(map(abs, samples), default=0)
    if not peak:
        return pcm
    level = math.sqrt(sum(map(mul, samples, samples)) / len(samples))
    gain = min(_LOUDNESS / level, _PEAK_MAX / peak, _GAIN_MAX)
    if abs(gain - 1) < _GAIN_HEARD:
        return pcm
    return array("h", [round(gain * sample) for sample in samples]).tobytes()
