"""The visitor's page, purely: its address, what is shown, what may be done, and until when."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.domain import facts as f
from edge.domain.booking import BadArgsError
from edge.domain.mobile import (
    BadDescriptionError,
    DelayedEnoughError,
    Described,
    Dimension,
    MobileRules,
    Told,
    Wished,
    ahead_of,
    check_delay,
    check_leave,
    check_rate,
    gone_at,
    is_secret,
    page_key,
    page_of,
    read_described,
    read_wished,
    secret_of,
    seen,
    visit_in,
)
from edge.domain.refusals import AlreadyRatedError, NotRatableError, NotWaitingError
from edge.domain.visit import Visit, evolve

KEY = page_key(bytes(32))
MINUTE_MS = 60_000
HALL = Described(
    "营业厅",
    "Hall",
    {"bill": ("交电费", "Pay a bill", "A区", "Zone A")},
    {"1": ("1号窗口", "Counter 1", "大厅左侧", "On the left")},
    (Dimension("speed", "速度", "Speed"),),
    MobileRules(delay_min=10, delays_max=2, gone_after_min=30),
)


def visit_after(*facts: f.Fact, name: str = "V1", number: int = 1, priority: int = 0) -> Visit:
    """Return a visit that took its ticket as fact `number`, a minute each, and what followed."""
    ticket = f"A{number:03d}"
    begun = [
        f.TicketReserved(name, 1, "bill", ticket, number, priority, "none", 0, page="ab" * 32),
        f.TicketIssued(name, 1, "none"),
    ]
    visit: Visit | None = None
    for count, fact in enumerate([*begun, *facts]):
        at = (number * 10 + count) * MINUTE_MS
        visit = evolve(
            visit, f.Recorded(number * 10 + count, f.Moment(at, at, "b", "synced"), fact)
        )
    assert visit is not None
    return visit


def put_off(visit: str, ready: int, times: int, behind: int = 11) -> f.Fact:
    return f.TicketReturned(visit, 1, "", "", behind, ready, "delayed", 0, times)


CALLED = f.TicketCalled("V1", 1, "1", "1001")
STARTED = f.ServiceStarted("V1", 1, "1", "1001")
FINISHED = f.ServiceFinished("V1", 1, "1", "1001")


# --- the address ---


def test_a_secret_has_160_bits_and_is_the_same_for_the_same_visit_alone():
    secret = secret_of(KEY, "V1")
    assert len(secret) == 32 and is_secret(secret)
    assert secret == secret_of(KEY, "V1") != secret_of(KEY, "V2")
    assert secret != secret_of(page_key(bytes(31) + b"1"), "V1")


def test_what_facts_hold_does_not_say_the_secret():
    secret = secret_of(KEY, "V1")
    assert len(page_of(secret)) == 64
    assert secret.lower() not in page_of(secret)


@pytest.mark.parametrize(
    "text", ["", "A" * 31, "A" * 33, "a" * 32, "1" * 32, "../" * 11, "A" * 31 + "\n"]
)
def test_what_is_no_secret_is_told_at_once(text: str):
    assert not is_secret(text)


@pytest.mark.parametrize(
    "scanned",
    [
        "ABCDEFGH234567AB",
        "ATRIUM:H-01:ABCDEFGH234567AB",
        "https://hall.example/m/" + "Q" * 32 + "#ABCDEFGH234567AB\r\n",
        "https://hall.example/v/ABCDEFGH234567AB",
    ],
)
def test_a_scanned_ticket_says_its_visit_whichever_code_it_was(scanned: str):
    assert visit_in(scanned) == "ABCDEFGH234567AB"


@given(st.text())
def test_any_scanned_text_is_a_visit_or_none(scanned: str):
    assert len(visit_in(scanned)) in (0, 16)


# --- what may be done ---


def test_a_visitor_has_ten_more_minutes_as_often_as_the_hall_allows():
    visit = visit_after()
    check_delay(visit.leg, HALL.rules)
    visit = visit_after(put_off("V1", 60 * MINUTE_MS, 1), put_off("V1", 70 * MINUTE_MS, 2))
    assert visit.leg.delays == 2
    with pytest.raises(DelayedEnoughError):
        check_delay(visit.leg, HALL.rules)


def test_whoever_returns_for_another_reason_keeps_count_of_what_was_asked():
    back = f.TicketReturned("V1", 1, "1", "1001", 11, 0, "absent", 1)
    visit = visit_after(put_off("V1", 0, 1), CALLED, back)
    assert visit.leg.delays == 1


def test_nobody_puts_off_what_has_been_called():
    with pytest.raises(NotWaitingError):
        check_delay(visit_after(CALLED).leg, HALL.rules)


def test_a_visitor_may_leave_until_the_service_begins():
    check_leave(visit_after().leg)
    check_leave(visit_after(CALLED).leg)
    with pytest.raises(NotWaitingError):
        check_leave(visit_after(CALLED, STARTED).leg)


def test_a_visit_is_rated_once_and_when_it_is_over():
    with pytest.raises(NotRatableError):
        check_rate(visit_after(CALLED, STARTED))
    served = visit_after(CALLED, STARTED, FINISHED)
    check_rate(served)
    with pytest.raises(AlreadyRatedError):
        check_rate(visit_after(CALLED, STARTED, FINISHED, f.VisitRated("V1", 4, "mobile")))


# --- until when ---


def test_the_page_is_gone_half_an_hour_after_the_visit_and_not_before():
    assert gone_at(visit_after(), HALL.rules) is None
    served = visit_after(CALLED, STARTED, FINISHED)
    over = gone_at(served, HALL.rules)
    assert over == served.leg.ended_at + 30 * MINUTE_MS
    assert seen(served, HALL, [], None, over - 1) is not None
    assert seen(served, HALL, [], None, over) is None


def test_a_visit_without_a_ticket_has_no_page():
    assert seen(Visit("V1", 1), HALL, [], None, 0) is None


# --- what is shown ---


def test_the_place_in_line_counts_who_goes_first():
    own = visit_after(name="V5", number=5)
    before = visit_after(name="V1", number=1)
    elderly = visit_after(name="V7", number=7, priority=1)
    behind = visit_after(name="V8", number=8)
    called = visit_after(CALLED)
    assert ahead_of(own, [before, elderly, behind, own], 0) == 2
    assert ahead_of(own, [called], 0) == 0


def test_whoever_is_put_off_is_not_ahead_meanwhile():
    own = visit_after(name="V5", number=5)
    later = visit_after(put_off("V1", 90 * MINUTE_MS, 1), name="V1", number=1)
    assert ahead_of(own, [later], 60 * MINUTE_MS) == 0
    assert ahead_of(own, [later], 90 * MINUTE_MS) == 1


def test_what_was_told_of_the_wait_grows_less_and_is_not_stretched():
    visit = visit_after()
    told = Told(10 * 60, 20 * 60, 11 * MINUTE_MS)
    shown = [seen(visit, HALL, [], told, at * MINUTE_MS) for at in (11, 15, 31)]
    assert [(each.low_min, each.high_min) for each in shown if each] == [
        (10, 20),
        (5, 20),
        (None, None),
    ]


def test_a_visitor_who_is_called_reads_where_to_go():
    shown = seen(visit_after(CALLED), HALL, [], None, 0)
    assert shown is not None
    assert (shown.counter, shown.place_english, shown.ahead) == ("1号窗口", "On the left", None)


def test_nothing_of_a_person_is_on_the_page():
    identified = f.VisitIdentified("V1", "reader-1", "citizen", "60_69")
    moment = f.Moment(1, 1, "b", "synced")
    visit = evolve(None, f.Recorded(1, moment, identified))
    reserved = f.TicketReserved("V1", 1, "bill", "A001", 1, 1, "none", 0, segments=["elderly"])
    visit = evolve(visit, f.Recorded(2, moment, reserved))
    visit = evolve(visit, f.Recorded(3, moment, f.TicketIssued("V1", 1, "none")))
    assert visit is not None
    shown = repr(seen(visit, HALL, [], None, 1))
    assert not [word for word in ("citizen", "60_69", "elderly", "V1'") if word in shown]


# --- what travels ---


def test_a_hall_is_described_and_read_again():
    assert read_described(HALL.text()) == HALL
    nobody_knows = HALL.service("gas")
    assert nobody_knows[:2] == ("gas", "gas")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name":1}', HALL.text()[:-9]])
def test_a_description_that_cannot_be_read_is_told(text: str):
    with pytest.raises(BadDescriptionError):
        read_described(text)


def test_a_wish_is_written_and_read_again():
    wished = Wished("V1", 4, ("speed=5",))
    assert read_wished(wished.text()) == wished
    assert read_wished(Wished("V1").text()) == Wished("V1")


@pytest.mark.parametrize(
    "args",
    ["", "{}", '{"visit":"","grade":0,"grades":[]}', '{"visit":"V1","grade":6,"grades":[]}',
     '{"visit":"V1","grade":true,"grades":[]}', '{"visit":"V1","grade":1,"grades":["speed=9"]}',
     '{"visit":"V1","grade":1,"grades":["=3"]}', '{"visit":"V1","grade":1,"grades":[3]}'],
)  # fmt: skip
def test_a_wish_that_cannot_be_one_is_refused(args: str):
    with pytest.raises(BadArgsError):
        read_wished(args)


def test_rules_of_a_hall_can_be_changed():
    assert dataclasses.replace(HALL.rules, delays_max=0).delays_max == 0
