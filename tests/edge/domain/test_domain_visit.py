"""A visit folded from its facts, one after another."""

import json

import pytest

from edge.domain import facts as f
from edge.domain.leg import IllegalMoveError, LegState
from edge.domain.visit import UnknownVisitError, Visit, as_json, evolve, from_json

A_DAY = [
    f.VisitIdentified("V1", "reader-1", "citizen", "60_69"),
    f.TicketReserved("V1", 1, "bill", "A001", 1, 1, "paper", 3),
    f.PrintStarted("V1", 1, "printer-1"),
    f.TicketIssued("V1", 1, "paper"),
    f.TicketCalled("V1", 1, "1", "1001"),
    f.TicketRecalled("V1", 1, "1", "1001", 2),
    f.ServiceStarted("V1", 1, "1", "1001"),
    f.ServiceFinished("V1", 1, "1", "1001"),
    f.VisitRated("V1", 5, "evaluator", "1"),
]


def recorded(seq: int, fact: f.Fact) -> f.Recorded:
    return f.Recorded(seq, f.Moment(seq * 1000, seq * 10, "boot-1", "synced"), fact)


def folded(facts: list[f.Fact]) -> Visit | None:
    visit = None
    for seq, fact in enumerate(facts, 1):
        visit = evolve(visit, recorded(seq, fact))
    return visit


def test_a_whole_visit_tells_where_when_and_how():
    visit = folded(A_DAY)
    leg = visit.leg
    assert (visit.state, visit.grade, visit.rated_by) == (LegState.FINISHED, 5, "evaluator")
    assert (visit.document, visit.age_band, visit.seq) == ("citizen", "60_69", 9)
    assert (leg.ticket, leg.counter, leg.staff, leg.calls) == ("A001", "1", "1001", 2)
    assert (leg.reserved_at, leg.issued_at, leg.called_at) == (2000, 4000, 6000)
    assert (leg.started_at, leg.ended_at, leg.issued_seq) == (7000, 8000, 4)


@pytest.mark.parametrize("length", range(1, len(A_DAY) + 1))
def test_a_visit_survives_its_store_at_every_stage(length: int):
    visit = folded(A_DAY[:length])
    assert from_json(json.loads(json.dumps(as_json(visit)))) == visit


def test_a_fact_about_something_else_changes_nothing():
    visit = folded(A_DAY[:4])
    assert evolve(visit, recorded(99, f.CounterOpened("1", "1001"))) is visit


@pytest.mark.parametrize("fact", A_DAY[2:], ids=lambda fact: fact.kind)
def test_a_fact_about_a_visit_that_never_began_is_named(fact: f.Fact):
    with pytest.raises(UnknownVisitError, match="V1"):
        evolve(None, recorded(1, fact))


def test_a_visit_without_a_ticket_cannot_be_called():
    with pytest.raises(UnknownVisitError, match="no ticket"):
        folded([A_DAY[0], f.TicketCalled("V1", 1, "1", "1001")])


def test_a_ticket_cannot_be_called_twice():
    with pytest.raises(IllegalMoveError):
        folded([*A_DAY[:5], f.TicketCalled("V1", 1, "2", "1002")])


@pytest.mark.parametrize(
    ("stage", "fact"),
    [
        (2, f.VisitIdentified("V1", "reader-1", "citizen", "adult")),
        (4, f.VisitAbandoned("V1", "left")),
        (5, f.TicketReserved("V1", 2, "bill", "A002", 2, 0, "none", 0)),
    ],
    ids=lambda value: getattr(value, "kind", None),
)
def test_who_has_a_ticket_does_not_begin_anew_nor_leave_nor_take_another(stage: int, fact: f.Fact):
    with pytest.raises(IllegalMoveError, match="A001"):
        folded([*A_DAY[:stage], fact])


@pytest.mark.parametrize("fact", A_DAY, ids=lambda fact: fact.kind)
def test_nothing_follows_when_a_visit_was_abandoned(fact: f.Fact):
    with pytest.raises(UnknownVisitError, match="abandoned"):
        folded([A_DAY[0], f.VisitAbandoned("V1", "left"), fact])


def test_nobody_rates_without_a_ticket():
    with pytest.raises(UnknownVisitError, match="no ticket"):
        folded([A_DAY[0], A_DAY[-1]])


def test_a_stored_fact_of_another_version_is_named():
    with pytest.raises(f.UnknownFactError, match="TicketTorn"):
        f.fact_from("TicketTorn", "V1", {})
    with pytest.raises(f.UnknownFactError, match="TicketVoided"):
        f.fact_from("TicketVoided", "V1", {"colour": "red"})


@pytest.mark.parametrize("fact", A_DAY, ids=lambda fact: fact.kind)
def test_a_fact_comes_back_from_its_body(fact: f.Fact):
    stored = json.loads(json.dumps(fact.body()))
    assert f.fact_from(fact.kind, fact.subject, stored) == fact
