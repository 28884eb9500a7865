"""Whom a clerk at a counter may call: by the plan, or as a supervisor has replanned the counter."""

from collections.abc import Iterator

from edge.domain.plan import Plan
from edge.domain.queue import Asker
from edge.domain.state import HallState


def asker_at(state: HallState, plan: Plan, counter: str, staff: str) -> Asker:
    """Return what `staff` at `counter` serves now, and can do."""
    services = plan.served_by(counter, staff, state.replanned.get(counter))
    return Asker(counter, staff, services, plan.skills_of(counter, staff))


def askers(state: HallState, plan: Plan) -> Iterator[Asker]:
    """Give everybody who sits at a counter now, away for a while or not."""
    for counter in plan.counters:
        now = state.counter(counter.id)
        if now.is_open:
            yield asker_at(state, plan, counter.id, now.staff)
