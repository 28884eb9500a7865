"""What use cases answer, as JSON values in the shapes of the API."""

from collections.abc import Mapping
from typing import Any

from edge.domain.now import CounterNow, FaultNow
from edge.domain.state import HallState
from edge.domain.visit import Leg, Visit


def ticket(visit: Visit, qr: str, wait: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Answer for a ticket that was issued, and the `wait` that was told."""
    leg = visit.leg
    return {
        "visit": visit.visit,
        "ticket": leg.ticket,
        "ahead": leg.ahead,
        "seq": leg.issued_seq,
        "service": leg.service,
        "delivery": leg.delivery,
        "reason": leg.reason,
        "qr": qr,
        "issued_at": leg.issued_at,
        "wait": wait,
    }


def called(visit: Visit, counter: str) -> dict[str, Any]:
    """Answer for the visit at a counter."""
    leg = visit.leg
    return {
        "visit": visit.visit,
        "ticket": leg.ticket,
        "counter": counter,
        "seq": visit.seq,
        "service": leg.service,
        "state": leg.state.value,
    }


def counter_state(state: HallState, counter: str) -> dict[str, Any]:
    """Answer for a counter that was opened or closed."""
    now = state.counter(counter)
    return {
        "counter": counter,
        "state": idle_state(now),
        "staff": now.staff,
        "seq": state.seq,
    }


def idle_state(now: CounterNow) -> str:
    """Return what a counter with nobody at it is doing: `closed`, `open` or `paused`."""
    if not now.is_open:
        return "closed"
    return "paused" if now.paused else "open"


def rating(visit: Visit) -> dict[str, Any]:
    """Answer for a grade that was recorded."""
    return {"visit": visit.visit, "grade": visit.grade, "seq": visit.seq}


def leg(leg: Leg) -> dict[str, Any]:
    """Describe one stretch of a visit."""
    names = (
        "leg",
        "service",
        "ticket",
        "state",
        "priority",
        "counter",
        "staff",
        "calls",
        "delivery",
        "reserved_at",
        "issued_at",
        "called_at",
        "started_at",
        "ended_at",
    )
    return {name: getattr(leg, name) for name in names}


def visit(visit: Visit) -> dict[str, Any]:
    """Describe a visit that has a ticket."""
    latest = visit.leg
    return {
        "visit": visit.visit,
        "ticket": latest.ticket,
        "state": latest.state,
        "service": latest.service,
        "counter": latest.counter,
        "grade": visit.grade,
        "identified": bool(visit.document),
        "seq": visit.seq,
        "legs": [leg(each) for each in visit.legs],
        "segments": list(latest.segments),
        "missing": list(latest.missing or ()),
        "notes": len(visit.notes),
        "then": list(latest.then),
    }


def in_line(visit: Visit) -> dict[str, Any]:
    """Describe a visit that waits, was put aside or was missed."""
    leg = visit.leg
    names = ("ticket", "service", "priority", "since", "due", "ready", "counter", "staff")
    return {
        "visit": visit.visit,
        **{name: getattr(leg, name) for name in (*names, "why", "parked", "remind_at")},
        "state": leg.state.value,
        "segments": list(leg.segments),
        "missing": list(leg.missing or ()),
        "checked": leg.missing is not None,
        "notes": len(visit.notes),
        "then": list(leg.then),
    }


def fault(fault_: FaultNow) -> dict[str, Any]:
    """Answer for a fault that is open."""
    return {
        "device": fault_.device,
        "unit": fault_.unit,
        "health": fault_.health,
        "detail": fault_.detail,
        "since": fault_.at,
        "count": fault_.count,
        "last_seen": fault_.last_at,
        "acknowledged_by": fault_.acknowledged_by,
        "note": fault_.note,
    }
