"""Synthetic halls: the same seed lives the same days, and their facts are those of a real hall."""

from collections import Counter
from dataclasses import replace

from edge.domain import facts as f
from edge.domain.state import HallState
from edge.simulation.synthetic import HEAVY, LIGHT, MEDIUM, RULED, SHIPPED, SyntheticHall
from edge.simulation.synthetic_day import days_of

SMALL = replace(MEDIUM, days=2, tickets=150, booked=12)


def facts_of(hall: SyntheticHall) -> list[f.Recorded]:
    return [recorded for day in days_of(hall) for recorded in day]


def test_the_same_seed_lives_the_same_days() -> None:
    assert facts_of(SMALL) == facts_of(SMALL)
    assert facts_of(SMALL) != facts_of(replace(SMALL, seed="another"))


def test_its_facts_fold_and_its_numbers_have_no_gaps() -> None:
    state = HallState()
    numbers: dict[str, list[int]] = {}
    for recorded in facts_of(replace(SMALL, days=1)):
        state.apply(recorded)
        if isinstance(recorded.fact, f.TicketReserved):
            numbers.setdefault(recorded.fact.service, []).append(recorded.fact.number)
    assert all(given == list(range(1, len(given) + 1)) for given in numbers.values())
    assert not state.queue.lane_of


def test_everything_happens_in_it_that_makes_waits_hard_to_tell() -> None:
    happened = Counter(recorded.fact.kind for recorded in facts_of(replace(MEDIUM, days=4)))
    for kind in (
        "TicketNoShow",
        "TicketTransferred",
        "CounterPaused",
        "CounterResumed",
        "AppointmentKept",
        "AppointmentMissed",
    ):
        assert happened[kind] > 5


def test_its_clock_never_goes_back() -> None:
    times = [recorded.moment.mono for recorded in facts_of(SMALL)]
    assert times == sorted(times)


def test_the_shipped_halls_differ_by_their_load_alone() -> None:
    assert LIGHT.tickets < MEDIUM.tickets < HEAVY.tickets
    alike = {replace(hall, name="", tickets=0, seed="") for hall in SHIPPED}
    assert len(alike) == 1
    assert RULED.rules.steps
