"""Why one was called before another, from facts: in data, in Chinese and in English."""

import dataclasses
import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rulesday import BEGIN, Diary, local_minute
from ruleshall import MINUTE, PLAN

from edge.domain import facts as f
from edge.domain.leg import LegState
from edge.domain.refusals import UnknownVisitError
from edge.domain.rules import wording
from edge.domain.rules.explaining import (
    NotCalledError,
    NotExplainableError,
    Why,
    explain,
    why_called,
)
from edge.domain.rules.reasons import Reason
from edge.domain.rules.wording import Telling
from edge.domain.state import HallState

OTHERWISE = "\nOTHERWISE CALL the highest level first"
TELLING = Telling(PLAN, local_minute)


def day(text: str = "") -> Diary:
    diary = Diary(text)
    diary.opens("2", "1002")
    return diary


def why(diary: Diary, visit: str, other: str = "") -> Why:
    return explain(diary.facts, visit, PLAN, local_minute, other)


def against(diary: Diary, visit: str, other: str = "") -> dict[str, Reason]:
    found = why(diary, visit, other)
    assert found.agrees
    return {each.ticket: each.against.reason for each in found.passed}


def test_a_call_by_level_says_whose_level_was_lower():
    diary = day()
    diary.takes("old")
    diary.passes(5)
    diary.takes("vip", "bill", "vip", level=2)
    diary.passes(1)
    assert diary.calls("2") == "vip"
    found = why(diary, "vip")
    assert (found.rule, found.level, found.counter, found.at) == ("default", 2, "2", diary.now)
    (passed,) = found.passed
    assert passed.against.details == {"level": 0, "called": 2}
    assert TELLING.called(found).english == (
        "At 09:06 vip was called to 2 after 1 min: no other rule applied, and by level (it had 2) "
        "and order it was next."
    )
    assert TELLING.passed(passed).chinese == "old 未先叫：级别较低（0 级，低于 2 级）。"


def test_a_call_for_fairness_says_who_had_not_waited_as_long():
    diary = day()
    diary.takes("old")
    diary.passes(29)
    diary.takes("vip", level=2)
    diary.passes(1)
    assert diary.calls("2") == "old"
    assert against(diary, "old", "vip") == {"vip": Reason.WITHIN_BOUND}
    assert TELLING.called(why(diary, "old")).chinese == (
        "09:30 old 被叫到2（已等候 30 分钟）：等候已达公平上限 30 分钟，且其中来得最早。"
    )


def test_a_call_by_a_sentence_shows_the_sentence():
    diary = day("# ours\nALWAYS CALL service supply" + OTHERWISE)
    diary.takes("bill")
    diary.takes("supply", "supply")
    diary.calls("2")
    found = why(diary, "supply")
    assert (found.rule, found.sentence) == ("2", "ALWAYS CALL service supply")
    assert against(diary, "supply") == {"bill": Reason.NOT_IN_SENTENCE}
    assert TELLING.called(found).english.endswith(
        "after 0 min: line 2 of the rules: ALWAYS CALL service supply."
    )


def test_a_call_in_turn_says_whose_turn_it_was():
    diary = day("ALWAYS CALL IN TURN 1 from service bill, 1 from service supply" + OTHERWISE)
    for visit in ("b1", "b2"):
        diary.takes(visit)
    diary.takes("s1", "supply")
    assert diary.calls("2") == "b1"
    diary.serves("2")
    assert diary.calls("2") == "s1"
    assert why(diary, "s1").turn == 2
    assert against(diary, "s1") == {"b2": Reason.NOT_IN_SENTENCE}


def _kept_for_counter_3(diary: Diary) -> None:
    diary.takes("a")
    diary.calls("2")
    diary.hands_on("2", "bill", to_counter="3")


def _kept_for_clerk_1001(diary: Diary) -> None:
    diary.takes("a")
    diary.calls("2")
    diary.hands_on("2", "bill", to_staff="1001")


def _not_ready(diary: Diary) -> None:
    diary.takes("a")
    diary.calls("2")
    diary.sends_back("2", 0, diary.now + 5 * MINUTE)


