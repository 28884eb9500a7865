"""Whether a ticket may be taken: everything that can stand against it, and when that ends."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from edge.domain.admission import (
    BY_CAPACITY,
    BY_HOURS,
    AdmissionConfig,
    Standing,
    check_services,
    may_take,
    quota_window,
)
from edge.domain.calendar import SpecialDay, read_calendar
from edge.domain.now import Switched
from edge.domain.plan import NumberRange, Plan, Quota, Service
from edge.domain.refusals import RefusedError

SHANGHAI = ZoneInfo("Asia/Shanghai")
QUOTAS = (Quota("mon-fri 08:30-10:30", 40), Quota("mon-fri 10:30-11:00", 0))
PLAN = Plan(
    (
        Service("payment", "交费", "Payment"),
        Service("bill", "交电费", "Pay a bill", "A", "payment", numbers=NumberRange(101, 199)),
        Service("connect", "新装", "New connection", "C", quotas=QUOTAS),
        Service("rename", "过户", "Change of name", "E", hours=("tue 09:00-11:00",)),
        *(Service(f"s{letter}", "", "", f"S{letter}") for letter in "ABCDE"),
    ),
    (),
)
CALENDAR = read_calendar(
    PLAN,
    ("mon-fri 08:30-12:00 13:30-17:30",),
    (SpecialDay("元旦", "New Year", dt.date(2026, 1, 1), dt.date(2026, 1, 4)),),
)
MONDAY = "2026-01-05T09:00"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def asked(
    service: str, local: str = MONDAY, config: AdmissionConfig | None = None, **standing: Any
) -> RefusedError | None:
    return may_take(
        PLAN, CALENDAR, config or AdmissionConfig(), service, Standing(**standing), at(local)
    )


def refusal(service: str, local: str = MONDAY, **standing: Any) -> tuple[str, Any]:
    refused = asked(service, local, **standing)
    assert refused is not None
    return refused.code, refused.details.get("opens_at")


def test_nothing_stands_against_a_ticket_on_an_ordinary_morning():
    assert [asked(service) for service in ("bill", "connect")] == [None, None]


@pytest.mark.parametrize(
    ("local", "opens_at"),
    [
        ("2026-01-05T08:00", "2026-01-05T08:30+08:00"),
        ("2026-01-05T12:30", "2026-01-05T13:30+08:00"),
        ("2026-01-09T17:30", "2026-01-12T08:30+08:00"),
        ("2026-01-02T09:00", "2026-01-05T08:30+08:00"),
    ],
)
def test_a_closed_hall_says_when_it_opens(local: str, opens_at: str):
    assert refusal("bill", local) == ("hall_closed", opens_at)


def test_a_holiday_is_called_by_its_name():
    refused = asked("bill", "2026-01-02T09:00")
    assert refused is not None
    assert refused.details["special_day"] == ["元旦", "New Year"]


def test_a_service_that_has_no_hours_now_says_when_it_has():
    assert refusal("rename") == ("service_closed", "2026-01-06T09:00+08:00")


@pytest.mark.parametrize("by", ["3001", BY_HOURS, BY_CAPACITY])
def test_doors_that_a_person_closed_are_closed_and_those_of_the_clock_follow_the_clock(by: str):
    doors = Switched(on=False, by=by, reason="outage")
    refused = asked("bill", doors=doors)
    assert (refused.code if refused else "") == ("doors_closed" if by == "3001" else "")


def test_doors_that_a_person_opened_are_open_out_of_hours_for_every_service():
    doors = Switched(on=True, by="3001", reason="storm")
    late = "2026-01-04T22:00"
    assert [asked(service, late, doors=doors) for service in ("bill", "rename")] == [None, None]


def test_doors_that_the_clock_opened_do_not_overrule_the_hours_of_a_service():
    doors = Switched(on=True, by=BY_HOURS, reason="")
    assert refusal("rename", doors=doors)[0] == "service_closed"


@pytest.mark.parametrize("switched", ["bill", "payment"])
def test_a_service_is_off_with_its_group(switched: str):
    refused = asked("bill", switched={switched: Switched(on=False, by="3001", reason="system")})
    assert refused is not None
    assert (refused.code, refused.details) == ("service_off", {"reason": "system"})


def test_a_service_that_is_switched_on_again_is_on():
    assert asked("bill", switched={"bill": Switched(on=True, by="3001", reason="")}) is None


def test_the_last_number_is_given_and_none_after_it():
    assert asked("bill", number=198) is None
    assert refusal("bill", number=199) == ("numbers_used_up", None)


def test_a_window_is_full_with_its_last_ticket_and_the_next_place_is_named():
    assert asked("connect", in_window=39) is None
    assert refusal("connect", in_window=40) == ("quota_used_up", "2026-01-05T11:00+08:00")


def test_no_limit_holds_out_of_the_windows():
    assert asked("connect", "2026-01-05T11:00", in_window=400) is None


def test_a_window_is_told_with_the_times_of_its_day():
    window = quota_window(PLAN, CALENDAR, "connect", at(MONDAY))
    assert window is not None
    assert (window.begins, window.ends, window.tickets) == (
        at("2026-01-05T08:30"),
        at("2026-01-05T10:30"),
        40,
    )
    assert quota_window(PLAN, CALENDAR, "connect", at("2026-01-05T11:00")) is None
    assert quota_window(PLAN, CALENDAR, "bill", at(MONDAY)) is None


def test_a_service_whose_every_window_is_empty_promises_no_time():
    plan = Plan((Service("a", "", "", "A", quotas=(Quota("00:00-24:00", 0),)),), ())
    refused = may_take(plan, read_calendar(plan), AdmissionConfig(), "a", Standing(), at(MONDAY))
    assert refused is not None
    assert (refused.code, refused.details["opens_at"]) == ("quota_used_up", None)


@pytest.mark.parametrize(
    ("local", "work_min", "counters", "given"),
    [
        ("2026-01-05T16:30", 120, 2, True),
        ("2026-01-05T16:30", 121, 2, False),
        ("2026-01-05T11:30", 270, 1, True),  # half an hour, and the afternoon
        ("2026-01-05T11:30", 271, 1, False),
        ("2026-01-05T08:31", 60, 0, True),  # nobody has sat down yet
        ("2026-01-05T17:29", 2, 0, False),
    ],
)
def test_the_last_ticket_is_given_when_the_counters_can_do_no_more(
    local: str, work_min: float, counters: int, given: bool
):
    refused = asked("bill", local, work_min=work_min, counters=counters)
    assert (refused is None) is given
    if refused is not None:
        opens_at = "2026-01-06T08:30+08:00"
        assert (refused.code, refused.details["opens_at"]) == ("last_ticket_given", opens_at)


def test_capacity_may_be_left_out_of_account():
    config = AdmissionConfig(by_capacity=False)
    assert asked("bill", "2026-01-05T17:29", config, work_min=999, counters=1) is None


def test_the_last_minutes_may_be_kept_free():
    config = AdmissionConfig(last_ticket_min=15)
    assert asked("bill", "2026-01-05T17:14", config) is None
    refused = asked("bill", "2026-01-05T17:15", config)
    assert refused is not None
    assert refused.code == "last_ticket_given"
    assert asked("bill", "2026-01-05T11:55", config) is None


def test_doors_held_open_by_a_person_have_no_last_ticket():
    doors = Switched(on=True, by="3001", reason="storm")
    assert asked("bill", "2026-01-05T17:29", work_min=999, counters=1, doors=doors) is None


def test_whoever_has_booked_gets_a_ticket_when_all_others_are_taken():
    assert asked("connect", in_window=40, booked=True) is None
    assert asked("bill", "2026-01-05T17:29", work_min=999, counters=1, booked=True) is None
    assert refusal("bill", "2026-01-05T17:30", booked=True)[0] == "hall_closed"


def test_up_to_five_different_services_fit_in_one_visit():
    check_services(PLAN, ["sA", "sB", "sC", "sD", "sE"])


@pytest.mark.parametrize(
    ("services", "code"),
    [
        (["bill", "sA", "sB", "sC", "sD", "sE"], "too_many_services"),
        (["bill", "bill"], "too_many_services"),
        (["bill", "x"], "unknown_service"),
        (["payment"], "unknown_service"),
    ],
)
def test_services_that_do_not_go_together_are_refused(services: list[str], code: str):
    with pytest.raises(RefusedError) as refused:
        check_services(PLAN, services)
    assert refused.value.code == code
