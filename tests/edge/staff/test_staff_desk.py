"""The desk's rules, as tables: no screen, no hall, no time."""

from dataclasses import replace

import pytest
from staff_fake_hall import NOW_MS, PAUSES, counter, in_line, message, note, visit, visitor
from staff_still import desk_in_the_morning

from edge.staff import desk as rules
from edge.staff import words
from edge.staff.actions import Action, HeldKeys
from edge.staff.desk import Desk, Tone
from edge.staff.hall import LastRating, ratings_of
from edge.staff.press import Done, NobodyWaits, Outcome, Refused, Unheard
from edge.staff.rules import GOES_ON
from edge.staff.sayings import VISIT_CHANGED
from edge.staff.shown import clock_face, shown

STATES = {
    "closed": {},
    "open": {"state": "open"},
    "paused": {"state": "paused", "paused": "meal"},
    "called": {"state": "called", "visit": "v-42", "ticket": "A042"},
    "serving": {"state": "serving", "visit": "v-42", "ticket": "A042"},
}
A = Action
AT_REST = {A.NEXT, A.CALL_CHOSEN, A.TAKE_BACK, A.WALK_DIRECT, A.PAUSE, A.CLOSE}
AWAY = {A.SEND_BACK, A.PARK, A.TRANSFER, A.NOTE, A.NOTES, A.REVEAL}
ANYWHERE = {A.GO_ON, A.HELP, A.READ}
# What each state takes, where somebody waits, is parked and has written, and the visitor is known.
TAKEN = {
    "closed": {A.GO_ON, A.OPEN},
    "open": AT_REST | ANYWHERE,
    "paused": {A.RESUME, A.PAUSE, A.CLOSE} | ANYWHERE,
    "called": {A.RECALL, A.START, A.NO_SHOW} | AWAY | ANYWHERE,
    "serving": {A.NEXT, A.FINISH, A.FINISH_NEXT, A.FINISH_WITH, A.PRECALL} | AWAY | ANYWHERE,
}


def desk_where(state: str, **changes: object) -> Desk:
    """Return a linked desk at counter 3, as clerk 1003, with the counter in `state`."""
    staff = {"staff": "" if state == "closed" else "1003"}
    return with_counter(desk_in_the_morning(), **(staff | STATES[state] | changes))


def with_counter(desk: Desk, **fields: object) -> Desk:
    assert desk.hall is not None
    here = counter("3", **fields)
    queue = (in_line("A043"), in_line("B003", state="parked", parked="填表"))
    noted = visitor("v-42", notes=[note("?")])
    hall = replace(desk.hall, counters=(here,), queue=queue, pauses=PAUSES, visitor=noted)
    return replace(desk, hall=replace(hall, unread=(message("m1", "?"),)), said=rules.Said())


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", Action)
def test_a_key_is_taken_where_it_makes_sense_and_answered_with_a_reason_elsewhere(
    state: str, action: Action
) -> None:
    after = rules.take(desk_where(state), action, "k1")
    if action in TAKEN[state]:
        assert rules.why_not(desk_where(state), action) is None
        assert after.press or after.question or after.asking or after.reading
    else:
        assert after.press is after.question is after.asking is None
        assert after.said.tone is Tone.WARNING
        assert after.said.words.chinese
        assert after.said.words.english
        assert "{" not in str(after.said.words)


def test_a_press_carries_the_key_and_the_visitor_the_clerk_saw() -> None:
    press = rules.take(desk_where("called"), Action.START, "k1").press
    assert press is not None
    assert (press.counter, press.visit, press.ticket, press.key) == ("3", "v-42", "A042", "k1")


@pytest.mark.parametrize("action", Action)
def test_while_a_press_waits_for_its_answer_no_other_is_taken(action: Action) -> None:
    waiting = rules.take(desk_where("open"), Action.NEXT, "k1")
    after = rules.take(waiting, action, "k2")
    assert after.press == waiting.press
    assert after.said.words == words.WAIT_FOR_ANSWER


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", Action)
def test_while_the_controller_is_lost_no_key_is_taken(state: str, action: Action) -> None:
    after = rules.take(rules.lost(desk_where(state)), action, "k1")
    assert after.press is after.question is None
    assert after.said.words == words.LINK_LOST


