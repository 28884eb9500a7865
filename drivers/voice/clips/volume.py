"""Samples made as loud as a hall wants them."""

from array import array

PERCENT_MAX = 200

_FULL_SCALE = 32_767


def at_volume(pcm: bytes, percent: int) -> bytes:
    """Return 16-bit samples at `percent` of their amplitude, or less where they would clip."""
    if percent == 100:
        return pcm
    samples = array("h", pcm)
    peak = max(map(abs, samples), default=0)
    if not percent or not peak:
        return bytes(len(pcm))
    gain = min(percent / 100, _FULL_SCALE / peak)
    return array("h", [round(gain * sample) for sample in samples]).tobytes()
