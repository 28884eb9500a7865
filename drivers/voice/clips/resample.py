"""Another sampling rate for a sound: a windowed sinc, one filter for each phase between samples.

What lies above half of the lower rate is filtered out, so that hisses do not fold down into tones.
"""

import math
from array import array

_SIDE_TAPS = 16  # on each side; stop band about 50 dB down, a cut a tenth of the band wide
_CUT = 0.92  # the part of the lower half rate that passes, leaving room for the filter's slope


def resampled(pcm: bytes, from_hz: int, to_hz: int) -> bytes:
    """Return 16-bit samples taken `from_hz` times a second as taken `to_hz` times a second."""
    common = math.gcd(from_hz, to_hz)
    up, down = to_hz // common, from_hz // common
    filters = [_taps(phase / up, min(1.0, up / down) * _CUT) for phase in range(up)]
    silence = [0] * _SIDE_TAPS
    samples = [*silence, *array("h", pcm), *silence]
    count = -(-(len(pcm) // 2) * up // down)
    places = (divmod(number * down, up) for number in range(count))
    return array("h", [_at(samples, place, filters[phase]) for place, phase in places]).tobytes()


def _taps(fraction: float, cut: float) -> list[float]:
    """Return the filter that reads a sound `fraction` of a sample after a sample."""
    offsets = [tap - _SIDE_TAPS + 1 - fraction for tap in range(2 * _SIDE_TAPS)]
    taps = [_sinc(cut * offset) * _hann(offset / _SIDE_TAPS) for offset in offsets]
    total = sum(taps)  # to one exactly, or a steady sound would buzz with the phases
    return [tap / total for tap in taps]


def _sinc(x: float) -> float:
    return math.sin(math.pi * x) / (math.pi * x) if x else 1.0


def _hann(x: float) -> float:
    return 0.5 + 0.5 * math.cos(math.pi * x)


def _at(samples: list[int], place: int, taps: list[float]) -> int:
    window = samples[place + 1 : place + 1 + len(taps)]
    value = sum(sample * tap for sample, tap in zip(window, taps, strict=True))
    return max(-32768, min(32767, round(value)))
