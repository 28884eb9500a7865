"""The places that headquarters may book, as the plan cuts them out of the hours."""

import datetime as dt
from zoneinfo import ZoneInfo

from edge.domain.appointments import to_hand
from edge.domain.calendar import SpecialDay, read_calendar
from edge.domain.offers import offers
from edge.domain.plan import AppointmentOffer, Plan, Service

BERLIN = ZoneInfo("Europe/Berlin")
MORNINGS = AppointmentOffer(2, 45, ("mon-fri 08:00-10:00",), days_ahead=3)
PLAN = Plan(
    (
        Service("connect", "新装", "New connection", "C", appointments=MORNINGS),
        Service("bill", "交电费", "Pay a bill", "A"),
    ),
    (),
)
CALENDAR = read_calendar(
    PLAN,
    ("mon-fri 08:30-17:30",),
    (SpecialDay("x", "", dt.date(2026, 3, 31)),),
)


def offered(day: str) -> list[tuple[str, str, int]]:
    local = dt.datetime.fromisoformat(f"{day}T07:00").replace(tzinfo=BERLIN)
    return [
        (clock(each.begins), clock(each.ends), each.count) for each in offers(PLAN, CALENDAR, local)
    ]


def clock(at_ms: int) -> str:
    return f"{dt.datetime.fromtimestamp(at_ms / 1000, BERLIN):%d %H:%M%z}"


def test_places_lie_within_the_hours_of_the_hall_and_a_rest_is_left_out():
    assert offered("2026-03-27") == [
        ("27 08:30+0100", "27 09:15+0100", 2),
        ("27 09:15+0100", "27 10:00+0100", 2),
        ("30 08:30+0200", "30 09:15+0200", 2),
        ("30 09:15+0200", "30 10:00+0200", 2),
    ]


def test_nothing_is_offered_on_a_day_that_is_closed():
    assert {begins[:2] for begins, _ends, _count in offered("2026-03-30")} == {"30", "01", "02"}


def test_tomorrow_the_same_day_is_offered_in_the_same_pieces():
    today, tomorrow = (
        offers(PLAN, CALENDAR, dt.datetime(2026, 3, day, 7, tzinfo=BERLIN)) for day in (27, 30)
    )
    handed = {each.stretch: each.count for each in today}
    news = to_hand(tomorrow, handed, tomorrow[0].begins)
    assert {fact.begins for fact in news} == {each.begins for each in tomorrow[2:]}


def test_a_service_without_a_stretch_of_its_own_is_offered_whenever_it_is_open():
    plan = Plan(
        (Service("a", "", "", "A", appointments=AppointmentOffer(1, 60, days_ahead=0)),), ()
    )
    local = dt.datetime(2026, 3, 27, 7, tzinfo=BERLIN)
    assert len(offers(plan, read_calendar(plan, ("08:00-12:30",)), local)) == 4
