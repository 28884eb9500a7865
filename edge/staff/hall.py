"""The hall as a clerk sees it: one confirmed state, and the questions a screen asks of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from edge.api import shapes
from edge.staff.words import Words


@dataclass(frozen=True)
class LastRating:
    """The latest grade given at a counter, 1 to 5."""

    ticket: str
    grade: int


@dataclass(frozen=True)
class Hall:
    """What the hall has confirmed. `ratings` are by counter, `faults` the oldest first.

    `queue` is who waits, is parked or was missed for the counter that is watched, `here` the visit
    at it, and `visitor` who that is. `unread` are messages for this clerk, `helped` who comes to
    help, by place. `side` is what that visitor sees on the counter's own
    screen. A hall that shows a clerk less leaves them empty.
    """

    board: shapes.Board
    counters: tuple[shapes.Counter, ...]
    services: tuple[shapes.Service, ...]
    ratings: Mapping[str, LastRating]
    faults: tuple[shapes.Fault, ...] = ()
    queue: tuple[shapes.InLine, ...] = ()
    here: shapes.Visit | None = None
    visitor: shapes.Visitor | None = None
    side: shapes.Side | None = None
    pauses: tuple[shapes.PauseReason, ...] = ()
    reasons: tuple[shapes.ReasonListed, ...] = ()
    groups: tuple[shapes.PriorityGroup, ...] = ()
    unread: tuple[shapes.Message, ...] = ()
    helped: Mapping[str, str] = field(default_factory=dict)

    def counter(self, counter: str) -> shapes.Counter | None:
        """Return one counter as it stands."""
        return next((each for each in self.counters if each.id == counter), None)

    def service_words(self, service: str) -> Words:
        """Return the name of a service; its id where the hall does not know it."""
        known = self.service(service)
        return Words(known.name, known.name_english) if known else Words(service, "")

    def reason_words(self, use: str, reason: str) -> Words:
        """Return what a reason is called; itself where the hall does not list it any more."""
        for each in self.reasons:
            if (each.use, each.id) == (use, reason):
                return Words(each.name, each.name_english)
        return Words(reason, "")

    def group_words(self, group: str) -> Words:
        """Return the name of a priority group; its id where the hall does not know it."""
        for each in self.groups:
            if each.id == group:
                return Words(each.name, each.name_english)
        return Words(group, "")

    def service(self, service: str) -> shapes.Service | None:
        """Return one service."""
        return next((each for each in self.services if each.id == service), None)

    def calls(self, visit: str) -> int:
        """Return how often a visit has been called."""
        return next((call.calls for call in self.board.calls if call.visit == visit), 0)

    def help_at(self, place: str) -> str | None:
        """Return who sees to the call for help from `place`, empty for nobody yet, if it called."""
        return self.helped.get(place)

    @property
    def leaves(self) -> list[shapes.Service]:
        """The services that a ticket can be for."""
        return [service for service in self.services if not service.children]

    @property
    def waiting_here(self) -> list[shapes.InLine]:
        """Who waits for the counter that is watched, in order."""
        return [each for each in self.queue if each.state == "waiting"]

    @property
    def parked(self) -> list[shapes.InLine]:
        """Who was put aside, those to be reminded of first before the others."""
        parked = [each for each in self.queue if each.state == "parked"]
        return sorted(parked, key=lambda each: (each.remind_at == 0, each.remind_at))

    @property
    def missed(self) -> list[shapes.InLine]:
        """Who was called and did not come."""
        return [each for each in self.queue if each.state == "no_show"]

    def waiting(self, counter: shapes.Counter) -> list[tuple[shapes.Service, int]]:
        """Return the services and how many wait for each: this counter's own first."""
        counts = {each.service: each.count for each in self.board.waiting}
        ordered = sorted(self.leaves, key=lambda service: service.id not in counter.services)
        return [(service, counts.get(service.id, service.waiting)) for service in ordered]


def ratings_of(visits: Iterable[shapes.Visit]) -> dict[str, LastRating]:
    """Return the latest rating at each counter."""
    latest: dict[str, LastRating] = {}
    for visit in sorted(visits, key=lambda visit: visit.seq):
        if visit.grade is not None and visit.counter:
            latest[visit.counter] = LastRating(visit.ticket, visit.grade)
    return latest
