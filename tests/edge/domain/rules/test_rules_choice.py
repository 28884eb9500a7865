"""Who is next by the rules: one table a rule, and every choice as the words have it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules_oracle import Oracle
from ruleshall import ASKER, MINUTE, NOON, NOW, queue_of, rules_of, ticket

from edge.domain.queue import Asker, Lane, Queue, Waiting
from edge.domain.rules import Choice, Rules, choose, chooser_for

OTHERWISE = "\nOTHERWISE CALL the highest level first"


def next_of(
    rules: str | Rules,
    *tickets: tuple[Lane, Waiting],
    asker: Asker = ASKER,
    turns: dict[str, int] | None = None,
    minute: int = NOON,
) -> tuple[str, str, int] | None:
    """Return visit, rule and turn of the choice."""
    said = rules_of(rules) if isinstance(rules, str) else rules
    choice = choose(queue_of(*tickets), asker, said, turns or {}, NOW, minute)
    return choice and choice[:3]


def test_nobody_is_next_where_nobody_waits():
    assert next_of("") is None


def test_who_came_first_is_next():
    assert next_of("", ticket("b", waited=2), ticket("a", waited=3)) == ("a", "default", 0)


def test_a_clock_that_was_set_back_does_not_change_who_came_first():
    queue = Queue()
    queue.add(Lane("bill"), Waiting("first", (5, 5), NOW - 1))
    queue.add(Lane("supply"), Waiting("second", (9, 9), NOW - 5 * MINUTE))
    choice = choose(queue, ASKER, rules_of(""), {}, NOW, NOON)
    assert choice is not None
    assert choice.visit == "first"


def test_who_came_before_the_clock_was_set_back_is_called_all_the_same():
    text = "Visitors wait up to 5 minutes for the clerk they know"
    assert next_of("", ticket("a", waited=-60)) == ("a", "default", 0)
    assert next_of(text, ticket("a", waited=-60)) == ("a", "default", 0)
    assert next_of(text, ticket("a", known_to="1001", waited=-60)) == ("a", "default", 0)


def test_a_higher_level_goes_first_whatever_the_service():
    waiting = ticket("old", waited=20), ticket("vip", "supply", level=2)
    assert next_of("", *waiting) == ("vip", "default", 0)


def test_who_came_first_goes_first_where_the_rules_end_so():
    waiting = ticket("old", waited=20), ticket("vip", level=2)
    assert next_of("OTHERWISE CALL whoever came first", *waiting) == ("old", "default", 0)


def test_a_service_that_the_asker_does_not_serve_is_never_called():
    asker = ASKER._replace(services=("bill",))
    assert next_of("", ticket("a", "supply", waited=99), asker=asker) is None


def test_nobody_waits_longer_than_the_bound_because_of_others():
    vip = ticket("vip", level=2)
    assert next_of("", ticket("old", waited=29.99), vip) == ("vip", "default", 0)
    assert next_of("", ticket("old", waited=30), vip) == ("old", "fairness", 0)


def test_the_bound_is_kept_for_whoever_stands_behind_somebody_in_the_same_lane():
    lane, old = ticket("old", waited=40)
    put_first = Waiting("first", (0, 9), NOW - 1)
    queue = Queue()
    queue.add(lane, old)
    queue.add(lane, put_first)
    choice = choose(queue, ASKER, Rules(), {}, NOW, NOON)
    assert choice == Choice("old", "fairness", 0, lane)


def test_an_appointment_has_waited_only_since_its_time():
    booked = ticket("booked", waited=60, due_in=-29), ticket("vip", level=2)
    assert next_of("", *booked) == ("vip", "default", 0)
    assert next_of("", ticket("booked", waited=60, due_in=-30)) == ("booked", "fairness", 0)


def test_a_ticket_is_not_called_before_it_is_ready():
    assert next_of("", ticket("a", waited=5, ready_in=1)) is None
    assert next_of("", ticket("a", waited=5, ready_in=1), ticket("b")) == ("b", "default", 0)


def test_who_is_kept_for_a_counter_or_a_clerk_is_called_there_first_and_nowhere_else():
    others = ticket("vip", level=2), ticket("old", waited=29)
    assert next_of("", ticket("a", counter="2"), *others) == ("a", "reserved", 0)
    assert next_of("", ticket("a", staff="1002"), *others) == ("a", "reserved", 0)
    assert next_of("", ticket("a", counter="3", waited=99)) is None
    assert next_of("", ticket("a", staff="1001", waited=99)) is None


def test_who_has_waited_too_long_goes_before_who_is_kept_for_the_counter():
    waiting = ticket("kept", counter="2"), ticket("old", waited=30)
    assert next_of("", *waiting) == ("old", "fairness", 0)


AGEING = "The level grows by 1 every 5 minutes up to 2"


def test_a_level_grows_with_the_wait():
    vip = ticket("vip", level=2)
    assert next_of(AGEING, ticket("old", waited=9.9), vip)[0] == "vip"
    assert next_of(AGEING, ticket("old", waited=10), vip)[0] == "old"
    assert next_of(AGEING, ticket("old", waited=29), ticket("vip", level=3))[0] == "vip"


def test_a_level_grows_for_whoever_stands_behind_somebody_in_the_same_lane():
    lane, old = ticket("old", waited=12)
    queue = queue_of(ticket("vip", level=1))
    queue.add(lane, old)
    queue.add(lane, Waiting("first", (0, 9), NOW - 1))
    choice = choose(queue, ASKER, rules_of(AGEING), {}, NOW, NOON)
    assert choice is not None
    assert choice.visit == "old"


def test_at_its_time_an_appointment_goes_before_others_of_its_level_by_booked_time():
    waiting = ticket("old", waited=20), ticket("ten", waited=9, due_in=2), ticket("nine", due_in=1)
    assert next_of("", *waiting)[0] == "nine"
    assert next_of("", *waiting, ticket("elderly", level=1))[0] == "elderly"


def test_an_early_appointment_waits_as_a_walk_in_or_is_not_called_as_the_rules_say():
    early = ticket("booked", waited=3, due_in=11)
    as_walk_in = "Early appointments wait as walk-ins until 10 minutes before their time"
    waits = "Early appointments wait until 10 minutes before their time"
    assert next_of(as_walk_in, early, ticket("old", waited=9))[0] == "old"
    assert next_of(as_walk_in, early, ticket("new", waited=1))[0] == "booked"
    assert next_of(waits, early) is None
    in_time = ticket("booked", waited=3, due_in=10)
    assert next_of(waits, in_time, ticket("old", waited=9))[0] == "booked"


def test_a_late_appointment_waits_as_a_walk_in_where_the_rules_say_so():
    late = ticket("booked", waited=2, due_in=-18)
    old = ticket("old", waited=9)
    assert next_of("", late, old)[0] == "booked"
    assert next_of("Late appointments wait as walk-ins after 15 minutes", late, old)[0] == "old"
    assert next_of("Late appointments wait as walk-ins after 16 minutes", late, old)[0] == "booked"


def test_a_visitor_stays_with_the_clerk_they_know_for_a_while():
    text = "Visitors wait up to 5 minutes for the clerk they know"
    assert next_of(text, ticket("a", known_to="1001", waited=4.9)) is None
    assert next_of(text, ticket("a", known_to="1001", waited=5)) == ("a", "default", 0)
    assert next_of(text, ticket("a", known_to="1002", waited=0)) == ("a", "default", 0)


def test_a_clerk_calls_those_they_know_first():
    text = "ALWAYS CALL visitors the clerk knows" + OTHERWISE
    waiting = ticket("old", waited=9), ticket("mine", known_to="1002")
    assert next_of(text, *waiting) == ("mine", "1", 0)


def test_a_segment_that_needs_a_skill_is_called_by_those_who_have_it():
    text = "Segment business needs skill en"
    business = ticket("a", "supply", "business", waited=99)
    assert next_of(text, business) == ("a", "fairness", 0)
    assert next_of(text, business, asker=ASKER._replace(skills=frozenset({"cash"}))) is None


def test_the_first_sentence_that_finds_somebody_calls():
    text = "ALWAYS CALL segment elderly\nALWAYS CALL service supply" + OTHERWISE
    bill, supply = ticket("bill", waited=9), ticket("supply", "supply", waited=3)
    assert next_of(text, bill, supply, ticket("old", "bill", "elderly")) == ("old", "1", 0)
    assert next_of(text, bill, supply) == ("supply", "2", 0)
    assert next_of(text, bill) == ("bill", "default", 0)


def test_within_a_group_the_order_is_that_of_the_end():
    text = "ALWAYS CALL service bill" + OTHERWISE
    waiting = ticket("old", waited=9), ticket("vip", level=2), ticket("x", "supply", level=3)
    assert next_of(text, *waiting) == ("vip", "1", 0)


def test_a_counter_that_calls_nobody_else_waits():
    text = "WHEN the counter is 2 THEN CALL segment elderly and nobody else" + OTHERWISE
    assert next_of(text, ticket("a", waited=29)) is None
    assert next_of(text, ticket("a", waited=30)) == ("a", "fairness", 0)
    asker = ASKER._replace(counter="3")
    assert next_of(text, ticket("a", waited=29), asker=asker) == ("a", "default", 0)


CONDITIONS = [
    ("the counter is 2", True),
    ("the counter is 1 or 3", False),
    ("the counter is not 1", True),
    ("the clerk is 1002", True),
    ("the clerk is not 1002", False),
    ("the clerk has skill en", True),
    ("the clerk has skill cash", False),
    ("the clerk lacks skill cash", True),
    ("the time is from 12:00 to 12:01", True),
    ("the time is from 11:00 to 12:00", False),
    ("the time is not from 11:00 to 12:00", True),
    ("the time is from 22:00 to 12:01", True),
    ("the longest wait of service bill is over 9 minutes", True),
    ("the longest wait of service bill is over 10 minutes", False),
    ("the longest wait of segment elderly is over 1 minute", False),
    ("the longest wait of appointments is over 4 minutes", True),
    ("the longest wait of appointments is over 5 minutes", False),
    ("the queue of anybody is longer than 3", True),
    ("the queue of anybody is longer than 4", False),
    ("the queue of service bill is longer than 1", True),
    ("the queue of service bill is longer than 2", False),
    ("the queue of segment elderly is shorter than 2", True),
    ("the queue of segment elderly is shorter than 1", False),
    ("the queue of walk-ins with service supply is longer than 0", False),
]


@pytest.mark.parametrize(("condition", "holds"), CONDITIONS)
def test_a_rule_applies_when_its_condition_holds(condition: str, holds: bool):
    text = f"WHEN {condition} THEN CALL service invoice{OTHERWISE}"
    waiting = (
        ticket("old", waited=10),
        ticket("unready", waited=20, ready_in=1),
        ticket("new", waited=2),
        ticket("elderly", "invoice", "elderly", waited=1),
        ticket("booked", "supply", waited=8, due_in=-5),
    )
    expected = ("elderly", "1", 0) if holds else ("booked", "default", 0)
    assert next_of(text, *waiting) == expected


TURNS = "ALWAYS CALL IN TURN 2 from service bill, 1 from service invoice, 1 from anybody"


def called_in_turn(text: str, *tickets: tuple[Lane, Waiting]) -> list[tuple[str, int]]:
    """Return who is called one after the other, and where the ratio stands after each."""
    rules, queue, turns = rules_of(text + OTHERWISE), queue_of(*tickets), dict[str, int]()
    called = []
    while (choice := choose(queue, ASKER, rules, turns, NOW, NOON)) is not None:
        called.append((choice.visit, choice.turn))
        if choice.turn:
            turns[choice.rule] = choice.turn
        queue.remove(choice.visit)
    return called


def test_groups_are_called_in_turn_and_then_from_the_front():
    bills = [ticket(f"b{number}", waited=9 - number) for number in range(5)]
    invoices = [ticket(f"i{number}", "invoice", waited=20 - number) for number in range(3)]
    called = called_in_turn(TURNS, *bills, *invoices)
    assert called == [
        ("b0", 1),
        ("b1", 2),
        ("i0", 3),
        ("i1", 4),
        ("b2", 1),
        ("b3", 2),
        ("i2", 3),
        ("b4", 4),
    ]


def test_who_is_not_there_is_passed_over():
    invoices = [ticket(f"i{number}", "invoice", waited=20 - number) for number in range(3)]
    assert called_in_turn(TURNS, *invoices) == [("i0", 3), ("i1", 4), ("i2", 3)]


def test_a_call_for_fairness_takes_nobodys_turn():
    assert next_of(TURNS + OTHERWISE, ticket("a", waited=40), turns={"1": 1}) == (
        "a",
        "fairness",
        0,
    )


def test_a_turn_of_other_rules_is_understood_as_of_these():
    assert next_of(TURNS + OTHERWISE, ticket("a"), turns={"1": 99}) == ("a", "1", 4)


def test_precall_is_off_on_or_on_when_something_is_so():
    def precalls(text: str, *tickets: tuple[Lane, Waiting]) -> bool:
        return chooser_for(rules_of(text), ASKER).precalls(queue_of(*tickets), NOW, NOON)

    assert not precalls("")
    assert not precalls("Precall is off")
    assert precalls("Precall is on")
    assert not precalls("Precall is on when the counter is 1")
    longer = "Precall is on when the counter is 2 and the queue of anybody is longer than 1"
    assert not precalls(longer, ticket("a"))
    assert precalls(longer, ticket("a"), ticket("b"))


def test_what_is_compiled_for_an_asker_is_kept():
    rules = rules_of("")
    assert chooser_for(rules, ASKER) is chooser_for(rules, Asker(*ASKER))
    assert chooser_for(rules, ASKER) is not chooser_for(rules, ASKER._replace(staff="1001"))


# --- any hall, any rules, against the oracle ---

SENTENCES = [
    "The level grows by 1 every 5 minutes up to 3",
    "The level grows by 1 every 2 minutes",
    "Early appointments wait until 5 minutes before their time",
    "Early appointments wait as walk-ins until 5 minutes before their time",
    "Late appointments wait as walk-ins after 5 minutes",
    "Visitors wait up to 4 minutes for the clerk they know",
    "Segment business needs skill cash",
    "Nobody waits more than 12 minutes because of others",
]
RULES = [
    "WHEN the counter is 2 THEN CALL service bill or supply",
    "WHEN the clerk is 1001 THEN CALL segment elderly and nobody else",
    "WHEN the clerk has skill en THEN CALL visitors the clerk knows",
    "WHEN the longest wait of service bill is over 6 minutes THEN CALL service bill",
    "WHEN the longest wait of appointments is over 2 minutes THEN CALL appointments",
    "WHEN the queue of walk-ins is longer than 2 THEN CALL walk-ins with level 1 or higher",
    "WHEN the queue of segment elderly is shorter than 2 THEN CALL service invoice",
    "WHEN the time is from 11:00 to 12:30 THEN CALL service supply",
    "ALWAYS CALL IN TURN 2 from level 1 or higher with appointments, 1 from segment elderly with "
    "service bill, 1 from walk-ins with segment business",
]


@st.composite
def texts(draw: st.DrawFn) -> str:
    said = draw(st.lists(st.sampled_from(SENTENCES), unique_by=lambda it: it[:8], max_size=4))
    rules = draw(st.lists(st.sampled_from(RULES), unique=True, max_size=3))
    end = draw(st.sampled_from(["the highest level first", "whoever came first"]))
    return "\n".join([*said, *rules, f"OTHERWISE CALL {end}"])


MINUTES = st.integers(0, 40).map(lambda half: half / 2)
TICKETS = st.builds(
    ticket,
    st.just(""),
    st.sampled_from(["bill", "invoice", "supply"]),
    st.sampled_from(["elderly", "business", ""]),
    waited=MINUTES,
    level=st.integers(0, 2),
    due_in=st.one_of(st.none(), st.integers(-20, 20)),
    ready_in=st.sampled_from([0, 0, 0, -3, 3]),
    counter=st.sampled_from(["", "", "", "2"]),
    staff=st.sampled_from(["", "", "", "1001"]),
    known_to=st.sampled_from(["", "", "1001", "1002"]),
)
ASKERS = st.builds(
    Asker,
    st.sampled_from(["1", "2", "3"]),
    st.sampled_from(["1001", "1002"]),
    st.sampled_from([("bill", "invoice"), ("bill", "invoice", "supply")]),
    st.sampled_from([frozenset[str](), frozenset({"en"}), frozenset({"en", "cash"})]),
)


def standing(tickets: list[tuple[Lane, Waiting]], order: list[int]) -> list[tuple[Lane, Waiting]]:
    """Give the tickets names, and places that have little to do with when they came."""
    return [
        (lane, waiting._replace(visit=f"v{number}", order=(place, number)))
        for number, ((lane, waiting), place) in enumerate(zip(tickets, order, strict=True))
    ]


@st.composite
def halls(draw: st.DrawFn) -> list[tuple[Lane, Waiting]]:
    tickets = draw(st.lists(TICKETS, max_size=8))
    orders = st.lists(st.integers(0, 9), min_size=len(tickets), max_size=len(tickets))
    return standing(tickets, draw(orders))


@settings(max_examples=300, deadline=None)
@given(halls(), ASKERS, texts(), st.integers(0, 4), st.sampled_from([0, 700, 1439]))
def test_every_choice_is_what_the_words_say(
    tickets: list[tuple[Lane, Waiting]], asker: Asker, text: str, turn: int, minute: int
):
    rules = rules_of(text)
    turns = {step.place: turn for step in rules.steps}
    queue = Queue()
    for lane, waiting in tickets:
        queue.add(lane, waiting)
    choice = choose(queue, asker, rules, turns, NOW, minute)
    assert (choice and choice[:3]) == Oracle(tickets, asker, rules, NOW, minute).chosen(turns)
    assert choice is None or queue.lane_of[choice.visit] == choice.lane


@settings(max_examples=150, deadline=None)
@given(halls(), ASKERS, texts())
def test_whoever_waits_beyond_the_bound_waits_for_nobody_who_came_later(
    tickets: list[tuple[Lane, Waiting]], asker: Asker, text: str
):
    rules = rules_of(text)
    queue = Queue()
    for lane, waiting in tickets:
        queue.add(lane, waiting)
    bound = rules.fairness_bound_min * MINUTE
    oracle = Oracle(tickets, asker, rules, NOW, NOON)
    beyond = {
        waiting.order: waiting.visit
        for lane, waiting in tickets
        if oracle.may_call((lane, waiting)) and NOW - waiting.begun >= bound
    }
    choice = choose(queue, asker, rules, {}, NOW, NOON)
    if beyond:
        assert choice is not None
        assert choice.visit in beyond.values()
        assert queue.of(choice.visit).order == min(beyond)


@settings(max_examples=100, deadline=None)
@given(halls(), texts())
def test_with_time_everybody_is_called_by_somebody(tickets: list[tuple[Lane, Waiting]], text: str):
    rules = rules_of(text)
    queue = Queue()
    for lane, waiting in tickets:
        queue.add(lane, waiting)
    can = frozenset({"en", "cash"})
    askers = [
        Asker(counter, staff, ("bill", "invoice", "supply"), can)
        for counter in ("1", "2")
        for staff in ("1001", "1002")
    ]
    later = NOW + 60 * MINUTE
    for _ in tickets:
        choices = (choose(queue, asker, rules, {}, later, NOON) for asker in askers)
        queue.remove(next(choice.visit for choice in choices if choice is not None))
    assert not queue.lane_of
