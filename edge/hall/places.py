"""What the plan has headquarters book, worked out once a day: it is asked for at every tick."""

import datetime as dt

from edge.domain.appointments import Offer
from edge.domain.calendar import Calendar
from edge.domain.offers import offers
from edge.domain.plan import Plan
from edge.ports import Clock


class Places:
    """The offers from the hall's present day on. Calendar and plan stay as they are."""

    def __init__(self, plan: Plan, calendar: Calendar, clock: Clock) -> None:
        self._plan = plan
        self._calendar = calendar
        self._clock = clock
        self._known: tuple[dt.date, list[Offer]] | None = None

    def now(self) -> list[Offer]:
        """Return what is offered as of now."""
        local = self._clock.local()
        if self._known is None or self._known[0] != local.date():
            self._known = local.date(), offers(self._plan, self._calendar, local)
        return self._known[1]
