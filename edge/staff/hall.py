"""The hall as a clerk sees it: one confirmed state, and the questions a screen asks of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from edge.api import shapes
from edge.staff.words import Words


@dataclass(frozen=True)
class LastRating:
    """The latest grade given at a counter, 1 to 5."""

    ticket: str
    grade: int


@dataclass(frozen=True)
class Hall:
    """What the hall has confirmed. `ratings` are by counter, `faults` the oldest first."""

    board: shapes.Board
    counters: tuple[shapes.Counter, ...]
    services: tuple[shapes.Service, ...]
    ratings: Mapping[str, LastRating]
    faults: tuple[shapes.Fault, ...] = ()

    def counter(self, counter: str) -> shapes.Counter | None:
        """Return one counter as it stands."""
        return next((each for each in self.counters if each.id == counter), None)

    def service_words(self, service: str) -> Words:
        """Return the name of a service; its id where the hall does not know it."""
        for each in self.services:
            if each.id == service:
                return Words(each.name, each.name_english)
        return Words(service, "")

    def calls(self, visit: str) -> int:
        """Return how often a visit has been called."""
        return next((call.calls for call in self.board.calls if call.visit == visit), 0)

    def waiting(self, counter: shapes.Counter) -> list[shapes.Service]:
        """Return the services with a queue: this counter's own first, then the others."""
        leaves = [service for service in self.services if not service.children]
        return sorted(leaves, key=lambda service: service.id not in counter.services)


def ratings_of(visits: Iterable[shapes.Visit]) -> dict[str, LastRating]:
    """Return the latest rating at each counter."""
    latest: dict[str, LastRating] = {}
    for visit in sorted(visits, key=lambda visit: visit.seq):
        if visit.grade is not None and visit.counter:
            latest[visit.counter] = LastRating(visit.ticket, visit.grade)
    return latest
