"""How long people waited and how busy the counters were: what a plan is judged by."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from edge.domain import facts as f
from edge.simulation.agreement import Journal


@dataclass
class CounterTimes:
    """How a counter spent its time: open in all, and of that with somebody called or served.

    A pause does not belong to the time it was open.
    """

    open_ms: int = 0
    called_ms: int = 0
    serving_ms: int = 0
    served: int = 0


@dataclass
class Flow:
    """How visitors came through: waits by service, times by counter, and whom nobody served.

    `walked_in` are those who were served at once, without a ticket.
    """

    waited_ms: dict[str, list[int]] = field(default_factory=dict)
    counters: dict[str, CounterTimes] = field(default_factory=dict)
    no_shows: int = 0
    never_called: int = 0
    walked_in: int = 0


class _At(Enum):
    FREE = "free"
    CALLED = "called"
    SERVING = "serving"


_WALK_DIRECT = "walk_direct"  # why a ticket was called that its clerk had just made
_LEAVES = (
    f.ServiceFinished,
    f.TicketNoShow,
    f.TicketReturned,
    f.TicketParked,
    f.TicketTransferred,
    f.TicketCancelled,
    f.VisitorDiverted,
    f.TicketExpired,
)


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
        len(_walked_in(journal)),
    )


def _walked_in(journal: Journal) -> set[str]:
    facts = [recorded.fact for recorded, _digest in journal]
    calls = [fact for fact in facts if isinstance(fact, f.TicketCalled)]
    return {call.subject for call in calls if call.chosen == _WALK_DIRECT}


def waits_in(journal: Journal) -> dict[str, list[int]]:
    """Return, by service, how long each ticket waited from its issue to its first call, in ms.

    By the monotonic clock; a wait with a reboot in it has no such length and is left out. Whoever
    came without a ticket has not waited.
    """
    waits: dict[str, list[int]] = {}
    services: dict[str, str] = {}
    issued: dict[str, f.Moment] = {}
    walked_in = _walked_in(journal)
    for recorded, _digest in journal:
        fact, moment = recorded.fact, recorded.moment
        match fact:
            case f.TicketReserved():
                services[fact.subject] = fact.service
            case f.TicketIssued(visit) if visit not in walked_in:
                issued[visit] = moment
            case f.TicketCalled(visit) if visit in issued:
                since = issued.pop(visit)
                if since.boot == moment.boot:
                    waits.setdefault(services[visit], []).append(moment.mono - since.mono)
    return waits


def counters_in(journal: Journal) -> dict[str, CounterTimes]:
    """Return, by counter, how it spent its time. A time with a reboot in it is left out."""
    times: dict[str, CounterTimes] = {}
    at: dict[str, tuple[_At, str]] = {}  # only counters that are open: and who is there
    before: f.Moment | None = None
    for recorded, _digest in journal:
        moment = recorded.moment
        if before is not None and before.boot == moment.boot:
            _pass(times, at, moment.mono - before.mono)
        before = moment
        _move(times, at, recorded.fact)
    return times


def _pass(times: dict[str, CounterTimes], at: dict[str, tuple[_At, str]], passed_ms: int) -> None:
    for counter, (busy_with, _visit) in at.items():
        spent = times[counter]
        spent.open_ms += passed_ms
        spent.called_ms += passed_ms if busy_with is _At.CALLED else 0
        spent.serving_ms += passed_ms if busy_with is _At.SERVING else 0


def _move(times: dict[str, CounterTimes], at: dict[str, tuple[_At, str]], fact: f.Fact) -> None:
    match fact:
        case f.CounterOpened(counter) | f.CounterResumed(counter):
            times.setdefault(counter, CounterTimes())
            at[counter] = (_At.FREE, "")
        case f.CounterClosed(counter) | f.CounterPaused(counter):
            at.pop(counter, None)
        case f.DayOpened():
            at.clear()  # a new day begins with closed counters
        case f.TicketCalled(visit, counter=counter):
            at[counter] = (_At.CALLED, visit)
        case f.ServiceStarted(visit, counter=counter):
            at[counter] = (_At.SERVING, visit)
        case fact if isinstance(fact, _LEAVES):
            left = [counter for counter, (_busy, visit) in at.items() if visit == fact.subject]
            at.update((counter, (_At.FREE, "")) for counter in left)
            if isinstance(fact, f.ServiceFinished):
                times[fact.counter].served += 1


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
        whole.walked_in += flow.walked_in
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
