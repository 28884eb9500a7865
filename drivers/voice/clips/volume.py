"""How loud the hall is at which time of its day, and samples made that loud."""

import datetime as dt
import re
from array import array
from collections.abc import Mapping

PERCENT_MAX = 200

_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_FULL_SCALE = 32_767


class BadVolumeError(ValueError):
    """A table of volumes cannot be followed; the message names the entry and what is wrong."""


def check_volumes(percent_from: Mapping[str, int]) -> None:
    """Raise `BadVolumeError` unless every time is `HH:MM` and every percentage from 0 to 200."""
    for time, percent in percent_from.items():
        if not _TIME.fullmatch(time):
            raise BadVolumeError(f"{time!r} is no time of day: expected 00:00 to 23:59")
        if not 0 <= percent <= PERCENT_MAX:
            raise BadVolumeError(f"{percent} % from {time}: expected 0 to {PERCENT_MAX}")


def percent_at(percent_from: Mapping[str, int], now: dt.time) -> int:
    """Return the volume in percent at `now`: of the latest time that has come.

    Before the first time of a day the last one of the day before still holds. An empty table is
    100 % all day.
    """
    times = sorted(percent_from)
    come = [time for time in times if time <= now.strftime("%H:%M")]
    in_force = come or times
    return percent_from[in_force[-1]] if in_force else 100


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
