"""An open fault in words: since when, which device and where, what, how often, and what to do."""

import datetime as dt

from edge.api import shapes
from edge.staff import device_words, words

_CLOCK, _DAY_AND_CLOCK = "%H:%M", "%m-%d %H:%M"


def key(fault: shapes.Fault) -> str:
    """Return what tells `fault` from every other that is open."""
    return f"{fault.device} {fault.unit}".strip()


def headline(fault: shapes.Fault, now_ms: int) -> str:
    """Return since when, which device, and where it stands."""
    unit = f" / {fault.unit}" if fault.unit else ""
    kind = device_words.kind(fault.kind).chinese
    where = f"@ {fault.place}" if fault.place else ""
    parts = (since(fault.since, now_ms), kind, fault.device + unit, where)
    return " ".join(part for part in parts if part)


def what(fault: shapes.Fault) -> str:
    """Return what is wrong, in the device's own words too, and how often it was seen."""
    seen = str(words.SEEN_AGAIN.about(count=str(fault.count))) if fault.count > 1 else ""
    said = f"({fault.detail})" if fault.detail else ""
    return " ".join(part for part in (str(device_words.health(fault.health)), said, seen) if part)


def known(fault: shapes.Fault) -> str:
    """Return who knows of it and what was noted, or nothing."""
    if not fault.acknowledged_by:
        return ""
    said = f": {fault.note}" if fault.note else ""
    return f"{words.KNOWN_BY} {fault.acknowledged_by}{said}"


def since(at_ms: int, now_ms: int) -> str:
    """Return a wall time of the hall in this machine's time zone; with its day unless today."""
    at, now = (dt.datetime.fromtimestamp(ms / 1000).astimezone() for ms in (at_ms, now_ms))
    return at.strftime(_CLOCK if at.date() == now.date() else _DAY_AND_CLOCK)
