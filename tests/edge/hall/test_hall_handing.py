"""Visitors who go elsewhere: back in the queue, aside, to another clerk, or past the queue."""

from pathlib import Path

import pytest
from edgefakes import SETTINGS, TestedHall, hall_on, in_virtual_time, restarted

from edge.domain import facts as f
from edge.domain.refusals import (
    AlreadyPrecalledError,
    AnotherVisitError,
    BadRulesError,
    CallAgainError,
    CounterOccupiedError,
    CounterPausedError,
    NotForHereError,
    NotWaitingError,
)
from edge.hall.handing import Destination
from edge.hall.requests import Request
from edge.hall.reserving import Wish

SUPPLY_FIRST = "ALWAYS CALL service supply\nOTHERWISE CALL the highest level first\n"
ABSENT_GO_BACK = "Absent visitors are called 1 time, then they go back 3 places, at most 1 times\n"
TWO_CALLS = "Absent visitors are called 2 times, 1 minute apart, then their ticket is over\n"
CLERK, OTHER = ("1", "1001"), ("2", "1002")


async def waiting(tested: TestedHall, service: str = "bill", **wish: object) -> str:
    answer = await tested.hall.tickets.take(Wish(service, **wish))  # type: ignore[arg-type]
    return str(answer.body["visit"])


async def served(tested: TestedHall, at: tuple[str, str] = CLERK, service: str = "bill") -> str:
    visit = await waiting(tested, service)
    await tested.hall.counters.open(*at)
    called = await tested.hall.counters.next(*at)
    assert called.body["visit"] == visit
    await tested.hall.counters.start(*at)
    return visit


async def next_at(tested: TestedHall, at: tuple[str, str] = CLERK) -> str | None:
    body = (await tested.hall.counters.next(*at)).body
    return body["visit"] if body else None


def state_of(tested: TestedHall, visit: str) -> str:
    return str(tested.hall.views.visit(visit)["state"])


# --- back in the queue ---


@in_virtual_time
async def test_who_goes_back_behind_two_others_is_called_after_them(tmp_path: Path):
    tested = await hall_on(tmp_path)
    back = await served(tested)
    others = [await waiting(tested) for _ in range(3)]
    await tested.hall.handing.send_back(*CLERK, meant=back, places=2)
    called = []
    while visit := await next_at(tested):
        called.append(visit)
        await tested.hall.counters.no_show(*CLERK)
    assert called == [*others[:2], back, others[2]]


