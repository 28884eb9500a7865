"""A visit as it is, folded from its facts by one pure function.

Controller and back office use the same function, so that both tell the same story.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple

from edge.domain import facts as f
from edge.domain.leg import GOES_ON, OVER, IllegalMoveError, LegState, next_state
from edge.domain.moves import MOVES, moved_by
from edge.domain.queue import Lane, Waiting


class Leg(NamedTuple):
    """One stretch of a visit: one ticket, one service. Times are wall milliseconds or 0.

    `order`, `since`, `due` and `ready` are its place in the queue, as in `edge.domain.queue`. A
    tuple, because one is made anew for every fact, and so that is quick.
    """

    leg: int
    service: str
    ticket: str
    state: LegState
    priority: int
    ahead: int
    asked: str
    reserved_at: int
    reserved_mono: int
    delivery: str = ""
    reason: str = ""
    printing: bool = False
    counter: str = ""
    staff: str = ""
    calls: int = 0
    issued_seq: int = 0
    issued_at: int = 0
    called_at: int = 0
    started_at: int = 0
    ended_at: int = 0
    called_seq: int = 0
    approach_ms: int = 0
    segments: tuple[str, ...] = ()
    then: tuple[str, ...] = ()
    together: bool = False
    appointment: str = ""
    order: tuple[int, int] = (0, 0)
    since: int = 0
    due: int = 0
    ready: int = 0
    to_counter: str = ""
    to_staff: str = ""
    known_to: str = ""
    back_to: str = ""
    why: str = ""
    absences: int = 0
    delays: int = 0
    rule: str = ""
    chosen: str = ""
    parked: str = ""
    remind_at: int = 0
    missing: tuple[str, ...] | None = None
    outcome: str = ""
    delivered: tuple[str, ...] = ()
    told: tuple[int, int, int] | None = None  # low, likely, high of the first estimate, seconds

    @property
    def lane(self) -> Lane:
        """The lane that it waits in."""
        return Lane(
            self.service,
            self.priority,
            self.segments,
            self.to_counter,
            self.to_staff,
            self.known_to,
            bool(self.due),
        )

    def waiting(self, visit: str) -> Waiting:
        """Return it as it stands in the queue, as the latest leg of `visit`."""
        return Waiting(visit, self.order, self.since, self.due, self.ready)


@dataclass(frozen=True, slots=True)
class Visit:
    """One visitor's stay. `seq` is the last fact that changed it."""

    visit: str
    seq: int
    legs: tuple[Leg, ...] = ()
    document: str = ""
    age_band: str = ""
    reader: str = ""
    identified_at: int = 0
    abandoned: str = ""
    grade: int | None = None
    rated_by: str = ""
    notes: tuple[int, ...] = ()  # seq of each fact with something written down
    identified_seq: int = 0  # the fact whose sealed part says who it is, 0: nobody has shown
    page: str = ""  # hash of the secret that opens the visitor's own page

    @property
    def is_sealed(self) -> bool:
        """Whether something about it was sealed, so that it has a key."""
        return bool(self.document or self.notes)

    @property
    def leg(self) -> Leg:
        """The latest leg. Only visits with a ticket have one."""
        return self.legs[-1]

    @property
    def state(self) -> LegState:
        """The state of the visit: that of its latest leg."""
        return self.leg.state


class UnknownVisitError(ValueError):
    """A fact about a visit that never began, or was abandoned: the journal is not whole."""


def evolve(visit: Visit | None, recorded: f.Recorded) -> Visit | None:
    """Return the visit after a fact about it, or `visit` as it was for any other fact.

    Raises `IllegalMoveError` or `UnknownVisitError` where the fact cannot follow.
    """
    change = _CHANGES.get(recorded.fact.kind)
    return visit if change is None else change(visit, recorded)


def as_json(visit: Visit) -> dict[str, Any]:
    """Return the visit as JSON values, for a store."""
    legs = [leg._asdict() for leg in visit.legs]
    return {**{each.name: getattr(visit, each.name) for each in fields(visit)}, "legs": legs}


def from_json(stored: Mapping[str, Any]) -> Visit:
    """Return the visit that `as_json` wrote."""
    legs = tuple(Leg(**{**_tuples(leg), "state": LegState(leg["state"])}) for leg in stored["legs"])
    return Visit(**{**_tuples(stored), "legs": legs})


def _tuples(stored: Mapping[str, Any]) -> dict[str, Any]:
    # JSON has lists alone.
    return {name: tuple(it) if isinstance(it, list) else it for name, it in stored.items()}


# --- one function a fact ------------------------------------------------------------------------


def _known(visit: Visit | None, fact: f.Fact) -> Visit:
    if visit is None:
        raise UnknownVisitError(f"{fact.kind} for visit {fact.subject!r}, which never began")
    if visit.abandoned:
        raise UnknownVisitError(f"{fact.kind} for visit {fact.subject!r}, which was abandoned")
    return visit


def _without_ticket(visit: Visit, fact: f.Fact) -> Visit:
    if visit.legs:
        raise IllegalMoveError(visit.leg.ticket, visit.state, fact.kind)
    return visit


def _with_ticket(visit: Visit, fact: f.Fact) -> Visit:
    if not visit.legs:
        raise UnknownVisitError(f"{fact.kind} for visit {fact.subject!r}, which has no ticket")
    return visit


