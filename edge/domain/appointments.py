"""The rules of appointments: what is handed out, what may be booked, who comes when, who missed it.

- A stretch of time of a service is handed to headquarters with a number of places. That number
  only grows, and no minute of a service is handed out in two stretches: what headquarters was once
  promised stays so, however the plan changes.
- Not more are booked into a stretch than were handed. A cancelled booking gives its place back, a
  missed one does not: its place is for those who are here.
- Whoever comes early has a ticket that is not called before its time; too early, and they are
  told when to come. Whoever comes late has an ordinary ticket. Much later it is over.

All times are wall milliseconds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from edge.domain import facts as f
from edge.domain.now import AppointmentNow, Stretch
from edge.domain.refusals import RefusedError

SEGMENT = "appointment"
MISSED = "missed"

_MINUTE_MS = 60_000

Quotas = Mapping[Stretch, int]
Appointments = Mapping[str, AppointmentNow]


@dataclass(frozen=True)
class AppointmentRules:
    """How much too early and too late somebody may come, in minutes.

    Up to `early_min` before the time there is a ticket, called from `ready_min` before it on. From
    `late_min` after it on the ticket is an ordinary one; after `missed_min` the place is free for
    others, and after `over_min` there is no ticket for it any more. Nobody may type more than
    `wrong_codes_max` wrong codes at a screen, one of which is forgotten every
    `wrong_code_forgotten_s` seconds.
    """

    early_min: int = 60
    ready_min: int = 5
    late_min: int = 10
    missed_min: int = 15
    over_min: int = 240
    wrong_codes_max: int = 5
    wrong_code_forgotten_s: int = 60

    def __post_init__(self) -> None:
        for name in ("early_min", "ready_min", "late_min", "missed_min", "over_min"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name}: {getattr(self, name)} is less than 0")
        for name in ("wrong_codes_max", "wrong_code_forgotten_s"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name}: {getattr(self, name)} is less than 1")


class UnknownAppointmentError(RefusedError):
    """The hall knows of no such appointment, now or any more."""

    code = "unknown_appointment"
    nature = "unknown"


class AppointmentCancelledError(RefusedError):
    """The appointment has been cancelled."""

    code = "appointment_cancelled"
    nature = "conflict"


class AppointmentEarlyError(RefusedError):
    """It is too early for a ticket; `details` say from when on there is one."""

    code = "appointment_early"
    nature = "conflict"


class AppointmentOverError(RefusedError):
    """The appointment was so long ago that nothing is left of it."""

    code = "appointment_over"
    nature = "conflict"


# --- what is handed out ---


@dataclass(frozen=True, slots=True)
class Offer:
    """Places for appointments as planned: `count` of a service, from `begins` to `ends`."""

    service: str
    begins: int
    ends: int
    count: int

    @property
    def stretch(self) -> Stretch:
        """The stretch that it is about."""
        return Stretch(self.service, self.begins, self.ends)


def to_hand(offers: Iterable[Offer], quotas: Quotas, now: int) -> list[f.QuotaHanded]:
    """Return what is to be handed to headquarters beyond what it has."""
    handed = dict(quotas)
    news = []
    for offer in offers:
        stretch = offer.stretch
        if offer.begins >= offer.ends or offer.ends <= now:
            continue
        if offer.count > handed.get(stretch, 0) and not _crosses(stretch, handed):
            handed[stretch] = offer.count
            news.append(f.QuotaHanded(offer.service, offer.begins, offer.ends, offer.count))
    return news


def _crosses(stretch: Stretch, handed: Quotas) -> bool:
    return any(
        other != stretch
        and other.service == stretch.service
        and other.begins < stretch.ends
        and stretch.begins < other.ends
        for other in handed
    )


# --- what may be booked ---


def is_cancelled(booked: AppointmentNow) -> bool:
    """Whether nobody wants the appointment any more."""
    return bool(booked.over) and booked.over != MISSED


def stretch_of(quotas: Quotas, service: str, due: int) -> Stretch | None:
    """Return the stretch that `due` lies in, where one was handed."""
    for stretch in quotas:
        if stretch.service == service and stretch.begins <= due < stretch.ends:
            return stretch
    return None


def booked_in(appointments: Appointments, stretch: Stretch) -> int:
    """Count the places of a stretch that are booked."""
    return sum(not is_cancelled(booked) for booked in _within(appointments, stretch))


def has_place(quotas: Quotas, appointments: Appointments, service: str, due: int) -> bool:
    """Whether one more may be booked for `service` at `due`."""
    stretch = stretch_of(quotas, service, due)
    return stretch is not None and booked_in(appointments, stretch) < quotas[stretch]


def _within(appointments: Appointments, stretch: Stretch) -> Iterable[AppointmentNow]:
    return (
        booked
        for booked in appointments.values()
        if booked.service == stretch.service and stretch.begins <= booked.due < stretch.ends
    )


# --- who comes ---


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What the ticket of somebody with an appointment is to be, and how they showed it (`by`).

    `before` are facts to be recorded in front of the ticket's own, `behind` those after them.
    `visit` is the visit that has the appointment's ticket already; empty where there is none.
    """

    appointment: str
    service: str
    segments: tuple[str, ...]
    due: int
    ready: int
    late: bool
    by: str
    before: tuple[f.Fact, ...] = ()
    visit: str = ""

    def behind(self, visit: str) -> tuple[f.Fact, ...]:
        """Return what is to be recorded behind the ticket's own facts: they are `visit` now."""
        if not self.appointment:
            return ()
        return (f.AppointmentKept(self.appointment, visit, self.by, self.late),)

    def booking(self, booked: f.AppointmentBooked) -> "CheckIn":
        """Return the same for an appointment that is booked only now."""
        return replace(self, before=(booked,))

    def without_place(self) -> "CheckIn":
        """Return an ordinary ticket, for somebody whose place this hall never handed out."""
        ordinary = tuple(segment for segment in self.segments if segment != SEGMENT)
        return replace(self, appointment="", segments=ordinary, due=0, ready=0, late=True)