@in_virtual_time
async def test_who_goes_back_for_ten_minutes_is_not_called_before(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await served(tested)
    await tested.hall.handing.send_back(*CLERK, minutes=10, reason="fetching")
    assert await next_at(tested) is None
    tested.clock.pass_s(9 * 60 + 59)
    assert await next_at(tested) is None
    tested.clock.pass_s(1)
    assert await next_at(tested) == visit


@in_virtual_time
async def test_going_back_leaves_the_counter_free_and_survives_a_restart(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await served(tested)
    await tested.hall.handing.send_back(*CLERK, minutes=5)
    tested = await restarted(tested)
    assert tested.hall.views.counters({})[0]["state"] == "open"
    assert await next_at(tested) is None
    tested.clock.pass_s(300)
    assert await next_at(tested) == visit


# --- aside ---


@in_virtual_time
async def test_who_was_put_aside_is_not_called_by_the_rules_and_is_called_back_by_name(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    visit = await served(tested)
    await tested.hall.handing.park(*CLERK, "form", remind_min=5)
    assert state_of(tested, visit) == "parked"
    (line,) = tested.hall.views.queue("1")
    assert (line["parked"], line["remind_at"] - tested.clock.moment().at) == ("form", 300_000)
    assert await next_at(tested) is None
    await tested.hall.handing.resume_parked(*CLERK, visit)
    assert state_of(tested, visit) == "called"


@in_virtual_time
async def test_only_who_was_put_aside_can_be_called_back_from_there(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await waiting(tested)
    await tested.hall.counters.open(*CLERK)
    with pytest.raises(NotWaitingError):
        await tested.hall.handing.resume_parked(*CLERK, visit)


# --- to somebody else ---


@in_virtual_time
async def test_a_transfer_ends_one_leg_and_opens_the_next_under_the_same_number(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await served(tested)
    await tested.hall.handing.transfer(*CLERK, Destination("supply"))
    first, second = tested.hall.views.visit(visit)["legs"]
    assert (first["state"], second["state"]) == ("transferred", "waiting")
    assert (first["ticket"], second["ticket"]) == ("A001", "A001")
    await tested.hall.counters.open(*OTHER)
    assert await next_at(tested, OTHER) == visit


@pytest.mark.parametrize(("place", "turn"), [("first", 0), ("sorted", 1), ("last", 2)])
def test_a_transfer_goes_first_last_or_where_the_visitor_came(
    tmp_path: Path, place: str, turn: int
):
    @in_virtual_time
    async def at_the_other_counter():
        tested = await hall_on(tmp_path)
        early = await waiting(tested, "supply")
        visit = await served(tested)
        late = await waiting(tested, "supply")
        await tested.hall.handing.transfer(*CLERK, Destination("supply", place=place))
        await tested.hall.counters.open("3", "1003")
        called = []
        while each := await next_at(tested, ("3", "1003")):
            called.append(each)
            await tested.hall.counters.no_show("3", "1003")
        others = [early, late]
        others.insert(turn, visit)
        assert called == others

    at_the_other_counter()


@in_virtual_time
async def test_a_ticket_for_one_counter_is_called_there_alone(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open(*OTHER)
    visit = await served(tested)
    await tested.hall.handing.transfer(*CLERK, Destination(counter="2"))
    assert await next_at(tested, CLERK) is None
    assert await next_at(tested, OTHER) == visit


@in_virtual_time
async def test_a_ticket_for_a_clerk_who_goes_home_is_anybody_s_again_at_its_old_place(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open(*OTHER)
    visit = await served(tested)
    later = await waiting(tested)
    await tested.hall.handing.transfer(*CLERK, Destination(staff="1002"))
    await tested.hall.counters.close(*OTHER)
    assert await next_at(tested, CLERK) == visit
    assert [each["visit"] for each in tested.hall.views.queue()] == [later]


@pytest.mark.parametrize(
    "to",
    [
        Destination("tea"),
        Destination("payment"),
        Destination(counter="9"),
        Destination(staff="9999"),
        Destination(counter="2"),  # closed
        Destination("bill", counter="3"),  # serves other things
    ],
    ids=str,
)
def test_nobody_is_sent_where_nobody_would_serve_them(tmp_path: Path, to: Destination):
    @in_virtual_time
    async def refused():
        tested = await hall_on(tmp_path)
        visit = await served(tested)
        await tested.hall.counters.open("3", "1003")
        before = len(tested.facts())
        with pytest.raises(NotForHereError):
            await tested.hall.handing.transfer(*CLERK, to)
        assert (len(tested.facts()), state_of(tested, visit)) == (before, "serving")

    refused()


@in_virtual_time
async def test_with_a_return_ticket_the_visitor_comes_back_before_all_others(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open(*OTHER)
    visit = await served(tested)
    await waiting(tested)
    await tested.hall.handing.transfer(*CLERK, Destination(counter="2", back=True))
    assert await next_at(tested, OTHER) == visit
    await tested.hall.counters.start(*OTHER)
    await tested.hall.counters.finish(*OTHER)
    assert state_of(tested, visit) == "waiting"
    assert await next_at(tested, CLERK) == visit


@in_virtual_time
async def test_a_press_meant_for_another_visit_hands_nobody_on(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await served(tested)
    with pytest.raises(AnotherVisitError):
        await tested.hall.handing.park(*CLERK, "form", meant="SOMEBODY")
    assert state_of(tested, visit) == "serving"


@in_virtual_time
async def test_pressed_twice_under_one_key_a_transfer_happens_once(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await served(tested)
    key = Request("key-1", "transfer")
    first = await tested.hall.handing.transfer(*CLERK, Destination("supply"), key)
    assert await tested.hall.handing.transfer(*CLERK, Destination("supply"), key) == first
    assert len(tested.hall.views.visit(visit)["legs"]) == 2


# --- who does not come ---


async def hall_with_rules(path: Path, text: str) -> TestedHall:
    tested = await hall_on(path)
    await tested.hall.ruling.change(text, "3001")
    await tested.hall.counters.open(*CLERK)
    return tested


@in_virtual_time
async def test_who_does_not_come_goes_back_by_places_as_often_as_the_rules_say(tmp_path: Path):
    tested = await hall_with_rules(tmp_path, ABSENT_GO_BACK)
    absent, other = await waiting(tested), await waiting(tested)
    assert await next_at(tested) == absent
    await tested.hall.counters.no_show(*CLERK)
    assert state_of(tested, absent) == "waiting"
    assert await next_at(tested) == other
    await tested.hall.counters.start(*CLERK)
    await tested.hall.counters.finish(*CLERK)
    assert await next_at(tested) == absent
    await tested.hall.counters.no_show(*CLERK)
    assert state_of(tested, absent) == "no_show"


@in_virtual_time
async def test_nobody_is_given_up_before_all_the_calls_that_the_rules_ask_for(tmp_path: Path):
    tested = await hall_with_rules(tmp_path, TWO_CALLS)
    visit = await waiting(tested)
    await next_at(tested)
    with pytest.raises(CallAgainError):
        await tested.hall.counters.no_show(*CLERK)
    await tested.hall.counters.recall(*CLERK)
    with pytest.raises(CallAgainError):
        await tested.hall.counters.no_show(*CLERK)
    tested.clock.pass_s(60)
    await tested.hall.counters.no_show(*CLERK)
    assert state_of(tested, visit) == "no_show"


# --- several services in one visit ---


@in_virtual_time
async def test_services_to_be_done_together_go_on_at_the_same_counter(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await waiting(tested, "bill", then=("invoice",), together=True)
    await tested.hall.counters.open(*CLERK)
    await next_at(tested)
    await tested.hall.counters.start(*CLERK)
    answer = await tested.hall.counters.finish(*CLERK)
    assert (answer.body["state"], answer.body["service"]) == ("serving", "invoice")
    answer = await tested.hall.counters.finish(*CLERK)
    assert answer.body["state"] == "finished"
    assert [leg["service"] for leg in tested.hall.views.visit(visit)["legs"]] == [
        "bill",
        "invoice",
    ]


@in_virtual_time
async def test_a_service_that_is_not_done_there_waits_at_the_place_of_the_ticket(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await waiting(tested, "bill", then=("supply",), together=True)
    later = await waiting(tested, "supply")
    await tested.hall.counters.open(*CLERK)
    await next_at(tested)
    await tested.hall.counters.start(*CLERK)
    await tested.hall.counters.finish(*CLERK)
    await tested.hall.counters.open("3", "1003")
    assert await next_at(tested, ("3", "1003")) == visit
    await tested.hall.counters.no_show("3", "1003")
    assert await next_at(tested, ("3", "1003")) == later


# --- past the queue ---


@in_virtual_time
async def test_a_chosen_ticket_is_called_past_the_others_and_the_fact_says_why(tmp_path: Path):
    tested = await hall_on(tmp_path)
    first, chosen = await waiting(tested), await waiting(tested)
    await tested.hall.counters.open(*CLERK)
    await tested.hall.handing.call_chosen(*CLERK, chosen, "unwell")
    assert (state_of(tested, first), state_of(tested, chosen)) == ("waiting", "called")
    assert tested.facts()[-1].fact == f.TicketCalled(chosen, 1, *CLERK, chosen="unwell")


@in_virtual_time
async def test_who_was_missed_can_still_be_chosen_and_who_was_served_cannot(tmp_path: Path):
    tested = await hall_on(tmp_path)
    missed = await waiting(tested)
    await tested.hall.counters.open(*CLERK)
    await next_at(tested)
    await tested.hall.counters.no_show(*CLERK)
    await tested.hall.handing.call_chosen(*CLERK, missed, "came after all")
    await tested.hall.counters.start(*CLERK)
    await tested.hall.counters.finish(*CLERK)
    with pytest.raises(NotWaitingError):
        await tested.hall.handing.call_chosen(*CLERK, missed, "again")


@in_virtual_time
async def test_who_has_no_ticket_is_served_at_once_under_a_number_of_their_own(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await waiting(tested)
    await tested.hall.counters.open(*CLERK)
    answer = await tested.hall.handing.walk_direct(*CLERK, "bill")
    assert (answer.body["ticket"], answer.body["state"]) == ("A002", "serving")
    with pytest.raises(CounterOccupiedError):
        await tested.hall.handing.walk_direct(*CLERK, "bill")


# --- near, and away ---


@in_virtual_time
async def test_who_was_asked_near_is_called_next_whoever_comes_meanwhile(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await served(tested)
    near = await waiting(tested)
    answer = await tested.hall.counters.precall(*CLERK)
    assert (answer.body["visit"], answer.body["state"]) == (near, "precalled")
    await waiting(tested, "bill", priority="elderly")
    with pytest.raises(AlreadyPrecalledError):
        await tested.hall.counters.precall(*CLERK)
    await tested.hall.counters.finish(*CLERK)
    assert await next_at(tested) == near


@in_virtual_time
async def test_where_the_rules_say_so_the_next_is_asked_near_as_a_service_is_about_to_end(
    tmp_path: Path,
):
    tested = await hall_with_rules(tmp_path, "Precall is on\n")
    await served(tested)
    near = await waiting(tested)
    tested.clock.pass_s(4 * 60 - 1)
    await tested.hall.tick()
    assert state_of(tested, near) == "waiting"
    tested.clock.pass_s(1)
    for _ in range(2):
        await tested.hall.tick()
    assert state_of(tested, near) == "precalled"


@in_virtual_time
async def test_who_was_asked_near_a_counter_that_closes_waits_again_at_the_old_place(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    await served(tested)
    near, later = await waiting(tested), await waiting(tested)
    await tested.hall.counters.precall(*CLERK)
    await tested.hall.counters.finish(*CLERK)
    await tested.hall.counters.close(*CLERK)
    assert [each["visit"] for each in tested.hall.views.queue()] == [near, later]
    assert tested.hall.views.counters({})[0]["precalled"] == ""


@in_virtual_time
async def test_nobody_is_called_to_a_counter_whose_clerk_is_away(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await waiting(tested)
    await tested.hall.counters.open(*CLERK)
    await tested.hall.counters.pause(*CLERK, "lunch")
    assert tested.hall.views.counters({})[0]["state"] == "paused"
    for attempt in (
        tested.hall.counters.next(*CLERK),
        tested.hall.handing.call_chosen(*CLERK, visit, "unwell"),
    ):
        with pytest.raises(CounterPausedError):
            await attempt
    await tested.hall.counters.resume(*CLERK)
    assert await next_at(tested) == visit


# --- at the reception ---


@in_virtual_time
async def test_another_service_keeps_number_and_place(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit, later = await waiting(tested), await waiting(tested, "supply")
    await tested.hall.reception.change_service(visit, "supply", "7001")
    assert [each["visit"] for each in tested.hall.views.queue()] == [visit, later]
    assert tested.hall.views.visit(visit)["ticket"] == "A001"


@in_virtual_time
async def test_a_priority_given_at_the_reception_counts_from_then_on(tmp_path: Path):
    tested = await hall_on(tmp_path)
    first, second = await waiting(tested), await waiting(tested)
    await tested.hall.reception.change_priority(second, "elderly", "7001", "with a stick")
    await tested.hall.counters.open(*CLERK)
    assert await next_at(tested) == second
    await tested.hall.counters.no_show(*CLERK)
    assert await next_at(tested) == first


@in_virtual_time
async def test_a_ticket_given_up_is_never_called_and_giving_it_up_twice_is_fine(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await waiting(tested)
    await tested.hall.reception.cancel(visit, "left")
    before = len(tested.facts())
    await tested.hall.reception.cancel(visit, "left")
    assert len(tested.facts()) == before
    await tested.hall.counters.open(*CLERK)
    assert await next_at(tested) is None


@in_virtual_time
async def test_who_was_missed_waits_again_at_the_old_place(tmp_path: Path):
    tested = await hall_on(tmp_path)
    missed = await waiting(tested)
    await tested.hall.counters.open(*CLERK)
    await next_at(tested)
    await tested.hall.counters.no_show(*CLERK)
    later = await waiting(tested)
    await tested.hall.reception.reinstate(missed, "7001")
    assert [each["visit"] for each in tested.hall.views.queue()] == [missed, later]


@in_virtual_time
async def test_documents_that_lack_stand_with_the_ticket(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await waiting(tested)
    await tested.hall.reception.check_documents(visit, ["身份证"], "7001")
    (line,) = tested.hall.views.queue()
    assert line["missing"] == ["身份证"]


# --- how long ---


@in_virtual_time
async def test_a_ticket_says_how_long_it_may_take_and_the_journal_what_was_said(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open(*CLERK)
    for _ in range(5):
        await waiting(tested)
    answer = await tested.hall.tickets.take(Wish("bill", delivery="screen"))
    wait = answer.body["wait"]
    assert 0 <= wait["low_min"] < wait["high_min"]
    (told,) = [each.fact for each in tested.facts() if isinstance(each.fact, f.EstimateTold)]
    assert told.subject == answer.body["visit"]
    assert told.low_s <= told.likely_s <= told.high_s


@in_virtual_time
async def test_whoever_asks_for_the_ticket_again_hears_the_wait_that_was_told_first(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open(*CLERK)
    key = Request("key-1", "ticket")
    first = await tested.hall.tickets.take(Wish("bill", delivery="screen"), key)
    await next_at(tested)
    again = await tested.hall.tickets.take(Wish("bill", delivery="screen"), key)
    assert (again, bool(first.body["wait"])) == (first, True)


@in_virtual_time
async def test_where_nobody_serves_it_no_number_is_told(tmp_path: Path):
    tested = await hall_on(tmp_path)
    answer = await tested.hall.tickets.take(Wish("bill", delivery="screen"))
    assert answer.body["wait"] is None
    told = (await tested.hall.estimates.tell(answer.body["visit"], "screen")).body["wait"]
    assert told == {"low_min": None, "high_min": None, "why": "nobody_serves_it"}


@in_virtual_time
async def test_who_asks_all_the_time_hears_the_same_and_fills_no_journal(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.counters.open(*CLERK)
    visit = [await waiting(tested) for _ in range(3)][-1]
    first = await tested.hall.estimates.tell(visit, "mobile")
    before = len(tested.facts())
    tested.clock.pass_s(59)
    assert await tested.hall.estimates.tell(visit, "mobile") == first
    assert len(tested.facts()) == before
    tested.clock.pass_s(1)
    await tested.hall.estimates.tell(visit, "mobile")
    assert len(tested.facts()) == before + 1


# --- rules for today ---


@in_virtual_time
async def test_rules_are_changed_while_people_wait_and_nobody_is_lost(tmp_path: Path):
    tested = await hall_on(tmp_path)
    bill, supply = await waiting(tested, "bill"), await waiting(tested, "supply")
    await tested.hall.counters.open(*OTHER)
    await tested.hall.ruling.change(SUPPLY_FIRST, "3001")
    assert await next_at(tested, OTHER) == supply
    await tested.hall.counters.no_show(*OTHER)
    assert await next_at(tested, OTHER) == bill
    tested = await restarted(tested)
    assert tested.hall.recorder.committed.rules_by == "3001"
    tested.clock.set_local("2026-03-03T04:00")
    await tested.hall.tick()
    assert tested.hall.recorder.committed.rules == SETTINGS.rules.text


@in_virtual_time
async def test_rules_that_cannot_be_used_change_nothing_and_say_line_and_reason(tmp_path: Path):
    tested = await hall_on(tmp_path)
    before = len(tested.facts())
    with pytest.raises(BadRulesError, match="rules:1:"):
        await tested.hall.ruling.change("ALWAYS CALL service tea\n", "3001")
    assert len(tested.facts()) == before