def _identified(visit: Visit | None, recorded: f.Recorded) -> Visit:
    fact = recorded.fact
    assert isinstance(fact, f.VisitIdentified)  # noqa: S101
    if visit is not None:
        _without_ticket(_known(visit, fact), fact)
    return Visit(
        visit=fact.subject,
        seq=recorded.seq,
        document=fact.document,
        age_band=fact.age_band,
        reader=fact.reader,
        identified_at=recorded.moment.at,
        identified_seq=recorded.seq,
    )


def _abandoned(visit: Visit | None, recorded: f.Recorded) -> Visit:
    fact = recorded.fact
    assert isinstance(fact, f.VisitAbandoned)  # noqa: S101
    known = _without_ticket(_known(visit, fact), fact)
    return replace(known, seq=recorded.seq, abandoned=fact.reason)


def _reserved(visit: Visit | None, recorded: f.Recorded) -> Visit:
    fact = recorded.fact
    assert isinstance(fact, f.TicketReserved)  # noqa: S101
    leg = Leg(
        leg=fact.leg,
        service=fact.service,
        ticket=fact.ticket,
        state=LegState.RESERVED,
        priority=fact.priority,
        ahead=fact.ahead,
        asked=fact.delivery,
        reserved_at=recorded.moment.at,
        reserved_mono=recorded.moment.mono,
        approach_ms=fact.approach_ms,
        segments=tuple(fact.segments),
        then=tuple(fact.then),
        together=fact.together,
        appointment=fact.appointment,
        due=fact.due,
        ready=fact.ready,
    )
    if visit is None:
        return Visit(visit=fact.subject, seq=recorded.seq, legs=(leg,), page=fact.page)
    before = _known(visit, fact)
    if before.legs and before.state not in OVER:
        raise IllegalMoveError(before.leg.ticket, before.state, fact.kind)
    return replace(before, seq=recorded.seq, legs=(*before.legs, leg), page=fact.page)


def _leg_opened(visit: Visit | None, recorded: f.Recorded) -> Visit:
    fact = recorded.fact
    assert isinstance(fact, f.LegOpened)  # noqa: S101
    known = _with_ticket(_known(visit, fact), fact)
    before = known.leg
    if before.state not in GOES_ON:
        raise IllegalMoveError(before.ticket, before.state, fact.kind)
    at = recorded.moment.at
    leg = Leg(
        leg=fact.leg,
        service=fact.service,
        ticket=before.ticket,
        state=LegState.WAITING,
        priority=before.priority,
        ahead=0,
        asked=before.asked,
        reserved_at=at,
        reserved_mono=recorded.moment.mono,
        delivery=before.delivery,
        issued_at=at,
        issued_seq=recorded.seq,
        segments=before.segments,
        then=tuple(fact.then),
        together=fact.together,
        appointment=before.appointment,
        order=(fact.behind, recorded.seq),
        since=max(at, fact.ready),
        ready=fact.ready,
        to_counter=fact.to_counter,
        to_staff=fact.to_staff,
        known_to=before.staff,
        back_to=fact.back_to,
        why=fact.why,
    )
    return replace(known, seq=recorded.seq, legs=(*known.legs, leg))


def _moved(visit: Visit | None, recorded: f.Recorded) -> Visit:
    fact = recorded.fact
    known = _with_ticket(_known(visit, fact), fact)
    leg = known.legs[-1]
    state = next_state(leg.ticket, leg.state, fact.kind)
    moved = leg._replace(state=state, **moved_by(fact, recorded))
    return replace(known, seq=recorded.seq, legs=(*known.legs[:-1], moved))


def _rated(visit: Visit | None, recorded: f.Recorded) -> Visit:
    fact = recorded.fact
    assert isinstance(fact, f.VisitRated)  # noqa: S101
    known = _with_ticket(_known(visit, fact), fact)
    return replace(known, seq=recorded.seq, grade=fact.grade, rated_by=fact.source)


def _noted(visit: Visit | None, recorded: f.Recorded) -> Visit:
    known = _with_ticket(_known(visit, recorded.fact), recorded.fact)
    return replace(known, seq=recorded.seq, notes=(*known.notes, recorded.seq))


def _told(visit: Visit | None, recorded: f.Recorded) -> Visit:
    known = _known(visit, recorded.fact)
    return replace(known, seq=recorded.seq)


def _estimate_told(visit: Visit | None, recorded: f.Recorded) -> Visit:
    fact = recorded.fact
    assert isinstance(fact, f.EstimateTold)  # noqa: S101
    known = _with_ticket(_known(visit, fact), fact)
    leg = known.legs[-1]
    if leg.told is None:
        leg = leg._replace(told=(fact.low_s, fact.likely_s, fact.high_s))
    return replace(known, seq=recorded.seq, legs=(*known.legs[:-1], leg))


_CHANGES = {
    "VisitIdentified": _identified,
    "VisitAbandoned": _abandoned,
    "TicketReserved": _reserved,
    "LegOpened": _leg_opened,
    "VisitRated": _rated,
    "VisitNoted": _noted,
    "EstimateTold": _estimate_told,
    "IdentityRevealed": _told,
    **{fact.__name__: _moved for fact in MOVES},
}

VISIT_FACTS = frozenset(_CHANGES)
