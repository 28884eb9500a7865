"""The places for appointments that the plan has headquarters book, stretch by stretch."""

import datetime as dt
from collections.abc import Iterator

from edge.domain.appointments import Offer
from edge.domain.calendar import Calendar
from edge.domain.opening import Span, overlap, read_hours
from edge.domain.plan import Plan


def offers(plan: Plan, calendar: Calendar, local: dt.datetime) -> list[Offer]:
    """Return all that is offered from the day of `local` on, in the hall's own time zone."""
    return [
        offer
        for service in plan.leaves
        for ahead in range(plan.by_id[service].appointments.days_ahead + 1)
        for offer in _on_day(plan, calendar, service, local.date() + dt.timedelta(ahead), local)
    ]


def _on_day(
    plan: Plan, calendar: Calendar, service: str, day: dt.date, local: dt.datetime
) -> Iterator[Offer]:
    offered = plan.by_id[service].appointments
    if not offered.places:
        return
    spans = calendar.spans(day, service)
    if offered.hours:
        spans = overlap(spans, read_hours(offered.hours).on(calendar.weekday(day)))
    for span in spans:
        for part in _parts(span, offered.stretch_min):
            begins, ends = (int(at.timestamp() * 1000) for at in part.instants(day, local.tzinfo))
            yield Offer(service, begins, ends, offered.places)


def _parts(span: Span, length_min: int) -> Iterator[Span]:
    """Yield what fits into `span`, one after the other; a rest that is too short is left out."""
    for begins in range(span.begins_min, span.ends_min - length_min + 1, length_min):
        yield Span(begins, begins + length_min)
