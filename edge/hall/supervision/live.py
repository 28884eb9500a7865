"""The hall as a supervisor sees it at one glance: counters, queues, alerts, and the day so far."""

from typing import Any

from edge.domain.alerts import Recent
from edge.domain.asking import askers
from edge.domain.leg import LegState
from edge.domain.plan import Plan
from edge.domain.queue import Waiting
from edge.domain.so_far import SoFar, Tally
from edge.domain.state import HallState
from edge.hall import answers
from edge.hall.recorder import Recorder
from edge.hall.supervision import switching


class Live:
    """Answers from committed facts."""

    def __init__(self, recorder: Recorder, plan: Plan, recent: Recent, so_far: SoFar) -> None:
        self._recorder = recorder
        self._plan = plan
        self._recent = recent
        self._so_far = so_far

    def picture(self, degraded: dict[str, list[str]]) -> dict[str, Any]:
        """Return the whole of it; `degraded` names what each counter has lost."""
        state = self._recorder.committed
        return {
            "seq": state.seq,
            "at": self._now,
            "day": state.day,
            "doors": switching.doors(state),
            "counters": [self._counter(each.id, degraded) for each in self._plan.counters],
            "queues": self._queues(state),
            "parked": self._parked(state),
            "faults": [answers.fault(fault) for fault in state.faults.values()],
            "figures": self._figures(state),
        }

    @property
    def _now(self) -> int:
        return self._recorder.clock.moment().at

    def _counter(self, counter: str, degraded: dict[str, list[str]]) -> dict[str, Any]:
        state, plan = self._recorder.committed, self._plan.counters_by_id[counter]
        now, named = state.counter(counter), state.replanned.get(counter)
        member = self._plan.staff_by_id.get(now.staff)
        visit = state.visits.get(now.visit)
        services = self._plan.served_by(counter, now.staff, named)
        return {
            "id": counter,
            "name": plan.name,
            "name_english": plan.name_english,
            "state": _state(state, counter),
            "since": now.since,
            "staff": now.staff,
            "staff_name": member.name if member else "",
            "paused": now.paused,
            "visit": now.visit,
            "ticket": visit.leg.ticket if visit else "",
            "service": visit.leg.service if visit else "",
            "services": list(services),
            "replanned": named is not None,
            "waiting": state.queue.count(services),
            "degraded": degraded.get(counter, []),
        }

    def _queues(self, state: HallState) -> list[dict[str, Any]]:
        waiting: dict[str, list[Waiting]] = {}
        for lane, line in state.queue.lanes.items():
            waiting.setdefault(lane.service, []).extend(line)
        serving: dict[str, list[str]] = {}
        for asker in askers(state, self._plan):
            if not state.counter(asker.counter).paused:
                for service in asker.services:
                    serving.setdefault(service, []).append(asker.counter)
        return [
            self._queue(state, service, waiting.get(service, []), serving.get(service, []))
            for service in self._plan.leaves
        ]

    def _queue(
        self, state: HallState, service: str, waiting: list[Waiting], serving: list[str]
    ) -> dict[str, Any]:
        plan, so_far = self._plan.by_id[service], self._so_far.services.get(service, Tally())
        waits_s = [max(0, self._now - each.begun) // 1000 for each in waiting]
        target_s = plan.target_wait_min * 60
        return {
            **switching.service_switch(state, service),
            "name": plan.name,
            "name_english": plan.name_english,
            "waiting": len(waiting),
            "longest_wait_s": max(waits_s, default=0),
            "target_wait_s": target_s,
            "over_target": sum(wait_s > target_s for wait_s in waits_s),
            "counters": serving,
            "called": so_far.called,
            "mean_wait_s": so_far.wait.mean_s,
        }

    def _parked(self, state: HallState) -> list[dict[str, Any]]:
        parked = (state.visits.get(visit) for visit in self._recent.parked)
        return [
            {
                "visit": visit.visit,
                "ticket": visit.leg.ticket,
                "service": visit.leg.service,
                "staff": visit.leg.staff,
                "reason": visit.leg.parked,
                "remind_at": visit.leg.remind_at,
            }
            for visit in parked
            if visit is not None and visit.state is LegState.PARKED
        ]

    def _figures(self, state: HallState) -> dict[str, Any]:
        so_far, grades = self._so_far.hall, self._so_far.grades
        rated = sum(grades)
        graded = sum(grade * count for grade, count in enumerate(grades, 1))
        return {
            "issued": so_far.issued,
            "waiting": len(state.queue.lane_of),
            "called": so_far.called,
            "served": so_far.served,
            "no_shows": so_far.no_shows,
            "in_time": so_far.in_time,
            "mean_wait_s": so_far.wait.mean_s,
            "longest_wait_s": so_far.wait.longest_ms // 1000,
            "mean_way_s": so_far.way.mean_s,
            "mean_serve_s": so_far.serve.mean_s,
            "rated": rated,
            "mean_grade": round(graded / rated, 2) if rated else None,
        }


def _state(state: HallState, counter: str) -> str:
    """Return what a counter is doing: closed, open, paused, called or serving."""
    now = state.counter(counter)
    visit = state.visits.get(now.visit)
    if visit is not None:
        return visit.state.value
    if not now.is_open:
        return "closed"
    return "paused" if now.paused else "open"
