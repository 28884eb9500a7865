"""On what terms a past day is lived again: other rules, another counter plan."""

import re
import statistics
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from edge.config import ConfigError, check_table, text_of
from edge.domain.plan import Plan
from edge.domain.rules import Rules, RulesError, read_rules
from edge.errors import UnusableError
from edge.simulation.replay_day import PastDay, Presence
from edge.simulation.replay_run import LocalMinute, Terms

_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_MINUTE_MS = 60_000


@dataclass(frozen=True)
class CounterChange:
    """A counter that is to be otherwise than it was.

    It serves `services` in place of its own (none named: its own), and is open in the hours `open`,
    such as `09:00-12:00`, or not at all where it is `closed`; neither said: as it was that day.
    """

    id: str
    services: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    closed: bool = False


def terms_of_then(day: PastDay, plan: Plan, local_minute: LocalMinute) -> Terms:
    """Return the terms on which the day was lived. Raises `UnusableError`."""
    _check_services(day, plan)
    rules = [(at, _read(text, "the rules of that day", plan)) for at, text in day.rules]
    return Terms(plan, rules, day.presences, local_minute)


def with_rules(terms: Terms, text: str, where: str) -> Terms:
    """Return the terms with the rules of `text` all day long. Raises `UnusableError`."""
    return replace(terms, rules=((0, _read(text, where, terms.plan)),))


def with_counters(terms: Terms, changes: Sequence[CounterChange]) -> Terms:
    """Return the terms with counters changed. Raises `UnusableError`."""
    services: dict[str, tuple[str, ...]] = {}
    presences = list(terms.presences)
    for change in changes:
        if change.id not in terms.plan.counters_by_id:
            raise UnusableError(f"counters: the hall has no counter {change.id!r}")
        unknown = [each for each in change.services if each not in terms.plan.by_id]
        if unknown:
            raise UnusableError(f"counters: {change.id}: no service {unknown[0]!r}")
        if change.services:
            services[change.id] = change.services
        if change.open or change.closed:
            own = [each for each in presences if each.counter == change.id]
            presences = [each for each in presences if each.counter != change.id]
            presences += _presences(change, own, terms)
    presences.sort(key=lambda each: (each.begins, each.counter))
    return replace(terms, presences=presences, services=services)


def read_counters(path: Path) -> list[CounterChange]:
    """Return the changes that a TOML file names, as `[[counters]]`. Raises `ConfigError`."""
    try:
        content = tomllib.loads(text_of(path))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from None
    tables = content.pop("counters", [])
    if content or not isinstance(tables, list):
        raise ConfigError(f"{path}: expected [[counters]] and nothing else")
    return [
        check_table(table, CounterChange, f"{path}: counters[{number}]")
        for number, table in enumerate(tables, 1)
    ]


def _read(text: str, where: str, plan: Plan) -> Rules:
    try:
        return read_rules(text, where, plan)
    except RulesError as error:
        raise UnusableError(str(error)) from None


def _check_services(day: PastDay, plan: Plan) -> None:
    for guest in day.guests:
        for stay in guest.stays:
            if stay.lane.service not in plan.by_id:
                raise UnusableError(
                    f"on {day.day} there was a service {stay.lane.service!r}, which the "
                    "configuration does not know: give the one of that time"
                )
    for each in day.presences:
        if each.counter not in plan.counters_by_id:
            raise UnusableError(
                f"on {day.day} there was a counter {each.counter!r}, which the configuration "
                "does not know: give the one of that time"
            )


def _presences(change: CounterChange, own: Sequence[Presence], terms: Terms) -> list[Presence]:
    if change.closed:
        return []
    staff = Counter(each.staff for each in own).most_common(1)
    who, midnight = (staff[0][0] if staff else ""), _midnight(terms)
    spans = [_span(change.id, hours) for hours in change.open]
    return [
        Presence(change.id, who, midnight + begins * _MINUTE_MS, midnight + ends * _MINUTE_MS)
        for begins, ends in spans
    ]


def _span(counter: str, hours: str) -> tuple[int, int]:
    """Return the minutes of the day that `hours` are. Raises `UnusableError`."""
    match = _HOURS.fullmatch(hours)
    if match is None:
        raise UnusableError(f"counters: {counter}: open: {hours!r}: such as '09:00-12:00'")
    hour, minute, end_hour, end_minute = map(int, match.groups())
    begins, ends = hour * 60 + minute, end_hour * 60 + end_minute
    if begins >= ends:
        raise UnusableError(f"counters: {counter}: open: {hours!r} ends before it begins")
    return begins, ends


def _midnight(terms: Terms) -> int:
    """Return when the hall's day of the presences began, in wall ms."""
    at = int(statistics.median_low([each.begins for each in terms.presences] or [0]))
    return at - terms.local_minute(at) * _MINUTE_MS - at % _MINUTE_MS
