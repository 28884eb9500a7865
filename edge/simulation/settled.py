"""What must have come to its end when the day is over: tickets, requests, the keys of visits."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing

from edge.controller import Controller
from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.journal.keys import KeyStore, UnreadableError, unseal
from edge.simulation.hall import SimulatedHall
from edge.state_dir import StateDir


def unsettled(
    hall: SimulatedHall, controller: Controller, facts: list[f.Recorded]
) -> Iterator[str]:
    """Yield, in words, whatever of the last day among `facts` has been left half done, or twice."""
    opened = [at for at, recorded in enumerate(facts) if isinstance(recorded.fact, f.DayOpened)]
    today = facts[opened[-1] if opened else 0 :]
    yield from _half_tickets(controller)
    yield from _requests_done_twice(today)
    yield from _keys_that_do_not_fit(hall, today)


def _half_tickets(controller: Controller) -> Iterator[str]:
    for visit in controller.hall.recorder.committed.tickets():
        if visit.state is LegState.RESERVED:
            yield f"{visit.leg.ticket} was reserved, and never issued or voided"


def _requests_done_twice(today: list[f.Recorded]) -> Iterator[str]:
    done: Counter[str] = Counter()
    for recorded in today:
        match recorded.fact:
            case f.RequestAnswered(key):
                done[f"answered {key}"] += 1
            case f.TicketReserved(request=key) if key:
                done[f"reserved {key}"] += 1
    yield from (f"{what} {times} times" for what, times in done.items() if times > 1)


def _keys_that_do_not_fit(hall: SimulatedHall, today: list[f.Recorded]) -> Iterator[str]:
    left = {each.fact.subject for each in today if isinstance(each.fact, f.VisitAbandoned)}
    state = StateDir(hall.card.folder)
    hall_key = state.hall_key.read_bytes()
    with closing(KeyStore(state.keys)) as keys:
        kept = set(keys.visits())
        for recorded in today:
            visit = recorded.fact.subject
            if not isinstance(recorded.fact, f.VisitIdentified):
                continue
            if visit in left:
                if visit in kept:
                    yield f"visit {visit} was abandoned, and its key is still there"
                continue
            try:
                unseal(keys.key(hall_key, visit), visit, recorded.sealed or b"")
            except UnreadableError as error:
                yield str(error)
