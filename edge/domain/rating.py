"""Whom an evaluator should ask about the service, and until when."""

from edge.domain.leg import LegState
from edge.domain.state import HallState


def to_rate(state: HallState, counter: str, now: int, window_ms: int) -> str:
    """Return the visit that the evaluator at `counter` should ask about at wall time `now` (ms).

    Empty where nobody was served, the last visit has its grade, or it has been too long ago. A
    ticket that is called meanwhile changes nothing: whoever was served is still standing there.
    """
    at_counter = state.counter(counter)
    here = state.visits.get(at_counter.visit)
    last = state.visits.get(at_counter.last_visit)
    if last is None or last.grade is not None:
        return ""
    if here is not None and here.state is LegState.SERVING:
        return ""
    return last.visit if 0 <= now - at_counter.last_ended_at <= window_ms else ""
