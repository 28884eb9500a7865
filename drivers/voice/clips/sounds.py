"""The hall's own sounds, made of arithmetic: the gong, and the pause between sentences."""

import math
from array import array

from drivers.voice.clips.concat import RATE_HZ, SAMPLE_BYTES

_PAUSE_S = 0.4
_GONG_S = 1.2
_SECOND_STROKE_S = 0.35
_STROKES_HZ = (659.26, 523.25)  # E5, C5: a falling third, the usual call for attention
_DECAY_PER_S = 5.0
_AMPLITUDE = 9_000.0
_FADE_S = 0.05  # at the end, where a cut would click


def pause() -> bytes:
    """Return the silence between two sentences."""
    return bytes(SAMPLE_BYTES * round(_PAUSE_S * RATE_HZ))


def gong() -> bytes:
    """Return two strokes, each a decaying sine."""
    count, later = round(_GONG_S * RATE_HZ), round(_SECOND_STROKE_S * RATE_HZ)
    first = _stroke(_STROKES_HZ[0], count)
    second = [0.0] * later + _stroke(_STROKES_HZ[1], count - later)
    fades = (min(1.0, (count - at) / (_FADE_S * RATE_HZ)) for at in range(count))
    mixed = zip(first, second, fades, strict=True)
    return array("h", [round((one + other) * fade) for one, other, fade in mixed]).tobytes()


def _stroke(pitch_hz: float, count: int) -> list[float]:
    # A resonator rings as a decaying sine: two multiplications a sample in place of exp and sin.
    step, shrink = math.tau * pitch_hz / RATE_HZ, math.exp(-_DECAY_PER_S / RATE_HZ)
    now, following = 0.0, _AMPLITUDE * shrink * math.sin(step)
    ringing = []
    for _sample in range(count):
        ringing.append(now)
        now, following = following, 2 * shrink * math.cos(step) * following - shrink**2 * now
    return ringing
