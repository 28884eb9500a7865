"""The life of a leg: what is in the table happens, and nothing else does."""

import pytest

from edge.domain import leg
from edge.domain.leg import TRANSITIONS, IllegalMoveError, LegState, next_state
from edge.domain.moves import MOVES as MOVED_BY

MOVES = sorted(fact.__name__ for fact in MOVED_BY)
PAIRS = [(state, fact) for state in LegState for fact in MOVES]


@pytest.mark.parametrize(("state", "fact"), sorted(TRANSITIONS))
def test_what_is_in_the_table_moves(state: LegState, fact: str):
    assert next_state("A001", state, fact) is TRANSITIONS[state, fact]


@pytest.mark.parametrize(
    ("state", "fact"), [pair for pair in PAIRS if pair not in TRANSITIONS], ids=str
)
def test_what_is_not_in_the_table_is_refused_with_ticket_state_and_fact(state: LegState, fact: str):
    with pytest.raises(IllegalMoveError) as refused:
        next_state("A001", state, fact)
    assert str(refused.value) == f"ticket A001 is {state.value}: {fact} cannot follow"
    assert refused.value.code == "illegal_move"


def test_every_fact_that_moves_a_leg_is_in_the_table():
    assert {fact for _state, fact in TRANSITIONS} == set(MOVES)


def test_nothing_follows_what_is_over_but_that_somebody_who_was_missed_comes_after_all():
    assert [pair for pair in TRANSITIONS if pair[0] in leg.OVER] == [
        (LegState.NO_SHOW, "TicketReturned")
    ]


def test_every_leg_that_was_reserved_can_come_to_an_end():
    ends = set(leg.OVER)
    for _ in LegState:
        ends |= {state for (state, _fact), after in TRANSITIONS.items() if after in ends}
    reachable = {LegState.RESERVED, *TRANSITIONS.values()}
    assert reachable <= ends
