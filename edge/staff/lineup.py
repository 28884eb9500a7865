"""The rows of the queue: who waits how long, who is parked until when, who was missed. Pure."""

import datetime as dt
from dataclasses import dataclass

from edge.api import shapes
from edge.staff import words
from edge.staff.hall import Hall
from edge.staff.shown import clock_face
from edge.staff.words import NOTHING, Words


@dataclass(frozen=True)
class Row:
    """One ticket: what it is, why it stands there, and a figure. `due` calls for a hand."""

    ticket: str
    said: Words
    right: Words
    due: bool = False


def waiting(hall: Hall, now_ms: int) -> list[Row]:
    """Return who waits for the counter, in order, with how long."""
    return [_waits(hall, each, now_ms) for each in hall.waiting_here]


def parked(hall: Hall, now_ms: int) -> list[Row]:
    """Return who was put aside, and when to remember them; `due` where that time has come."""
    return [_parked(hall, each, now_ms) for each in hall.parked]


def missed(hall: Hall, now_ms: int) -> list[Row]:
    """Return who was called and did not come."""
    return [
        Row(each.ticket, hall.service_words(each.service), _clock(now_ms - each.since))
        for each in hall.missed
    ]


def _waits(hall: Hall, each: shapes.InLine, now_ms: int) -> Row:
    service = hall.service_words(each.service)
    if each.ready > now_ms:
        return Row(each.ticket, service, words.CALLED_AT.about(time=_time(each.ready)))
    mark = words.BOOKED if each.due else words.PRIORITY if each.priority else NOTHING
    said = Words(
        f"{mark.chinese} {service.chinese}".strip(), f"{mark.english} {service.english}".strip()
    )
    return Row(each.ticket, said, _clock(now_ms - each.since))


def _parked(hall: Hall, each: shapes.InLine, now_ms: int) -> Row:
    why = hall.reason_words("park", each.parked)
    if not each.remind_at:
        return Row(each.ticket, why, NOTHING)
    left_ms = each.remind_at - now_ms
    if left_ms <= 0:
        return Row(each.ticket, why, words.DUE, due=True)
    left = clock_face(left_ms // 1000)
    return Row(each.ticket, why, words.REMIND_IN.about(time=left))


def _clock(milliseconds: int) -> Words:
    return Words(clock_face(max(0, milliseconds) // 1000), "")


def _time(at_ms: int) -> str:
    return f"{dt.datetime.fromtimestamp(at_ms / 1000).astimezone():%H:%M}"
