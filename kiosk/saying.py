"""How screens put what they know into words: waits, times of day, and why there is no ticket."""

import datetime as dt
from dataclasses import dataclass

from edge.api.shapes import Wait

_DAYS_AWAY = {0: "at_today", 1: "at_tomorrow"}

# Closed for a reason that has words of its own; anything else is "no tickets at the moment".
CLOSED = frozenset(
    {
        "hall_closed",
        "day_closed",
        "doors_closed",
        "service_closed",
        "service_off",
        "quota_used_up",
        "numbers_used_up",
        "last_ticket_given",
        "power_low",
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text by its key, with what is filled in."""

    key: str
    values: dict[str, object]


def wait_said(wait: Wait | None) -> Said | None:
    """Return how long it may take, in words; None where nothing can be said."""
    if wait is None or (wait.low_min is None and wait.high_min is None):
        return None
    values: dict[str, object] = {"low": wait.low_min, "high": wait.high_min}
    if wait.high_min is None:
        return Said("wait_more", values)
    return Said("wait_range" if wait.low_min else "wait_less", values)


def closed_said(code: str) -> str:
    """Return the key of why a service has no tickets now."""
    return f"closed_{code if code in CLOSED else 'other'}"


def moment(opens_at: str, from_ms: int, now: dt.datetime) -> Said | None:
    """Return a time as people say it, from local ISO 8601 or wall ms; None where there is none."""
    when = _local(opens_at, from_ms, now)
    if when is None:
        return None
    days = (when.date() - now.date()).days
    key = _DAYS_AWAY.get(days, f"at_month_{when.month}")
    return Said(key, {"time": f"{when:%H:%M}", "day": when.day})


def _local(opens_at: str, from_ms: int, now: dt.datetime) -> dt.datetime | None:
    if from_ms:
        return dt.datetime.fromtimestamp(from_ms / 1000, now.tzinfo)
    try:
        return dt.datetime.fromisoformat(opens_at) if opens_at else None
    except ValueError:
        return None