def test_a_state_seen_outside_the_event_stream_does_not_give_the_keys_back() -> None:
    lost = rules.lost(desk_where("open"))
    assert lost.hall is not None
    assert not rules.seen(lost, lost.hall, live=False).linked
    back = rules.seen(lost, lost.hall, live=True)
    assert back.linked
    assert back.said.words == words.LINK_BACK


@pytest.mark.parametrize("action", Action)
def test_at_a_counter_that_somebody_else_took_no_key_is_taken(action: Action) -> None:
    after = rules.take(desk_where("called", staff="1007"), action, "k1")
    assert after.press is after.question is None
    assert after.said.words == words.REFUSALS["counter_taken"]


@pytest.mark.parametrize("delay_s", [0.25, 0.5, 0.66])
def test_a_key_held_down_is_pressed_once_whatever_its_keyboard_repeats(delay_s: float) -> None:
    held = HeldKeys()
    repeats = [delay_s + number / 30 for number in range(60)]
    assert [held.is_new(Action.RECALL, at_s) for at_s in [0.0, *repeats]].count(True) == 1


def test_a_hurried_clerk_is_never_locked_out() -> None:
    held = HeldKeys()
    assert sum(held.is_new(Action.NEXT, 0.4 * number) for number in range(10)) == 5


def test_different_keys_may_follow_each_other_at_once() -> None:
    held = HeldKeys()
    assert held.is_new(Action.FINISH, 1.0)
    assert held.is_new(Action.NEXT, 1.01)


# --- no-show ---


def test_a_no_show_is_sent_only_after_the_question_was_answered_with_yes() -> None:
    asked = rules.take(desk_where("called"), Action.NO_SHOW, "k1")
    assert asked.press is None
    assert "A042" in str(asked.said.words)
    sent = rules.confirm(asked)
    assert sent.press is not None
    assert (sent.press.action, sent.press.key) == (Action.NO_SHOW, "k1")
    assert sent.question is None


def test_a_no_show_answered_with_no_leaves_everything_as_it_was() -> None:
    after = rules.cancel(rules.take(desk_where("called"), Action.NO_SHOW, "k1"))
    assert after.press is after.question is None
    assert rules.confirm(after) == after


def test_another_key_takes_the_question_away() -> None:
    asked = rules.take(desk_where("called"), Action.NO_SHOW, "k1")
    started = rules.take(asked, Action.START, "k2")
    assert started.press is not None
    assert started.press.action is Action.START
    assert started.question is None


@pytest.mark.parametrize(
    "now", [STATES["open"], STATES["serving"], STATES["called"] | {"visit": "v-43"}]
)
def test_a_question_about_one_visitor_never_holds_for_another(now: dict[str, object]) -> None:
    asked = rules.take(desk_where("called"), Action.NO_SHOW, "k1")
    moved = with_counter(asked, staff="1003", **now).hall
    assert moved is not None
    after = rules.seen(asked, moved, live=True)
    assert after.question is None
    assert after.said.words == VISIT_CHANGED
    assert rules.confirm(after).press is None


def test_a_question_does_not_outlive_the_link() -> None:
    asked = rules.take(desk_where("called"), Action.NO_SHOW, "k1")
    assert rules.confirm(rules.lost(asked)).press is None


# --- answers ---


@pytest.mark.parametrize(
    ("action", "outcome", "tone", "says"),
    [
        (Action.START, Done("v-42", "A042"), Tone.DONE, "A042 开始办理"),
        (Action.RECALL, Done("v-42", "A042"), Tone.DONE, "已再次呼叫 A042"),
        (Action.START, Done("v-43", "A043"), Tone.ALARM, "实际处理的是 A043"),
        (Action.START, Refused("nothing_called", "?"), Tone.WARNING, "没有已呼叫的客户"),
        (Action.START, Refused("brand_new", "no room"), Tone.WARNING, "no room"),
        (Action.START, Unheard(), Tone.ALARM, "没有答复"),
    ],
)
def test_an_answer_is_said_in_words(
    action: Action, outcome: Outcome, tone: Tone, says: str
) -> None:
    sent = rules.take(desk_where("called"), action, "k1")
    assert sent.press is not None
    after = rules.answered(sent, sent.press, outcome)
    assert after.press is None
    assert after.said.tone is tone
    assert says in str(after.said.words)


