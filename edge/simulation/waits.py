"""How long people waited and how busy the counters were: what a plan is judged by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from edge.domain import facts as f
from edge.simulation.agreement import Journal


@dataclass
class CounterTimes:
    """How a counter spent its time: open in all, and of that with somebody called or served."""

    open_ms: int = 0
    called_ms: int = 0
    serving_ms: int = 0
    served: int = 0


@dataclass
class Flow:
    """How visitors came through: waits by service, times by counter, and whom nobody served."""

    waited_ms: dict[str, list[int]] = field(default_factory=dict)
    counters: dict[str, CounterTimes] = field(default_factory=dict)
    no_shows: int = 0
    never_called: int = 0


class _At(Enum):
    FREE = "free"
    CALLED = "called"
    SERVING = "serving"


def flow_in(journal: Journal) -> Flow:
    """Return how the visitors of `journal` came through."""
    facts = [recorded.fact for recorded, _digest in journal]
    waiting = {fact.subject for fact in facts if isinstance(fact, f.TicketIssued)}
    called = {fact.subject for fact in facts if isinstance(fact, f.TicketCalled)}
    return Flow(
        waits_in(journal),
        counters_in(journal),
        sum(isinstance(fact, f.TicketNoShow) for fact in facts),
        len(waiting - called),
    )


def waits_in(journal: Journal) -> dict[str, list[int]]:
    """Return, by service, how long each ticket waited from its issue to its call, in milliseconds.

    By the monotonic clock; a wait with a reboot in it has no such length and is left out.
    """
    waits: dict[str, list[int]] = {}
    services: dict[str, str] = {}
    issued: dict[str, f.Moment] = {}
    for recorded, _digest in journal:
        fact, moment = recorded.fact, recorded.moment
        match fact:
            case f.TicketReserved():
                services[fact.subject] = fact.service
            case f.TicketIssued():
                issued[fact.subject] = moment
            case f.TicketCalled() if issued[fact.subject].boot == moment.boot:
                waited_ms = moment.mono - issued[fact.subject].mono
                waits.setdefault(services[fact.subject], []).append(waited_ms)
    return waits


def counters_in(journal: Journal) -> dict[str, CounterTimes]:
    """Return, by counter, how it spent its time. A time with a reboot in it is left out."""
    times: dict[str, CounterTimes] = {}
    at: dict[str, _At] = {}  # only counters that are open
    before: f.Moment | None = None
    for recorded, _digest in journal:
        moment = recorded.moment
        if before is not None and before.boot == moment.boot:
            _pass(times, at, moment.mono - before.mono)
        before = moment
        _move(times, at, recorded.fact)
    return times


def _pass(times: dict[str, CounterTimes], at: dict[str, _At], passed_ms: int) -> None:
    for counter, busy_with in at.items():
        spent = times[counter]
        spent.open_ms += passed_ms
        spent.called_ms += passed_ms if busy_with is _At.CALLED else 0
        spent.serving_ms += passed_ms if busy_with is _At.SERVING else 0


def _move(times: dict[str, CounterTimes], at: dict[str, _At], fact: f.Fact) -> None:
    match fact:
        case f.CounterOpened(counter):
            times.setdefault(counter, CounterTimes())
            at[counter] = _At.FREE
        case f.CounterClosed(counter):
            at.pop(counter, None)
        case f.DayOpened():
            at.clear()  # a new day begins with closed counters
        case f.TicketCalled(counter=counter):
            at[counter] = _At.CALLED
        case f.ServiceStarted(counter=counter):
            at[counter] = _At.SERVING
        case f.TicketNoShow(counter=counter):
            at[counter] = _At.FREE
        case f.ServiceFinished(counter=counter):
            at[counter] = _At.FREE
            times[counter].served += 1


def all_of(flows: Iterable[Flow]) -> Flow:
    """Return `flows` as one, services and counters in the order of their ids."""
    whole = Flow()
    for flow in flows:
        for service, waited in flow.waited_ms.items():
            whole.waited_ms.setdefault(service, []).extend(waited)
        for counter, spent in flow.counters.items():
            _add(whole.counters.setdefault(counter, CounterTimes()), spent)
        whole.no_shows += flow.no_shows
        whole.never_called += flow.never_called
    whole.waited_ms = dict(sorted(whole.waited_ms.items(), key=_by_id))
    whole.counters = dict(sorted(whole.counters.items(), key=_by_id))
    return whole


def _by_id(entry: tuple[str, object]) -> tuple[int, int, str]:
    name = entry[0]
    # Counter 10 comes after counter 9.
    return (0, int(name), name) if name.isascii() and name.isdigit() else (1, 0, name)


def _add(to: CounterTimes, spent: CounterTimes) -> None:
    to.open_ms += spent.open_ms
    to.called_ms += spent.called_ms
    to.serving_ms += spent.serving_ms
    to.served += spent.served


def percentile(values: list[int], per_cent: int) -> int:
    """Return the smallest of `values` that `per_cent` of them do not exceed; 0 for none."""
    ordered = sorted(values)
    place = -(-per_cent * len(ordered) // 100)
    return ordered[max(place, 1) - 1] if ordered else 0
