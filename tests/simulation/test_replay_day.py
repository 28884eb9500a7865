"""A past day is lived again: what is kept of it, and what other rules and counters make of it."""

import dataclasses
import statistics
from xml.etree import ElementTree

import pytest
from replayfacts import MINUTE, NINE, PLAN, is_served, local_minute, takes, told

from edge.domain import facts as f
from edge.domain.queue import Lane
from edge.domain.rules import Rules, read_rules
from edge.errors import UnusableError
from edge.simulation import synthetic
from edge.simulation.replay_day import PastDay, Presence, read_day
from edge.simulation.replay_figures import (
    Figures,
    Scene,
    Wait,
    as_it_was,
    as_lived,
    by_rule,
    by_time,
    rows,
)
from edge.simulation.replay_picture import picture
from edge.simulation.replay_run import Lived, Terms, live_again
from edge.simulation.replay_terms import (
    CounterChange,
    terms_of_then,
    with_counters,
    with_rules,
)
from edge.simulation.synthetic_day import days_of

OPENS = (0, f.CounterOpened("1", "c"))
CLOSES = (120, f.CounterClosed("1", "c"))
FIRST_COME = "OTHERWISE CALL whoever came first"


def lived(day: PastDay, terms: Terms) -> dict[str, tuple[float, str]]:
    """Return at which minute after nine each visit was called last, and where."""
    return {
        each.visit: ((each.called_at - NINE) / MINUTE, each.counter)
        for each in live_again(day, terms).waits
    }


def stays_of(day: PastDay, visit: str) -> list[tuple[float, float]]:
    """Return how many minutes each stay waited, and kept a counter busy."""
    (guest,) = [guest for guest in day.guests if guest.visit == visit]
    return [
        (-1 if it.waited_ms is None else it.waited_ms / MINUTE, (it.busy_ms or 0) / MINUTE)
        for it in guest.stays
    ]


# --- what is kept ---


def test_a_visit_is_when_it_came_how_long_it_waited_and_how_long_it_took():
    day = read_day(told(OPENS, *takes(1, "a"), *is_served(4, 9, "a"), CLOSES))
    (guest,) = day.guests
    assert (guest.at, guest.gave_up_at) == (NINE + MINUTE, 0)
    assert stays_of(day, "a") == [(3, 5)]
    assert guest.stays[0].lane == Lane("bill")
    assert (day.day, day.rules) == ("1970-01-01", ((NINE - 60 * MINUTE, ""),))


def test_a_clerk_is_there_between_opening_pauses_and_closing():
    pause = (30, f.CounterPaused("1", "c", "lunch")), (60, f.CounterResumed("1", "c"))
    day = read_day(told(OPENS, *pause, CLOSES))
    assert day.presences == (
        Presence("1", "c", NINE, NINE + 30 * MINUTE),
        Presence("1", "c", NINE + 60 * MINUTE, NINE + 120 * MINUTE),
    )


def test_a_counter_that_nobody_closed_is_there_until_the_day_ends():
    day = read_day(told(OPENS, (90, f.DayClosed("hall", "1970-01-01", 0))))
    assert [each.ends for each in day.presences] == [NINE + 90 * MINUTE]