def _lower_level(diary: Diary) -> None:
    diary.takes("a")
    diary.takes("first", level=1)


def _without_appointment(diary: Diary) -> None:
    diary.takes("a")
    diary.takes("first", due=diary.now)


def _booked_later(diary: Diary) -> None:
    diary.takes("a", due=diary.now)
    diary.takes("first", due=diary.now - MINUTE)


def _too_early(diary: Diary) -> None:
    diary.takes("a", due=diary.now + 20 * MINUTE)


def _without_skill(diary: Diary) -> None:
    diary.takes("a", "supply", "business")


BEFORE: dict[Reason, tuple[str, Callable[[Diary], None]]] = {
    Reason.OTHER_COUNTER: ("", _kept_for_counter_3),
    Reason.OTHER_CLERK: ("", _kept_for_clerk_1001),
    Reason.NOT_READY: ("", _not_ready),
    Reason.LOWER_LEVEL: ("", _lower_level),
    Reason.WALK_IN: ("", _without_appointment),
    Reason.BOOKED_LATER: ("", _booked_later),
    Reason.TOO_EARLY: ("Early appointments wait until 5 minutes before their time", _too_early),
    Reason.NEEDS_SKILL: ("Segment business needs skill cash", _without_skill),
}
ENGLISH = {
    Reason.OTHER_COUNTER: "a was not: it is kept for 3.",
    Reason.OTHER_CLERK: "a was not: it is kept for clerk 1001.",
    Reason.NOT_READY: "a was not: it is not to be called before 09:05.",
    Reason.LOWER_LEVEL: "a was not: its level was lower (0, below 1).",
    Reason.WALK_IN: "a was not: it had no appointment whose time had come.",
    Reason.BOOKED_LATER: "a was not: its appointment is later, at 09:00.",
    Reason.TOO_EARLY: "a was not: its appointment is at 09:20, too far off.",
    Reason.NEEDS_SKILL: "a was not: business needs skill cash, which was not there.",
}


@pytest.mark.parametrize("reason", BEFORE)
def test_whoever_came_before_is_told_why_not(reason: Reason):
    text, before = BEFORE[reason]
    diary = day(text)
    before(diary)
    diary.takes("late")
    called = diary.calls("2")
    assert called in ("late", "first")
    found = why(diary, called, "a")
    (passed,) = [each for each in found.passed if each.ticket == "a"]
    assert (found.agrees, passed.against.reason) == (True, reason)
    assert TELLING.passed(passed).english == ENGLISH[reason]
    assert TELLING.passed(passed).chinese.startswith("a 未先叫：")


def test_a_visitor_who_stays_with_a_clerk_is_told_until_when():
    diary = day("Visitors wait up to 5 minutes for the clerk they know")
    diary.opens("3", "1001")
    diary.takes("a")
    assert diary.calls("3") == "a"
    diary.hands_on("3", "bill")
    diary.takes("b")
    assert diary.calls("2") == "b"
    (passed,) = why(diary, "b").passed
    assert passed.against.reason is Reason.STAYS_WITH_CLERK
    assert TELLING.passed(passed).english == "a was not: until 09:05 it stays with clerk 1001."


def test_who_is_kept_for_a_clerk_goes_before_who_came_first():
    diary = day()
    diary.takes("a")
    diary.calls("2")
    diary.takes("b")
    diary.passes(1)
    diary.hands_on("2", "supply", to_counter="2")
    assert diary.calls("2") == "a"
    assert why(diary, "a").rule == "reserved"
    assert against(diary, "a", "b") == {"b": Reason.NOT_KEPT}


def test_a_call_by_hand_says_the_reason_that_was_given():
    diary = day()
    diary.takes("a")
    diary.takes("b")
    diary.takes_past_the_rules("b", "2", "with a crying child")
    found = why(diary, "b")
    assert against(diary, "b") == {"a": Reason.BY_HAND}
    assert TELLING.called(found).english.endswith(": chosen by hand (with a crying child).")
    assert TELLING.called(found).chinese.endswith("：由工作人员选定（with a crying child）。")


