"""The rules of appointments: what is handed out, what may be booked, who is early, late, missed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.domain import facts as f
from edge.domain.appointments import (
    AppointmentEarlyError,
    AppointmentOverError,
    AppointmentRules,
    Offer,
    booked_in,
    check_in,
    done_with,
    has_place,
    missed,
    stretch_of,
    to_hand,
)
from edge.domain.guessing import CodeLockedError, Guesses
from edge.domain.now import AppointmentNow, Stretch

HOUR = 3_600_000
NINE = Stretch("bill", 9 * HOUR, 10 * HOUR)
RULES = AppointmentRules()
MINUTE = 60_000
DUE = 9 * HOUR


def at_nine(**changes) -> AppointmentNow:
    return AppointmentNow("bill", DUE, DUE + 30 * MINUTE, **changes)


def handed(*offers: Offer, quotas=None, now: int = 0) -> list[int]:
    return [fact.count for fact in to_hand(offers, quotas or {}, now)]


def test_what_was_handed_only_grows():
    offer = Offer("bill", NINE.begins, NINE.ends, 3)
    assert handed(offer) == [3]
    assert handed(offer, quotas={NINE: 3}) == handed(offer, quotas={NINE: 5}) == []
    assert handed(offer, quotas={NINE: 2}) == [3]


def test_no_minute_is_handed_out_twice():
    changed = Offer("bill", NINE.begins + 1, NINE.ends + HOUR, 3)
    assert handed(changed, quotas={NINE: 3}) == []
    assert handed(Offer("invoice", 9 * HOUR, 10 * HOUR, 3), quotas={NINE: 3}) == [3]
    assert handed(Offer("bill", 10 * HOUR, 11 * HOUR, 3), quotas={NINE: 3}) == [3]


def test_what_is_over_or_upside_down_is_not_handed_out():
    assert handed(Offer("bill", NINE.begins, NINE.ends, 3), now=NINE.ends) == []
    assert handed(Offer("bill", NINE.ends, NINE.begins, 3)) == []


OFFERS = st.builds(
    lambda begins, length, count: Offer("bill", begins, begins + length, count),
    st.integers(0, 20),
    st.integers(1, 6),
    st.integers(0, 4),
)


@given(st.lists(st.lists(OFFERS, max_size=4), max_size=6))
def test_whatever_plans_follow_each_other_stretches_never_cross_and_never_shrink(plans):
    quotas: dict[Stretch, int] = {}
    for plan in plans:
        for fact in to_hand(plan, quotas, 0):
            stretch = Stretch(fact.subject, fact.begins, fact.ends)
            assert fact.count > quotas.get(stretch, 0)
            quotas[stretch] = fact.count
    minutes = [minute for each in quotas for minute in range(each.begins, each.ends)]
    assert len(minutes) == len(set(minutes))


def test_a_place_is_free_until_as_many_are_booked_as_were_handed():
    quotas = {NINE: 2}
    booked = {"A": at_nine(), "B": at_nine(over="visitor")}
    assert has_place(quotas, booked, "bill", DUE)
    assert not has_place(quotas, {**booked, "C": at_nine(over="missed")}, "bill", DUE)
    assert not has_place(quotas, booked, "invoice", DUE)
    assert not has_place(quotas, booked, "bill", NINE.ends)
    assert stretch_of(quotas, "bill", NINE.ends - 1) == NINE
    assert booked_in(booked, NINE) == 1


@pytest.mark.parametrize(
    ("minutes", "due", "late"),
    [(-60, DUE, False), (0, DUE, False), (10, DUE, False), (11, 0, True), (240, 0, True)],
)
def test_the_ticket_follows_the_time(minutes: int, due: int, late: bool):
    found = check_in("A", at_nine(), RULES, DUE + minutes * MINUTE, "code")
    assert (found.due, found.late) == (due, late)
    assert ("appointment" in found.segments) is not late


def test_too_early_and_too_late_there_is_none():
    with pytest.raises(AppointmentEarlyError):
        check_in("A", at_nine(), RULES, DUE - 61 * MINUTE, "code")
    with pytest.raises(AppointmentOverError):
        check_in("A", at_nine(), RULES, DUE + 241 * MINUTE, "code")


def test_only_those_who_could_have_come_are_missed():
    then = DUE + RULES.missed_min * MINUTE
    booked = {
        "A": at_nine(),
        "B": at_nine(visit="V1"),
        "C": at_nine(over="visitor"),
        "D": at_nine(over="missed"),
    }
    assert missed(booked, RULES, then - 1) == []
    assert missed(booked, RULES, then) == [f.AppointmentMissed("A")]
    assert done_with(booked, then) == ["B", "C", "D"]
    assert done_with(booked, DUE + HOUR) == ["A", "B", "C", "D"]


@pytest.mark.parametrize("name", ["early_min", "late_min", "over_min"])
def test_no_rule_is_less_than_nothing(name: str):
    with pytest.raises(ValueError, match=name):
        AppointmentRules(**{name: -1})


# --- guesses ---


@given(st.lists(st.integers(0, 90_000), max_size=60))
def test_in_the_long_run_there_is_one_guess_a_minute(pauses: list[int]):
    guesses, now, tried = Guesses(5, 60), 0, 0
    for pause in pauses:
        now += pause
        try:
            guesses.check("screen", now)
        except CodeLockedError as locked:
            assert locked.details["wait_s"] <= 60
        else:
            guesses.wrong("screen", now)
            tried += 1
    assert tried <= 5 + now // 60_000 + 1


def test_made_up_places_share_what_one_has():
    guesses = Guesses(5, 60)
    tried = 0
    for number in range(200):
        try:
            guesses.check(f"screen-{number}", 0)
        except CodeLockedError:
            break
        guesses.wrong(f"screen-{number}", 0)
        tried += 1
    assert tried == 32 + 5
