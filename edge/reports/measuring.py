"""From facts to figures: one fact after the other, however many years of them."""

import copy
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from edge.domain import facts as f
from edge.reports.calendar import Calendar
from edge.reports.desks import Desks
from edge.reports.estimates import Estimates
from edge.reports.figures import Figures
from edge.reports.opinions import Appointments, Help, Noted, Ratings
from edge.reports.outages import Outages
from edge.reports.timeline import Timeline
from edge.reports.visits import Visits


class Measuring:
    """Holds what the day needs, and of the days before only figures.

    Facts come in the order of the journal; days may be missing between them. `report` may be asked
    at any time and changes nothing.
    """

    def __init__(self, timezone: ZoneInfo, targets_s: Mapping[str, int] | None = None) -> None:
        """Tell hours in `timezone`, and judge waits by `targets_s`: seconds by service."""
        self._timeline = Timeline()
        self._calendar = Calendar(timezone)
        self._figures = Figures()
        self._visits = Visits(self._timeline, self._calendar, self._figures, targets_s or {})
        self._desks = Desks(self._timeline, self._figures)
        self._outages = Outages(self._timeline, self._figures)
        self._estimates = Estimates(self._timeline, self._figures)
        self._opinions = (
            Ratings(self._figures),
            Noted(self._figures),
            Help(self._timeline, self._figures),
            Appointments(self._timeline, self._figures),
        )
        self._last: f.Moment | None = None

    def take(self, recorded: f.Recorded) -> None:
        """Take in the next fact."""
        fact, moment = recorded.fact, recorded.moment
        self._timeline.take(moment)
        self._note(moment)
        match fact:
            case f.DayOpened():
                self._begin_day(fact, moment)
            case f.DayClosed():
                self._end_day(moment, closing=True)
            case f.PeopleCounted():
                hour = int(self._calendar.hour(self._timeline.wall(moment)))
                self._figures.people[fact.subject, fact.unit, hour] += fact.count
            case _:
                for part in (
                    self._visits,
                    self._desks,
                    self._outages,
                    self._estimates,
                    *self._opinions,
                ):
                    part.take(fact, moment)

    def report(self) -> Figures:
        """Return everything measured so far; what is under way counts up to the last fact."""
        copied = copy.deepcopy(self)
        waiting = copied._figures.waiting
        if copied._last is not None:
            copied._end_day(copied._last, closing=False)
        copied._figures.waiting = waiting
        return copied._figures

    def _note(self, moment: f.Moment) -> None:
        figures, at = self._figures, self._timeline.wall(moment)
        figures.facts += 1
        figures.begins = figures.begins or at
        figures.ends = at
        self._last = moment

    def _begin_day(self, fact: f.DayOpened, moment: f.Moment) -> None:
        self._end_day(moment, closing=True)
        if fact.day not in self._figures.days:
            self._figures.days.append(fact.day)
        self._visits.begin_day(fact.day)
        self._outages.begin_day(fact.carried.get("faults", ()), moment)

    def _end_day(self, moment: f.Moment, *, closing: bool) -> None:
        opened = self._desks.end_day(moment, closing=closing)
        self._outages.end_day(moment, opened)
        self._visits.end_day()
        self._estimates.end_day()
        for part in self._opinions:
            part.end_day()


def measure(
    facts: Iterable[f.Recorded], timezone: ZoneInfo, targets_s: Mapping[str, int] | None = None
) -> Figures:
    """Return the figures of a sequence of facts. `targets_s` as in `Measuring`."""
    measuring = Measuring(timezone, targets_s)
    for recorded in facts:
        measuring.take(recorded)
    return measuring.report()