def check_in(
    appointment: str, booked: AppointmentNow, rules: AppointmentRules, now: int, by: str
) -> CheckIn:
    """Return what ticket there is for an appointment at `now`.

    Raises `AppointmentCancelledError`, `AppointmentEarlyError`, `AppointmentOverError`.
    """
    if is_cancelled(booked):
        raise AppointmentCancelledError("this appointment has been cancelled", "code")
    _check_time(booked, rules, now)
    if booked.over == MISSED or now > booked.due + rules.late_min * _MINUTE_MS:
        return CheckIn(appointment, booked.service, booked.segments, 0, 0, late=True, by=by)
    ready = booked.due - rules.ready_min * _MINUTE_MS
    segments = tuple(dict.fromkeys((*booked.segments, SEGMENT)))
    return CheckIn(appointment, booked.service, segments, booked.due, ready, late=False, by=by)


def _check_time(booked: AppointmentNow, rules: AppointmentRules, now: int) -> None:
    earliest = booked.due - rules.early_min * _MINUTE_MS
    if now < earliest:
        raise AppointmentEarlyError(
            "it is too early for this appointment", "code", due=booked.due, earliest=earliest
        )
    if now > booked.due + rules.over_min * _MINUTE_MS:
        raise AppointmentOverError("this appointment is over", "code", due=booked.due)


# --- who does not, and what is forgotten ---


def missed(appointments: Appointments, rules: AppointmentRules, now: int) -> list[f.Fact]:
    """Return a fact for every appointment that nobody has come for in time."""
    return [
        f.AppointmentMissed(name)
        for name, booked in appointments.items()
        if not booked.visit
        and not booked.over
        and now >= booked.due + rules.missed_min * _MINUTE_MS
    ]


def done_with(appointments: Appointments, now: int) -> list[str]:
    """Return those whose key a new day needs no more: kept, missed, cancelled or past."""
    return [
        name
        for name, booked in appointments.items()
        if booked.visit or booked.over or booked.until <= now
    ]
