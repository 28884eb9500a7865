"""Why one ticket was called before another, told from the facts of the day."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any

from edge.api.context import Api
from edge.domain import facts as f
from edge.domain.plan import Plan
from edge.domain.rules.explaining import LocalMinute, explain
from edge.domain.rules.wording import Telling

_PASSED_MAX = 5


async def explained(api: Api, visit: str, other: str) -> dict[str, Any]:
    """Return the answer of the API. Raises `UnknownVisitError`, `NotCalledError`."""
    facts = await api.feed.day()
    zone = api.hall.recorder.clock.local().tzinfo
    # A long day takes a while to fold once more.
    return await asyncio.to_thread(told_of, facts, visit, other, api.hall.settings.plan, zone)


def told_of(
    facts: Sequence[f.Recorded], visit: str, other: str, plan: Plan, zone: dt.tzinfo | None
) -> dict[str, Any]:
    """Return the same for the day's `facts`, in a hall whose clock is in `zone`."""
    minute = local_minutes(zone)
    why = explain(facts, visit, plan, minute, other)
    telling = Telling(plan, minute)
    passed = why.passed[:_PASSED_MAX]
    sentences = [telling.called(why), *(telling.passed(each) for each in passed)]
    return {
        "visit": visit,
        "ticket": why.ticket,
        "counter": why.counter,
        "chinese": "".join(each.chinese for each in sentences),
        "english": " ".join(each.english for each in sentences),
    }


def local_minutes(zone: dt.tzinfo | None) -> LocalMinute:
    """Return what gives the minute of the day of wall ms in `zone`."""

    def minute(at: int) -> int:
        local = dt.datetime.fromtimestamp(at / 1000, zone)
        return local.hour * 60 + local.minute

    return minute
