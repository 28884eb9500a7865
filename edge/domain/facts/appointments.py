"""Facts of appointments: what the hall offers, what headquarters has booked, who came."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from edge.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class QuotaHanded(Fact):
    """Headquarters may book up to `count` visitors for a service and a stretch of time.

    The subject is the service. `begins` and `ends` are wall ms. A later fact about the same
    stretch may only hand over more.
    """

    begins: int
    ends: int
    count: int


@dataclass(frozen=True, slots=True)
class AppointmentBooked(Fact):
    """Headquarters has booked a visitor in. Who it is is in the sealed part.

    The subject is the appointment. `due` and `until` are wall ms.
    """

    service: str
    due: int
    until: int
    segments: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AppointmentCancelled(Fact):
    """An appointment is no more: by the visitor or headquarters."""

    reason: str


@dataclass(frozen=True, slots=True)
class AppointmentKept(Fact):
    """Whoever had the appointment has come, and is `visit` now; `by` code, qr, card or staff."""

    visit: str
    by: str
    late: bool


@dataclass(frozen=True, slots=True)
class AppointmentMissed(Fact):
    """Nobody came; the place is free for others."""