def test_how_long_a_clerk_lets_somebody_wait_is_kept():
    served = is_served(4, 9, "a"), is_served(11, 12, "b"), is_served(30.5, 31, "c")
    came = takes(1, "a"), takes(2, "b", number=2), takes(30, "c", number=3)
    happened = sorted([each for one in (*came, *served) for each in one], key=lambda it: it[0])
    day = read_day(told(OPENS, *happened, CLOSES))
    assert day.gaps_ms == {"1": (3 * MINUTE, 2 * MINUTE, MINUTE // 2)}


def test_whoever_was_sent_back_waits_twice():
    back = f.TicketReturned("a", 1, "1", "c", 0, NINE + 20 * MINUTE, "fetching")
    called = (4, f.TicketCalled("a", 1, "1", "c", "default"))
    day = read_day(told(OPENS, *takes(1, "a"), called, (6, back), *is_served(21, 22, "a"), CLOSES))
    assert stays_of(day, "a") == [(3, 2), (1, 1)]
    assert day.guests[0].stays[1].ready_ms == 14 * MINUTE


def test_whoever_was_handed_on_waits_for_the_next_service():
    called = (2, f.TicketCalled("a", 1, "1", "c", "default"))
    on = (5, f.TicketTransferred("a", 1, "1", "c")), (5, f.LegOpened("a", 2, "supply", "t", 5))
    day = read_day(told(OPENS, *takes(1, "a"), called, *on, *is_served(8, 9, "a", leg=2), CLOSES))
    assert stays_of(day, "a") == [(1, 3), (3, 1)]
    assert [it.lane.service for it in day.guests[0].stays] == ["bill", "supply"]
    assert [it.last for it in day.guests[0].stays] == [False, True]


def test_whoever_gave_up_did_so_at_that_moment_and_would_have_taken_as_long_as_is_usual():
    gave_up = (15, f.TicketCancelled("b", 1, "visitor", "left"))
    came = *takes(1, "a"), *takes(2, "b", number=2)
    day = read_day(told(OPENS, *came, *is_served(4, 10, "a"), gave_up, CLOSES))
    assert stays_of(day, "b") == [(-1, 6)]
    assert day.guests[1].gave_up_at == NINE + 15 * MINUTE


def test_whoever_was_put_aside_comes_back_to_the_same_counter():
    called = (2, f.TicketCalled("a", 1, "1", "c", "default"))
    aside = (3, f.TicketParked("a", 1, "1", "c", "papers", 0))
    again = (9, f.TicketCalled("a", 1, "1", "c", chosen="back"))
    ends = (9, f.ServiceStarted("a", 1, "1", "c")), (11, f.ServiceFinished("a", 1, "1", "c"))
    day = read_day(told(OPENS, *takes(1, "a"), called, aside, again, *ends, CLOSES))
    assert stays_of(day, "a") == [(1, 1), (0, 2)]
    assert day.guests[0].stays[1].lane.counter == "1"
    # ... as soon as the clerk presses, who took a minute for it that day.
    assert lived(day, terms_of_then(day, PLAN, local_minute)) == {"a": (10, "1")}


def test_another_priority_while_waiting_counts_from_the_beginning():
    raised = (2, f.PriorityChanged("a", 1, 1, ["elderly"], "r", "cane"))
    day = read_day(told(OPENS, *takes(1, "a"), raised, *is_served(4, 9, "a"), CLOSES))
    assert stays_of(day, "a") == [(3, 5)]
    assert day.guests[0].stays[0].lane == Lane("bill", 1, ("elderly",))


# --- lived again ---


def two_who_wait() -> PastDay:
    """Somebody is served until minute 10; then one with priority, then who came before them."""
    came = *takes(0, "first"), *takes(1, "old", number=2), *takes(2, "vip", level=1, number=3)
    served = *is_served(0, 10, "first"), *is_served(10, 15, "vip"), *is_served(15, 20, "old")
    return read_day(told(OPENS, *sorted([*came, *served], key=lambda it: it[0]), CLOSES))


def test_on_the_same_terms_a_simple_day_is_as_it_was():
    day = two_who_wait()
    terms = terms_of_then(day, PLAN, local_minute)
    assert lived(day, terms) == {"first": (0, "1"), "vip": (10, "1"), "old": (15, "1")}


def test_by_other_rules_others_are_called_first():
    day = two_who_wait()
    terms = with_rules(terms_of_then(day, PLAN, local_minute), FIRST_COME, "x")
    assert lived(day, terms) == {"first": (0, "1"), "old": (10, "1"), "vip": (15, "1")}


def test_rules_that_were_changed_that_day_are_changed_again():
    day = two_who_wait()
    changed = dataclasses.replace(day, rules=(*day.rules, (NINE + 9 * MINUTE, FIRST_COME)))
    terms = terms_of_then(changed, PLAN, local_minute)
    assert lived(changed, terms)["old"] == (10, "1")


def test_another_counter_takes_some_of_them():
    day = two_who_wait()
    terms = terms_of_then(day, PLAN, local_minute)
    more = with_counters(terms, [CounterChange("2", open=("09:00-10:00",))])
    assert lived(day, more) == {"first": (0, "1"), "old": (1, "2"), "vip": (6, "2")}


def test_a_counter_that_serves_something_else_calls_none_of_them():
    day = two_who_wait()
    changes = [CounterChange("1", services=("supply",)), CounterChange("2", open=("09:30-10:00",))]
    terms = with_counters(terms_of_then(day, PLAN, local_minute), changes)
    assert lived(day, terms) == {"first": (30, "2"), "old": (40, "2"), "vip": (45, "2")}


def test_without_its_counter_nobody_is_called():
    day = two_who_wait()
    terms = with_counters(terms_of_then(day, PLAN, local_minute), [CounterChange("1", closed=True)])
    assert live_again(day, terms) == Lived((), ("first", "old", "vip"))


def test_who_gave_up_is_not_called_after_it():
    gave_up = (15, f.TicketCancelled("b", 1, "visitor", "left"))
    came = *takes(1, "a"), *takes(2, "b", number=2)
    day = read_day(told(OPENS, *came, *is_served(4, 30, "a"), gave_up, CLOSES))
    terms = terms_of_then(day, PLAN, local_minute)
    assert list(lived(day, terms)) == ["a"]


def test_a_clerk_who_leaves_late_is_away_as_long():
    pause = (8, f.CounterPaused("1", "c", "lunch")), (20, f.CounterResumed("1", "c"))
    came = *takes(0, "a"), *takes(9, "b", number=2)
    served = *is_served(0, 8, "a"), *is_served(20, 21, "b")
    day = read_day(told(OPENS, *sorted([*came, *pause, *served], key=lambda it: it[0]), CLOSES))
    morning, afternoon = day.presences
    morning = dataclasses.replace(morning, ends=NINE + 5 * MINUTE)
    late = dataclasses.replace(day, presences=(morning, afternoon))
    terms = terms_of_then(late, PLAN, local_minute)
    assert lived(late, terms)["b"] == (23, "1")


def test_what_the_configuration_does_not_know_is_told():
    day = two_who_wait()
    smaller = dataclasses.replace(PLAN, services=PLAN.services[1:], counters=PLAN.counters[:1])
    with pytest.raises(UnusableError, match="a service 'bill', which the configuration does not"):
        terms_of_then(day, smaller, local_minute)
    no_counter = dataclasses.replace(PLAN, counters=PLAN.counters[1:])
    with pytest.raises(UnusableError, match="a counter '1', which the configuration does not"):
        terms_of_then(day, no_counter, local_minute)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (CounterChange("9"), "the hall has no counter '9'"),
        (CounterChange("1", services=("x",)), "1: no service 'x'"),
        (CounterChange("1", open=("9-12",)), "1: open: '9-12': such as '09:00-12:00'"),
        (CounterChange("1", open=("12:00-09:00",)), "'12:00-09:00' ends before it begins"),
    ],
)
def test_a_counter_plan_that_cannot_be_is_refused(change: CounterChange, message: str):
    terms = terms_of_then(two_who_wait(), PLAN, local_minute)
    with pytest.raises(UnusableError, match=message):
        with_counters(terms, [change])


