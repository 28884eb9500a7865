"""A text of rules is read sentence by sentence, and every mistake is told with its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruleshall import PLAN, rules_of

from edge.domain.rules import NoShow, Rules, RulesError, read_rules, with_fairness
from edge.domain.rules.conditions import (
    ClerkCan,
    ClerkIs,
    CounterIs,
    LengthOf,
    LongestWait,
    TimeIs,
)
from edge.domain.rules.groups import ANYBODY, Group
from edge.domain.rules.model import Ageing, Appointments, Share

OTHERWISE = "\nOTHERWISE CALL the highest level first"
BILL = (Group(services=frozenset({"bill"})),)


def mistakes_in(text: str) -> list[str]:
    with pytest.raises(RulesError) as caught:
        read_rules(text, "hall.rules", PLAN)
    return str(caught.value).splitlines()


def test_no_text_is_the_order_without_rules():
    assert rules_of("") == Rules()
    assert rules_of("# nothing yet\n\n   \n").steps == ()


SETTINGS = {
    "Nobody waits more than 45 minutes because of others": {"fairness_bound_min": 45},
    "nobody waits more than 1 minute because of others": {"fairness_bound_min": 1},
    "The level grows by 1 every 10 minutes": {"ageing": Ageing(10)},
    "The level grows by 1 every 10 minutes up to 3": {"ageing": Ageing(10, 3)},
    "Early appointments wait until 5 minutes before their time": {
        "appointments": Appointments(early_min=5, early_waits=True)
    },
    "Early appointments wait as walk-ins until 0 minutes before their time": {
        "appointments": Appointments(early_min=0)
    },
    "Late appointments keep their place": {"appointments": Appointments()},
    "Late appointments wait as walk-ins after 15 minutes": {
        "appointments": Appointments(late_min=15)
    },
    "Visitors wait up to 5 minutes for the clerk they know": {"known_wait_min": 5},
    "Segment business needs skill cash": {"needs": (("business", "cash"),)},
    "Precall is off": {"precall": None},
    "Precall is on": {"precall": ()},
    "Precall is on when the queue of anybody is longer than 3": {
        "precall": (LengthOf(ANYBODY, 3),)
    },
    "Absent visitors are called 2 times, then their ticket is over": {"no_show": NoShow(2)},
    "Absent visitors are called 3 times, 1 minute apart, then they go back 5 places, "
    "at most 2 times": {"no_show": NoShow(3, 1, "places", 5, 2)},
    "Absent visitors are called 1 time then they come back after 10 minutes at most 1 time": {
        "no_show": NoShow(1, 0, "minutes", 10, 1)
    },
}


@pytest.mark.parametrize("text", SETTINGS)
def test_each_sentence_sets_what_it_says_and_nothing_else(text: str):
    assert rules_of(text) == Rules(text=text, **SETTINGS[text])


CONDITIONS = {
    "the counter is 1 or 2": CounterIs(frozenset({"1", "2"})),
    "counter is not 3": CounterIs(frozenset({"3"}), negated=True),
    "the clerk is 1002": ClerkIs(frozenset({"1002"})),
    "the clerk is not 1001": ClerkIs(frozenset({"1001"}), negated=True),
    "the clerk has skill en": ClerkCan("en"),
    "the clerk lacks skill en": ClerkCan("en", negated=True),
    "the time is from 11:30 to 13:00": TimeIs(690, 780),
    "the time is not from 9:00 to 10:00": TimeIs(540, 600, negated=True),
    "the longest wait of service bill is over 10 minutes": LongestWait(BILL, 10),
    "the queue of service bill is longer than 8": LengthOf(BILL, 8),
    "the queue of anybody is shorter than 3": LengthOf(ANYBODY, 3, longer=False),
}


@pytest.mark.parametrize("text", CONDITIONS)
def test_each_condition_is_what_it_says(text: str):
    (step,) = rules_of(f"WHEN {text} THEN CALL service bill{OTHERWISE}").steps
    assert step.conditions == (CONDITIONS[text],)


def test_all_conditions_of_a_sentence_must_hold():
    text = "WHEN the counter is 2 and the time is from 11:00 to 12:00, THEN CALL anybody"
    (step,) = rules_of(text + OTHERWISE).steps
    assert step.conditions == (CounterIs(frozenset({"2"})), TimeIs(660, 720))


GROUPS = {
    "anybody": ANYBODY,
    "service bill": BILL,
    "services bill or supply": (Group(services=frozenset({"bill", "supply"})),),
    "service payment": (Group(services=frozenset({"bill", "invoice"})),),
    "segment elderly or vip": (Group(segments=frozenset({"elderly", "vip"})),),
    "segment appointment": (Group(segments=frozenset({"appointment"})),),
    "level 2 or higher": (Group(level_min=2),),
    "appointments": (Group(booked=True),),
    "walk-ins with service bill": (Group(services=frozenset({"bill"}), booked=False),),
    "visitors the clerk knows": (Group(known=True),),
    "segment elderly or appointments": (
        Group(segments=frozenset({"elderly"})),
        Group(booked=True),
    ),
    'service "bill" with segment elderly or segment vip': (
        Group(services=frozenset({"bill"}), segments=frozenset({"elderly"})),
        Group(segments=frozenset({"vip"})),
    ),
}


@pytest.mark.parametrize("text", GROUPS)
def test_each_group_is_whom_it_says(text: str):
    (step,) = rules_of(f"ALWAYS CALL {text}{OTHERWISE}").steps
    assert step.shares == (Share(1, GROUPS[text]),)


def test_a_turn_names_how_many_of_whom():
    text = "ALWAYS CALL IN TURN 2 from service bill, 1 from appointments, 1 from anybody"
    (step,) = rules_of(text + OTHERWISE).steps
    booked = (Group(booked=True),)
    assert step.shares == (Share(2, BILL), Share(1, booked), Share(1, ANYBODY))


def test_a_rule_may_let_nobody_else_pass():
    (step,) = rules_of(f"ALWAYS CALL service bill and nobody else{OTHERWISE}").steps
    assert step.only


def test_the_place_of_a_rule_is_its_line():
    text = "# first\n\nALWAYS CALL service bill # quick\n  always call service invoice" + OTHERWISE
    assert [step.place for step in rules_of(text).steps] == ["3", "4"]


def test_the_order_at_the_end_is_by_level_or_by_coming():
    assert not rules_of("OTHERWISE CALL the highest level first").in_order_of_coming
    assert rules_of("OTHERWISE CALL whoever came first").in_order_of_coming


MISTAKES = {
    "WHN the counter is 1": "1:1: no sentence begins with 'WHN'; the nearest known is 'when'",
    '"when" is quoted': "1:1: no sentence begins with 'when'; the nearest known is 'when'",
    "ALWAYS CALL service bil": "1:21: unknown service 'bil'; the nearest known is 'bill'",
    "ALWAYS CALL service bill or bill": "1:29: service 'bill' is named twice",
    "ALWAYS CALL segment old": "1:21: unknown segment 'old'; known: appointment, business, "
    "elderly, vip",
    "ALWAYS CALL service": "1:20: the name of a service is missing here",
    'ALWAYS CALL service "x y"': "1:21: unknown service 'x y'; known: bill, invoice, payment, "
    "supply",
    "ALWAYS CALL elderly": "1:13: 'elderly' is not understood here, 'in turn' or 'anybody' or "
    "'appointments' or 'walk-ins' or 'visitors the clerk knows' or 'service' or 'services' or "
    "'segment' or 'segments' or 'level' is expected",
    "ALWAYS CALL service bill with service supply": "1:31: this is said twice of the same visitors",
    "ALWAYS CALL IN TURN 1 from anybody": "1:35: a turn needs two groups at least, with a comma "
    "between them",
    "ALWAYS CALL IN TURN 0 from anybody": "1:21: how many are called is 0: it must be from 1 to "
    "100",
    "WHEN the counter is 1 THNE CALL anybody": "1:23: 'THNE' is not understood here, 'and' or ',' "
    "or 'then' is expected; the nearest known is 'then'",
    "WHEN the counter is 9 THEN CALL anybody": "1:21: unknown counter '9'; known: 1, 2, 3",
    "WHEN the clerk is 1003 THEN CALL anybody": "1:19: unknown clerk '1003'; the nearest known is "
    "'1002'",
    "WHEN the clerk has skill nl THEN CALL anybody": "1:26: unknown skill 'nl'; known: cash, en",
    "WHEN the time is from 8 to 9 THEN CALL anybody": "1:23: '8' is not a time of day: one such "
    "as 11:30 is expected",
    "WHEN the time is from 8:00 to 24:00 THEN CALL anybody": "1:31: '24:00' is not a time of day: "
    "one such as 11:30 is expected",
    "WHEN the time is from 8:00 to 8:00 THEN CALL anybody": "1:31: this time is over as soon as "
    "it begins",
    "WHEN the queue of anybody is longer than many THEN CALL anybody": "1:42: 'many' is not the "
    "length: a whole number is expected",
    "Nobody waits more than 30 because of others": "1:27: 'because' is not understood here, "
    "'minutes' or 'minute' is expected",
    "Nobody waits more than 30 minutes": "1:34: 'because' is missing here",
    "Precall is on and off": "1:15: 'and' is not understood here, 'when' is expected",
    "OTHERWISE CALL nobody": "1:16: 'nobody' is not understood here, 'whoever came first' or "
    "'the highest level first' is expected",
    "Precall is off\nPrecall is on": "2:1: this has been said already, in line 1",
    "Segment vip needs skill en\nSegment vip needs skill cash": "2:1: this has been said already, "
    "in line 1",
    "ALWAYS CALL service bill": "2:1: the final default is missing: the last rule begins with "
    "OTHERWISE CALL",
    "OTHERWISE CALL whoever came first\nALWAYS CALL anybody": "2:1: this can never apply: "
    "OTHERWISE stands before it, in line 1",
    "Visitors wait up to 40 minutes for the clerk they know": "1:1: nobody waits more than 30 "
    "minutes",
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_told_with_its_place_in_one_line(text: str):
    assert mistakes_in(text) == [f"hall.rules:{MISTAKES[text]}"]


NEVER = {
    "WHEN the counter is 1 and the counter is 2 THEN CALL anybody": "no counter is left by its "
    "conditions",
    "WHEN the clerk is 1001 and clerk is not 1001 THEN CALL anybody": "no clerk is left by its "
    "conditions",
    "WHEN the clerk has skill en and the clerk lacks skill en THEN CALL anybody": "the clerk "
    "cannot both have a skill and lack it",
    "WHEN the time is from 8:00 to 9:00 and the time is from 9:00 to 10:00 THEN CALL anybody": "no "
    "time of day is left by its conditions",
    "WHEN the counter is 1 THEN CALL service supply": "no such counter serves whom it calls",
    "WHEN the clerk is 1001 THEN CALL service supply": "no such clerk serves whom it calls",
    "WHEN the longest wait of anybody is over 30 minutes THEN CALL anybody": "nobody waits more "
    "than 30 minutes, and it asks for 30",
}


@pytest.mark.parametrize("text", NEVER)
def test_a_rule_that_can_never_apply_is_a_mistake(text: str):
    assert mistakes_in(text + OTHERWISE) == [f"hall.rules:1:1: this can never apply: {NEVER[text]}"]


COVERED = [
    ("ALWAYS CALL anybody", "WHEN the counter is 1 THEN CALL service bill"),
    ("ALWAYS CALL service payment", "ALWAYS CALL service bill with segment elderly"),
    ("WHEN the counter is 1 THEN CALL service bill", "WHEN counter is 1 THEN CALL service bill"),
    ("ALWAYS CALL service bill and nobody else", "ALWAYS CALL service supply"),
    ("ALWAYS CALL IN TURN 1 from appointments, 1 from walk-ins", "ALWAYS CALL appointments"),
    ("ALWAYS CALL level 1 or higher", "ALWAYS CALL level 2 or higher with service bill"),
]


@pytest.mark.parametrize(("earlier", "later"), COVERED)
def test_a_rule_that_another_always_takes_the_place_of_is_a_mistake(earlier: str, later: str):
    assert mistakes_in(f"{earlier}\n{later}{OTHERWISE}") == [
        "hall.rules:2:1: this can never apply: whenever it would, line 1 applies before it"
    ]


NOT_COVERED = [
    ("WHEN the counter is 1 THEN CALL service bill", "ALWAYS CALL service bill"),
    ("ALWAYS CALL service bill", "ALWAYS CALL service payment"),
    ("ALWAYS CALL service bill", "ALWAYS CALL segment elderly"),
    ("ALWAYS CALL visitors the clerk knows", "ALWAYS CALL anybody"),
    ("ALWAYS CALL service bill", "ALWAYS CALL service bill and nobody else"),
]


@pytest.mark.parametrize(("earlier", "later"), NOT_COVERED)
def test_a_rule_that_may_find_somebody_else_is_none(earlier: str, later: str):
    assert len(rules_of(f"{earlier}\n{later}{OTHERWISE}").steps) == 2


def test_all_mistakes_are_told_at_once_in_the_order_of_the_text():
    text = "Precall is onn\nALWAYS CALL service bil\n\nNobody waits"
    with pytest.raises(RulesError) as caught:
        read_rules(text, "x", PLAN)
    error = caught.value
    assert [it.line for it in error.mistakes] == [1, 2, 4]
    assert (error.where, error.line, error.column) == ("x", 1, 12)


def test_a_bound_of_the_configuration_becomes_part_of_the_text():
    assert with_fairness("Precall is on", 30) == "Precall is on"
    text = with_fairness("Precall is on", 20)
    assert rules_of(text).fairness_bound_min == 20
    assert rules_of(with_fairness("", 20)).fairness_bound_min == 20


def test_a_bound_that_is_said_twice_is_a_mistake():
    text = with_fairness("Nobody waits more than 25 minutes because of others", 20)
    assert mistakes_in(text) == ["hall.rules:2:1: this has been said already, in line 1"]


def test_a_bound_below_nothing_is_refused():
    with pytest.raises(ValueError, match="fairness_bound_min: -1 is less than 0"):
        Rules(fairness_bound_min=-1)


WORDS = sorted(
    {word for text in (*SETTINGS, *CONDITIONS, *GROUPS, *MISTAKES) for word in text.split()}
)


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=12), st.data())
def test_whatever_is_written_is_read_or_told_as_a_mistake(words: list[str], data: st.DataObject):
    text = "".join(word + data.draw(st.sampled_from([" ", " ", "\n", ","])) for word in words)
    try:
        assert read_rules(text, "hall.rules", PLAN).text == text
    except RulesError as error:
        lines = text.split("\n")
        for it in error.mistakes:
            assert 1 <= it.line <= len(lines) + 1
            assert "\n" not in it.reason
        assert len(str(error).splitlines()) == len(error.mistakes)
