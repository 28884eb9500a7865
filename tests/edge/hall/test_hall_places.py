"""What is offered is worked out once a day, and anew when the hall's date is another."""

import datetime as dt
from zoneinfo import ZoneInfo

from edgefakes import PLAN
from headquarters_of_tests import BOOKABLE

from edge.domain.offers import offers
from edge.hall.places import Places


class SetClock:
    """A clock that shows what it was set to."""

    def __init__(self, local: str) -> None:
        self.shown = local

    def local(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.shown).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def test_as_long_as_the_day_lasts_the_same_is_offered_without_working_it_out():
    clock = SetClock("2026-03-02T08:00")
    places = Places(BOOKABLE.plan, BOOKABLE.calendar, clock)
    first = places.now()
    clock.shown = "2026-03-02T23:59"
    assert places.now() is first
    assert first == offers(BOOKABLE.plan, BOOKABLE.calendar, clock.local())


def test_another_date_later_or_earlier_is_worked_out_anew():
    clock = SetClock("2026-03-02T23:59")
    places = Places(BOOKABLE.plan, BOOKABLE.calendar, clock)
    today = places.now()
    for date in ("2026-03-03T00:00", "2026-03-01T00:00"):
        clock.shown = date
        assert places.now() == offers(BOOKABLE.plan, BOOKABLE.calendar, clock.local()) != today


def test_a_plan_without_places_offers_nothing():
    assert Places(PLAN, BOOKABLE.calendar, SetClock("2026-03-02T08:00")).now() == []
