"""Whom an evaluator asks: the last visit served there, until it has its grade or has long left."""

import pytest

from edge.domain import facts as f
from edge.domain.carrying import carried_state
from edge.domain.rating import to_rate
from edge.domain.state import HallState

_WINDOW_MS = 60_000

_OPENED = f.DayOpened("hall", "2026-03-02", {**carried_state(HallState(), 0), "epoch": "E"}, "", 0)
_SERVED = [
    _OPENED,
    f.CounterOpened("1", "1001"),
    f.TicketReserved("V1", 1, "bill", "A001", 1, 0, "none", 0),
    f.TicketIssued("V1", 1, "none"),
    f.TicketCalled("V1", 1, "1", "1001"),
    f.ServiceStarted("V1", 1, "1", "1001"),
    f.ServiceFinished("V1", 1, "1", "1001"),
]
_NEXT_CALLED = [
    f.TicketReserved("V2", 1, "bill", "A002", 2, 0, "none", 0),
    f.TicketIssued("V2", 1, "none"),
    f.TicketCalled("V2", 1, "1", "1001"),
]
_NEXT_SERVED = [*_NEXT_CALLED, f.ServiceStarted("V2", 1, "1", "1001")]


def hall_after(facts: list[f.Fact]) -> HallState:
    """Return the hall after `facts`, the first at one second of wall time, each a second later."""
    state = HallState()
    for seq, fact in enumerate(facts, 1):
        state.apply(f.Recorded(seq, f.Moment(seq * 1000, seq * 10, "boot-1", "synced"), fact))
    return state


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        (_SERVED[:2], ""),
        (_SERVED[:-1], ""),
        (_SERVED, "V1"),
        ([*_SERVED, *_NEXT_CALLED], "V1"),
        ([*_SERVED, *_NEXT_SERVED], ""),
        ([*_SERVED, f.VisitRated("V1", 4, "evaluator", "1")], ""),
    ],
    ids=["nobody yet", "being served", "served", "next called", "next served", "rated"],
)
def test_whoever_was_served_last_is_asked_until_rated_or_the_next_is_served(facts, asked):
    assert to_rate(hall_after(facts), "1", 10_000, _WINDOW_MS) == asked


def test_whoever_has_long_left_is_asked_no_more():
    state = hall_after(_SERVED)
    ended_at = len(_SERVED) * 1000
    assert to_rate(state, "1", ended_at + _WINDOW_MS, _WINDOW_MS) == "V1"
    assert to_rate(state, "1", ended_at + _WINDOW_MS + 1, _WINDOW_MS) == ""


def test_nobody_is_asked_at_a_counter_nobody_opened():
    assert to_rate(hall_after(_SERVED), "2", 10_000, _WINDOW_MS) == ""


def test_nobody_is_asked_whose_grade_would_not_count_because_the_clock_was_set_back():
    assert to_rate(hall_after(_SERVED), "1", len(_SERVED) * 1000 - 1, _WINDOW_MS) == ""
