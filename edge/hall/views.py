"""What the hall shows of itself, from committed facts only, as JSON values of the API's shapes."""

from collections.abc import Collection, Iterator
from dataclasses import asdict
from typing import Any

from edge.domain.asking import asker_at
from edge.domain.leg import AT_COUNTER
from edge.domain.plan import Plan
from edge.domain.refusals import UnknownCounterError, UnknownVisitError
from edge.domain.state import HallState
from edge.hall import answers
from edge.hall.paper import HallNames
from edge.hall.recorder import Recorder


class Views:
    """Answers questions. Changes nothing."""

    def __init__(self, recorder: Recorder, plan: Plan, names: HallNames) -> None:
        self._recorder = recorder
        self._plan = plan
        self._names = names
        self._counters_at: tuple[int, dict[str, list[str]]] | None = None
        self._counters: list[dict[str, Any]] = []

    @property
    def _state(self) -> HallState:
        return self._recorder.committed

    def visits(self) -> list[dict[str, Any]]:
        """Return all visits of the day that have a ticket, voided ones too."""
        return list(self.each_visit())

    def each_visit(self) -> Iterator[dict[str, Any]]:
        """Give the same one by one: all as they stand now, however long it takes to fetch them."""
        visits = tuple(self._state.tickets())
        return (answers.visit(visit) for visit in visits)

    def visit(self, visit: str) -> dict[str, Any]:
        """Return one visit. Raises `UnknownVisitError`."""
        known = self._state.visits.get(visit)
        if known is None or not known.legs:
            raise UnknownVisitError(f"no visit {visit!r} today", "visit")
        return answers.visit(known)

    def services(self) -> list[dict[str, Any]]:
        """Return all services, flat, each with its children and how many wait for it."""
        return [
            {
                "id": service.id,
                "parent": service.parent or None,
                "children": list(self._plan.children[service.id]),
                "name": service.name,
                "name_english": service.name_english,
                "prefix": service.prefix,
                "zone": service.zone,
                "zone_english": service.zone_english,
                "waiting": self._state.queue.count([service.id]),
                "expected_min": service.expected_min,
                "search": list(service.search),
                "documents": [asdict(document) for document in service.documents],
            }
            for service in self._plan.services
        ]

    def priorities(self) -> list[dict[str, Any]]:
        """Return all priority groups, as the plan has them."""
        return [asdict(group) for group in self._plan.priorities]

    def counters(self, degraded: dict[str, list[str]]) -> list[dict[str, Any]]:
        """Return all counters as they stand; `degraded` names what each has lost."""
        # Every terminal asks after every fact: what is true at one fact is found out once.
        at = self._state.seq, degraded
        if at != self._counters_at:
            self._counters = [self._counter(each.id, degraded) for each in self._plan.counters]
            self._counters_at = at
        return self._counters

    def _counter(self, counter: str, degraded: dict[str, list[str]]) -> dict[str, Any]:
        plan = self._plan.counters_by_id[counter]
        now = self._state.counter(counter)
        visit = self._state.visits.get(now.visit)
        leg = visit.leg if visit else None
        member = self._plan.staff_by_id.get(now.staff)
        services = asker_at(self._state, self._plan, counter, now.staff).services
        near = self._state.visits.get(now.precalled)
        return {
            "id": counter,
            "name": plan.name,
            "name_english": plan.name_english,
            "state": leg.state.value if leg else answers.idle_state(now),
            "paused": now.paused,
            "precalled": near.leg.ticket if near else "",
            "staff": now.staff,
            "staff_name": member.name if member else "",
            "visit": now.visit,
            "ticket": leg.ticket if leg else "",
            "service": leg.service if leg else "",
            "since": now.since,
            "waiting": self._state.queue.count(services),
            "services": list(services),
            "degraded": degraded.get(counter, []),
        }

    def queue(self, counter: str | None = None) -> list[dict[str, Any]]:
        """Return who waits, is put aside or was missed, in the order of coming.

        With `counter`, only those whom its clerk could call. Raises `UnknownCounterError`.
        """
        services: Collection[str] = self._plan.leaves
        if counter is not None:
            if counter not in self._plan.counters_by_id:
                raise UnknownCounterError(f"no counter {counter!r}", "counter")
            now = self._state.counter(counter)
            services = asker_at(self._state, self._plan, counter, now.staff).services
        found = [visit for visit in self._state.in_line() if visit.leg.service in services]
        found.sort(key=lambda visit: visit.leg.order)
        return [answers.in_line(visit) for visit in found]

    def board(self) -> dict[str, Any]:
        """Return the main board: who is called or served where, newest call first."""
        at_counter = [
            visit
            for now in self._state.counters.values()
            if (visit := self._state.visits.get(now.visit)) and visit.state in AT_COUNTER
        ]
        at_counter.sort(key=lambda visit: visit.leg.called_seq, reverse=True)
        return {
            "seq": self._state.seq,
            "hall": self._names.name,
            "hall_english": self._names.name_english,
            "power": self._state.mains,
            "calls": [self._board_call(visit.visit) for visit in at_counter],
            "waiting": [self._board_waiting(service) for service in self._plan.leaves],
        }

    def _board_call(self, visit: str) -> dict[str, Any]:
        known = self._state.visits[visit]
        leg = known.leg
        plan = self._plan.counters_by_id[leg.counter]
        return {
            "visit": visit,
            "ticket": leg.ticket,
            "counter": leg.counter,
            "counter_name": plan.name,
            "counter_name_english": plan.name_english,
            "state": leg.state.value,
            "calls": leg.calls,
            "at": leg.called_at,
            "seq": known.seq,
            "service": leg.service,
            "place": plan.place,
            "place_english": plan.place_english,
            "direction": plan.direction.value,
        }

    def _board_waiting(self, service: str) -> dict[str, Any]:
        plan = self._plan.by_id[service]
        return {
            "service": service,
            "name": plan.name,
            "name_english": plan.name_english,
            "count": self._state.queue.count([service]),
        }