def test_a_precall_is_explained_where_it_was_chosen():
    diary = day("Precall is on")
    diary.takes("a")
    diary.takes("b")
    diary.calls("2")
    assert diary.calls("2", near=True) == "b"
    diary.serves("2", 9)
    assert diary.calls("2") == "b"
    found = why(diary, "b", "a")
    assert (found.precalled, found.at) == (True, BEGIN)
    assert [each.against.details for each in found.passed] == [{"state": "called", "counter": "2"}]
    assert TELLING.called(found).english.startswith("At 09:00 b was asked near 2 after 0 min")


def test_another_that_was_not_waiting_is_told_so():
    diary = day()
    diary.takes("a")
    diary.takes("b")
    diary.calls("2")
    diary.serves("2")
    diary.calls("2")
    assert against(diary, "b", "a") == {"a": Reason.NOT_WAITING}
    assert against(diary, "a", "b") == {"b": Reason.CAME_LATER}
    diary.takes("c")
    (passed,) = why(diary, "b", "c").passed
    assert passed.against.reason is Reason.NOT_COME
    assert TELLING.passed(passed).english == "c was not: it had no ticket yet."


def test_another_service_is_told_only_when_asked_for():
    diary = Diary()
    diary.opens("1", "1001")
    diary.takes("supply", "supply")
    diary.takes("bill")
    diary.calls("1")
    assert against(diary, "bill") == {}
    found = why(diary, "bill", "supply")
    assert [TELLING.passed(each).english for each in found.passed] == [
        "supply was not: 1 did not serve New supply then."
    ]


def test_rules_that_were_changed_since_are_not_those_of_then():
    diary = day("ALWAYS CALL service supply" + OTHERWISE)
    diary.takes("bill")
    diary.takes("supply", "supply")
    diary.calls("2")
    diary.record(f.RulesChanged("hall", "", "1003"))
    assert why(diary, "supply").sentence == "ALWAYS CALL service supply"
    assert why(diary, "supply").agrees


def test_a_call_that_the_rules_of_then_do_not_make_is_told_as_such():
    diary = day()
    diary.takes("a")
    diary.takes("b")
    diary.record(f.TicketCalled("b", 1, "2", "1002", "default"))
    found = why(diary, "b")
    assert not found.agrees
    assert [each.against.reason for each in found.passed] == [Reason.UNKNOWN]
    assert "changed since" in TELLING.called(found).english


def test_a_call_of_a_journal_without_rules_names_none():
    diary = day()
    diary.takes("a")
    diary.record(f.TicketCalled("a", 1, "2", "1002"))
    assert why(diary, "a").agrees
    assert TELLING.called(why(diary, "a")).english.endswith(": by level and order it was next.")


def test_a_visit_that_was_not_called_or_never_came_is_refused():
    diary = day()
    diary.takes("a")
    with pytest.raises(NotCalledError, match="'a' has not been called yet"):
        why(diary, "a")
    with pytest.raises(UnknownVisitError):
        why(diary, "nobody")
    diary.calls("2")
    with pytest.raises(UnknownVisitError):
        why(diary, "a", "nobody")


def test_rules_of_then_that_the_plan_does_not_know_any_more_cannot_be_retold():
    diary = day()
    diary.takes("a")
    diary.calls("2")
    gone = [f.Recorded(1, diary.facts[0].moment, _opened("ALWAYS CALL service gone" + OTHERWISE))]
    with pytest.raises(NotExplainableError, match="the rules of then:1:21: unknown service 'gone'"):
        explain([*gone, *diary.facts[1:]], "a", PLAN, local_minute)


def test_a_call_to_a_counter_that_is_not_there_any_more_cannot_be_retold():
    diary = day()
    diary.takes("a")
    diary.calls("2")
    fewer = dataclasses.replace(PLAN, counters=PLAN.counters[:1])
    with pytest.raises(NotExplainableError, match="there is no counter '2' any more"):
        explain(diary.facts, "a", fewer, local_minute)


