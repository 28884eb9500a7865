"""Since when a counter that calls nobody could: by the same rules as it calls."""

from hypothesis import given
from hypothesis import strategies as st
from ruleshall import ASKER, MINUTE, NOON, NOW, queue_of, rules_of, ticket

from edge.domain.queue import Lane, Waiting
from edge.domain.rules import callable_since, choose, chooser_for

ELDERLY_ALONE = "WHEN counter is 2 THEN CALL segment elderly AND NOBODY ELSE"
OTHERWISE = "\nOTHERWISE CALL the highest level first"


def waited_min(text: str, *tickets: tuple[Lane, Waiting]) -> float | None:
    """Return for how many minutes the asker could have called one of these."""
    chooser = chooser_for(rules_of(text), ASKER)
    since = callable_since(chooser, queue_of(*tickets), NOW, NOON)
    return None if since is None else (NOW - since) / MINUTE


def test_it_could_since_the_first_of_those_whom_it_may_call_waits():
    assert waited_min("") is None
    assert waited_min("", ticket("a", waited=7), ticket("b", "supply", waited=9)) == 9
    assert waited_min("", ticket("a", counter="1", waited=7), ticket("b", waited=3)) == 3


def test_whoever_is_not_ready_or_early_for_an_appointment_does_not_count():
    assert waited_min("", ticket("a", waited=7, ready_in=1)) is None
    assert waited_min("", ticket("a", waited=7, ready_in=-2)) == 2
    assert waited_min("", ticket("a", waited=7, due_in=5)) is None


def test_whoever_stays_with_another_clerk_counts_from_the_end_of_that():
    text = "Visitors wait up to 5 minutes for the clerk they know"
    assert waited_min(text, ticket("a", known_to="1001", waited=4)) is None
    assert waited_min(text, ticket("a", known_to="1001", waited=7)) == 2


def test_whom_the_rules_keep_from_a_counter_does_not_count_there_before_the_fairness_bound():
    text = ELDERLY_ALONE + OTHERWISE
    assert waited_min(text, ticket("a", waited=9)) is None
    assert waited_min(text, ticket("a", waited=9), ticket("b", "bill", "elderly", waited=3)) == 3
    assert waited_min(text, ticket("a", waited=31)) == 1


TICKETS = st.builds(
    ticket,
    visit=st.uuids().map(str),
    service=st.sampled_from(["bill", "supply"]),
    waited=st.integers(0, 40),
    ready_in=st.sampled_from([0, -3, 3]),
    counter=st.sampled_from(["", "1", "2"]),
    known_to=st.sampled_from(["", "1001", "1002"]),
)
TEXTS = st.sampled_from(
    ["", ELDERLY_ALONE + OTHERWISE, "Visitors wait up to 5 minutes for the clerk they know"]
)


@given(TEXTS, st.lists(TICKETS, max_size=5))
def test_it_could_call_somebody_exactly_when_it_would(text: str, tickets: list):
    rules = rules_of(text)
    choice = choose(queue_of(*tickets), ASKER, rules, {}, NOW, NOON)
    assert (choice is None) == (waited_min(text, *tickets) is None)