def test_a_busy_day_on_its_own_terms_is_much_as_it_was_and_the_same_each_time():
    hall = dataclasses.replace(synthetic.MEDIUM, days=2)
    rules = Rules(fairness_bound_min=hall.fairness_bound_min)
    for facts in days_of(hall):
        day = read_day(facts)
        terms = Terms(synthetic.PLAN, [(0, rules)], day.presences, local_minute)
        again = live_again(day, terms)
        was = [wait.wait_s for wait in as_it_was(day, local_minute).waits]
        now = [wait.wait_s for wait in again.waits]
        assert (len(now), again.not_called) == (len(was), ())
        assert statistics.mean(now) == pytest.approx(statistics.mean(was), rel=0.15)
        assert live_again(day, terms) == again


# --- what it came to ---


def test_figures_are_those_worked_out_by_hand():
    bills = [Wait(Lane("bill"), 540, 60.0 * minutes) for minutes in range(1, 11)]
    scene = Scene("x", [*bills, Wait(Lane("supply", 1, ("elderly",)), 600, 0.0, "3")])
    found = {row.whom: row.figures[0] for row in rows([scene], PLAN)}
    assert found["bill"] == Figures(10, 330.0, 540.0, 600.0, 0.5)
    assert found["everybody"] == Figures(11, 300.0, 540.0, 600.0, 6 / 11)
    assert list(found) == ["everybody", "bill", "supply"]  # the others are the same people
    assert by_time(scene) == {540: 330.0, 600: 0.0}
    assert by_rule(scene) == {"3": 1}


def test_a_group_that_is_in_one_scene_only_has_no_figures_in_the_other():
    some, none = Scene("a", [Wait(Lane("bill"), 540, 1.0)]), Scene("b", [])
    assert [row.figures[1] for row in rows([some, none], PLAN)] == [None]


def test_the_picture_is_a_drawing_with_every_scene_and_group_in_it():
    day = two_who_wait()
    terms = with_rules(terms_of_then(day, PLAN, local_minute), FIRST_COME, "x")
    scenes = [
        as_it_was(day, local_minute),
        as_lived("<tried>", day, live_again(day, terms), local_minute),
    ]
    drawn = ElementTree.fromstring(picture("a day", scenes, rows(scenes, PLAN)))
    texts = [each.text for each in drawn.iter() if each.tag.endswith("text")]
    assert {"a day", "as it was", "<tried>", "everybody", "segment elderly"} <= set(texts)


def test_a_picture_of_nobody_is_one_too():
    assert ElementTree.fromstring(picture("empty", [Scene("x", [])], []))


def test_rules_of_then_are_those_that_were_recorded():
    text = "ALWAYS CALL service bill\n" + FIRST_COME
    day = read_day(told(OPENS, CLOSES, rules=text))
    ((_at, rules),) = terms_of_then(day, PLAN, local_minute).rules
    assert rules == read_rules(text, "", PLAN)