def test_whoever_was_asked_about_comes_first_and_then_all_others_in_their_order():
    diary = day()
    for visit in ("a", "b", "c"):
        diary.takes(visit)
        diary.passes(1)
    diary.takes("vip", level=1)
    diary.calls("2")
    assert [each.visit for each in why(diary, "vip").passed] == ["a", "b", "c"]
    assert [each.visit for each in why(diary, "vip", "b").passed] == ["b", "a", "c"]


def _opened(rules: str) -> f.DayOpened:
    opened = Diary(rules).facts[0].fact
    assert isinstance(opened, f.DayOpened)
    return opened


def test_every_reason_can_be_said():
    composed = {
        Reason.NOT_WAITING,
        Reason.NOT_SERVED,
        Reason.OTHER_COUNTER,
        Reason.NOT_READY,
        Reason.STAYS_WITH_CLERK,
        Reason.TOO_EARLY,
        Reason.BOOKED_LATER,
    }
    assert set(wording._AGAINST) | composed == set(Reason)
    assert set(wording._STATES) == set(LegState) - {LegState.WAITING}


# --- any day ---

TEXTS = [
    "",
    "The level grows by 1 every 5 minutes\nALWAYS CALL visitors the clerk knows" + OTHERWISE,
    "Nobody waits more than 15 minutes because of others\n"
    "Visitors wait up to 5 minutes for the clerk they know\n"
    "WHEN the counter is 3 THEN CALL segment elderly and nobody else\n"
    "WHEN the longest wait of service supply is over 6 minutes THEN CALL service supply\n"
    "ALWAYS CALL IN TURN 2 from appointments, 1 from segment elderly, 1 from service bill"
    "\nOTHERWISE CALL whoever came first",
]


def lived(text: str, seed: int, steps: int) -> Diary:
    """Return a day in which clerks and visitors do whatever comes to their minds."""
    chance = random.Random(seed)
    diary = Diary(text)
    for counter, staff in (("1", "1001"), ("2", "1002"), ("3", "1003")):
        diary.opens(counter, staff)
    for step in range(steps):
        diary.passes(chance.choice([0, 0.3, 1, 2]))
        if chance.random() < 0.5:
            _somebody_comes(diary, chance, f"v{step}")
        else:
            _somebody_works(diary, chance, chance.choice("123"))
    return diary


def _somebody_comes(diary: Diary, chance: random.Random, visit: str) -> None:
    segments = chance.choice([(), (), ("elderly",), ("vip",)])
    due = diary.now + chance.choice([-10, 0, 10]) * MINUTE if chance.random() < 0.2 else 0
    service = chance.choice(["bill", "invoice", "supply"])
    diary.takes(visit, service, *segments, level=len(segments), due=due)


def _somebody_works(diary: Diary, chance: random.Random, counter: str) -> None:
    at = diary.is_at(counter)
    if at is None:
        diary.calls(counter)
    elif not diary.state.counter(counter).precalled and chance.random() < 0.3:
        diary.calls(counter, near=True)
    elif chance.random() < 0.2:
        diary.sends_back(counter, 0, diary.now + 2 * MINUTE)
    elif chance.random() < 0.3:
        diary.hands_on(counter, "supply", to_counter=chance.choice(["", "2"]))
    else:
        diary.serves(counter, chance.choice([0.5, 3]))


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(TEXTS), st.integers(0, 10**6))
def test_on_any_day_every_call_is_explained_by_what_was_recorded(text: str, seed: int):
    diary = lived(text, seed, 60)
    state = HallState()
    for recorded in diary.facts:
        if isinstance(recorded.fact, f.TicketPrecalled | f.TicketCalled):
            leg = state.visits[recorded.fact.subject].leg
            if leg.state is LegState.WAITING:
                told = why_called(state, recorded, PLAN, local_minute)
                assert told.agrees
                assert all(each.against.reason is not Reason.UNKNOWN for each in told.passed)
                assert TELLING.called(told).chinese
                assert all(TELLING.passed(each).english for each in told.passed)
        state.apply(recorded)
