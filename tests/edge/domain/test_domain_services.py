"""Services: their numbers, how they are found, what is planned for them, and what cannot be."""

import pytest

from edge.domain.opening import Span
from edge.domain.plan import (
    AppointmentOffer,
    CounterPlan,
    NumberRange,
    Plan,
    PlanError,
    PriorityGroup,
    Quota,
    Service,
    StaffMember,
    find_services,
)

PLAN = Plan(
    services=(
        Service("payment", "交费与发票", "Bills and invoices", search=("jf", "money")),
        Service("bill", "交电费", "Pay a bill", "A", "payment", search=("jdf", "电费")),
        Service("invoice", "开发票", "Get an invoice", "B", "payment", search=("kfp",)),
        Service("connect", "新装用电", "New connection", "C", search=("xzyd",)),
        Service("rename", "过户", "Change of name", "BE", search=("ghgm",), segments=("quick",)),
    ),
    counters=(CounterPlan("1", "1号窗口", "Counter 1", skills=("wheelchair",)),),
    staff=(StaffMember("1001", "陈静", "", skills=("cash",), languages=("zh", "en")),),
    priorities=(PriorityGroup("elderly", "老年人", "Elderly", 1),),
)


def found(text: str, language: str = "zh") -> list[str]:
    return [service.id for service in find_services(PLAN, text, language)]


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("", ["bill", "invoice", "connect", "rename"]),
        ("jdf", ["bill"]),
        ("JDF", ["bill"]),
        ("ｊｄｆ", ["bill"]),
        (" 交 电 费 ", ["bill"]),
        ("电费", ["bill"]),
        ("发票", ["invoice", "bill"]),  # its own name before the group's
        ("kf", ["invoice"]),
        ("money", ["bill", "invoice"]),  # by their group
        ("connection", ["connect"]),
        ("b", ["invoice", "rename", "bill"]),  # prefixes first
        ("zzz", []),
    ],
)
def test_a_service_is_found_by_whatever_it_is_called(text: str, services: list[str]):
    assert found(text) == services


def test_the_name_in_the_visitors_language_counts_more():
    assert found("new", "en") == ["connect"]
    plan = Plan(
        (
            Service("a", "name", "other", "A"),
            Service("b", "other", "name", "B"),
        ),
        (),
    )
    by_language = {
        language: [service.id for service in find_services(plan, "nam", language)]
        for language in ("zh", "en")
    }
    assert by_language == {"zh": ["a", "b"], "en": ["b", "a"]}


def test_numbers_follow_each_other_until_the_last():
    numbers = NumberRange(101, 103)
    given = [numbers.after(number) for number in (0, 101, 102, 103)]
    assert given == [101, 102, 103, None]


def test_without_a_last_number_there_is_always_another():
    assert NumberRange().after(0) == 1
    assert NumberRange().after(999) == 1000


def test_a_ticket_has_the_prefix_and_three_digits_or_more():
    service = PLAN.by_id["bill"]
    assert [service.ticket(number) for number in (7, 1234)] == ["A007", "A1234"]


def test_a_tickets_segments_are_the_services_and_the_priority_group():
    assert PLAN.segments_of("rename", "elderly") == ("quick", "elderly")
    assert PLAN.segments_of("bill", 3) == ()
    assert PLAN.segments == {"quick", "elderly"}


def test_counter_and_clerk_can_together_what_either_can():
    assert PLAN.skills_of("1", "1001") == {"wheelchair", "cash", "zh", "en"}
    assert PLAN.skills_of("1", "nobody") == {"wheelchair"}
    assert PLAN.skills == {"wheelchair", "cash", "zh", "en"}


def test_the_windows_of_a_day_are_in_order_whatever_was_written_first():
    service = Service(
        "a", "", "", "A", quotas=(Quota("mon 13:30-15:00", 5), Quota("08:30-10:30 10:30-12:00", 9))
    )
    assert service.quotas_on(0) == [(Span(510, 630), 9), (Span(630, 720), 9), (Span(810, 900), 5)]
    assert len(service.quotas_on(1)) == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"hours": ("noon",)}, "'noon' is not a day"),
        ({"quotas": (Quota("mon 9-10", 5),)}, "'9-10' is not a stretch"),
        (
            {"quotas": (Quota("09:00-10:00", 5), Quota("mon 09:30-10:30", 5))},
            "09:00-10:00 and 09:30-10:30 overlap on mon",
        ),
        ({"quotas": (Quota("09:00-10:00", -1),)}, "quotas: tickets is less than 0"),
        ({"numbers": NumberRange(0)}, "numbers: first must be at least 1"),
        ({"numbers": NumberRange(10, 9)}, "numbers: last is before first"),
        ({"expected_min": 0}, "expected_min must be at least 1"),
        ({"target_wait_min": 0}, "target_wait_min must be at least 1"),
        ({"appointments": AppointmentOffer(-1)}, "appointments: places is less than 0"),
        ({"appointments": AppointmentOffer(stretch_min=4)}, "appointments: stretch_min must be"),
        ({"appointments": AppointmentOffer(days_ahead=61)}, "appointments: days_ahead must be"),
        ({"appointments": AppointmentOffer(hours=("x",))}, "'x' is not a day"),
    ],
)
def test_a_service_that_cannot_be_is_named_with_its_reason(wrong: dict, said: str):
    with pytest.raises(PlanError) as refused:
        Plan((Service("bill", "交电费", "Pay a bill", "A", **wrong),), ())
    assert str(refused.value).startswith(f"services: bill: {said}")


@pytest.mark.parametrize(
    "wrong", [{"quotas": (Quota("09:00-10:00", 5),)}, {"appointments": AppointmentOffer(1)}]
)
def test_a_group_has_no_tickets_to_limit_or_to_book(wrong: dict):
    with pytest.raises(PlanError, match="services: g: quotas and appointments are of its services"):
        Plan((Service("g", "", "", **wrong), Service("a", "", "", "A", "g")), ())


def test_a_counter_serves_what_it_was_replanned_to_and_its_clerk_can():
    assert PLAN.served_by("1", "1001", ["payment"]) == ("bill", "invoice")
