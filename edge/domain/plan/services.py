"""What visitors come for: a service, its numbers, its hours, what it asks for and how it goes."""

from dataclasses import dataclass

from edge.domain.opening import Span, WeeklyHours, read_hours


@dataclass(frozen=True)
class NumberRange:
    """The numbers of a service's tickets on one day, `last` among them; 0: there is no last one."""

    first: int = 1
    last: int = 0

    def after(self, given: int) -> int | None:
        """Return the number that follows `given` (0: none yet); None when all are used up."""
        number = max(given + 1, self.first)
        return None if self.last and number > self.last else number


@dataclass(frozen=True)
class Quota:
    """At most `tickets` are given in each stretch of `hours`, such as `mon-fri 08:30-10:30`."""

    hours: str
    tickets: int

    @property
    def windows(self) -> WeeklyHours:
        """The stretches. Raises `OpeningError`."""
        return read_hours((self.hours,))


@dataclass(frozen=True)
class Document:
    """Something that a visitor has to bring."""

    name: str
    name_english: str


@dataclass(frozen=True)
class AppointmentOffer:
    """What headquarters may book: `places` in every stretch of `stretch_min`; 0: nothing.

    `hours` narrow when (none: whenever the service is open). They are handed over `days_ahead`.
    """

    places: int = 0
    stretch_min: int = 30
    hours: tuple[str, ...] = ()
    days_ahead: int = 7


@dataclass(frozen=True)
class Service:
    """A service, or a group of services where others name it as `parent`.

    `search` are further words by which it is found. `hours` narrow those of the hall. A visitor is
    to be called within `target_wait_min` and served in `expected_min`. Its tickets get `segments`.
    """

    id: str
    name: str
    name_english: str
    prefix: str = ""
    parent: str = ""
    zone: str = ""
    zone_english: str = ""
    search: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    expected_min: int = 5
    target_wait_min: int = 20
    numbers: NumberRange = NumberRange()
    hours: tuple[str, ...] = ()
    quotas: tuple[Quota, ...] = ()
    documents: tuple[Document, ...] = ()
    appointments: AppointmentOffer = AppointmentOffer()

    def ticket(self, number: int) -> str:
        """Return what stands on the ticket with that number."""
        return f"{self.prefix}{number:03d}"

    def quotas_on(self, weekday: int) -> list[tuple[Span, int]]:
        """Return the windows of a weekday (0 is Monday) and the tickets of each, in order."""
        return sorted(
            (span, each.tickets) for each in self.quotas for span in each.windows.on(weekday)
        )