def test_a_call_that_finds_nobody_says_so() -> None:
    sent = rules.take(desk_where("open"), Action.NEXT, "k1")
    assert sent.press is not None
    after = rules.answered(sent, sent.press, NobodyWaits())
    assert after.said.words == words.NOBODY_WAITS


def test_an_answer_to_an_older_press_changes_nothing() -> None:
    sent = rules.take(desk_where("open"), Action.NEXT, "k1")
    assert sent.press is not None
    assert rules.answered(sent, replace(sent.press, key="k0"), NobodyWaits()) == sent


def test_what_was_said_about_one_visitor_is_gone_with_the_next() -> None:
    called = replace(desk_where("called"), said=rules.Said(words.STAYS_CALLED))
    freed = with_counter(called, staff="1003", **STATES["open"]).hall
    assert freed is not None
    assert rules.seen(called, freed, live=True).said == rules.Said()


def test_a_counter_that_closes_under_the_clerk_is_said_loudly() -> None:
    desk = desk_where("open")
    closed = desk_where("closed").hall
    assert closed is not None
    after = rules.seen(desk, closed, live=True)
    assert not after.mine
    assert after.said == rules.Said(words.COUNTER_LOST, Tone.ALARM)


def test_a_clerk_signs_out_only_with_the_counter_closed() -> None:
    assert rules.why_not_leave(desk_where("open")) is not None
    assert rules.why_not_leave(desk_where("called")) is not None
    assert rules.why_not_leave(desk_where("closed")) is None


# --- what is shown ---


def test_the_keys_shown_as_live_are_those_that_would_be_taken() -> None:
    for state, taken in TAKEN.items():
        now = shown(desk_where(state), NOW_MS)
        assert now is not None
        shown_twice = {GOES_ON[state], *({A.NEXT} if state == "serving" else ()), A.PAUSE}
        live = {key.action for key, _ in now.keys}
        assert live - shown_twice == taken - shown_twice
        assert A.GO_ON in live


def test_a_press_under_way_changes_nothing_shown_but_the_keys() -> None:
    desk = desk_where("called")
    before, during = shown(desk, NOW_MS), shown(rules.take(desk, Action.START, "k1"), NOW_MS)
    assert before is not None
    assert during is not None
    assert not during.keys
    assert replace(during, keys=before.keys) == before


def test_a_state_from_before_the_link_was_lost_is_marked_as_such() -> None:
    now = shown(rules.lost(desk_where("called")), NOW_MS)
    assert now is not None
    assert now.look == "stale"
    assert now.clock is None
    assert now.state.chinese == "失联前：已呼叫"


def test_time_runs_from_the_last_change_and_never_backwards() -> None:
    desk = desk_where("called", since=NOW_MS)
    later, earlier = shown(desk, NOW_MS + 65_999), shown(desk, NOW_MS - 5_000)
    assert later is not None
    assert earlier is not None
    assert later.clock is not None
    assert earlier.clock is not None
    assert (later.clock.elapsed_s, earlier.clock.elapsed_s) == (65, 0)
    assert (clock_face(65), clock_face(3_725)) == ("01:05", "1:02:05")


def test_the_last_rating_of_each_counter_is_the_latest_one() -> None:
    visits = [
        visit("v1", "A001", "3", 2, seq=9),
        visit("v2", "A002", "3", 5, seq=4),
        visit("v3", "A003", "1", 4),
        visit("v4", "A004", "1", None, seq=20),
    ]
    assert ratings_of(visits) == {"3": LastRating("A001", 2), "1": LastRating("A003", 4)}
