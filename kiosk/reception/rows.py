"""What the page shows of the hall, put in the order and the words in which it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from edge.api import shapes
from kiosk.reception.place import Place
from kiosk.reception.seen import Seen

_GONE = ("no_show", "parked")


@dataclass(frozen=True, slots=True)
class Row:
    """One ticket: the hall's line, with its service and its priority groups."""

    line: shapes.InLine
    service: shapes.Service | None
    groups: Sequence[shapes.PriorityGroup]
    then: Sequence[shapes.Service]

    @property
    def missing(self) -> list[shapes.Document]:
        """The documents that are not there, by the names that the service gives them."""
        known = {each.name: each for each in self.service.documents} if self.service else {}
        return [
            known.get(name) or shapes.Document(name=name, name_english="")
            for name in self.line.missing
        ]

    @property
    def waits(self) -> bool:
        """Whether it waits, and was neither missed nor put aside."""
        return self.line.state not in _GONE

    @property
    def may_be_diverted(self) -> bool:
        """Whether its visitor may be sent elsewhere."""
        return self.line.state != "no_show"


class Shown:
    """One look at the hall, as the page needs it."""

    def __init__(self, seen: Seen, place: Place, now_ms: int) -> None:
        self.seen = seen
        self._place = place
        self._now_ms = now_ms

    @cached_property
    def rows(self) -> list[Row]:
        """All tickets: those that wait in the order of coming, then those that were missed."""
        rows = [self._row(line) for line in self.seen.queue]
        return sorted(rows, key=lambda row: not row.waits)

    @cached_property
    def open_row(self) -> Row | None:
        """The ticket that is open on the page."""
        return next((row for row in self.rows if row.line.visit == self._place.about), None)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(row.waits for row in self.rows)

    @property
    def longest_min(self) -> int:
        """How long the one who has waited longest has waited."""
        since = [row.line.since for row in self.rows if row.waits]
        return max(0, self._now_ms - min(since)) // 60_000 if since else 0

    @cached_property
    def services(self) -> list[tuple[shapes.Service | None, list[shapes.Service]]]:
        """Every service that can be chosen, under the group it stands in."""
        groups: dict[str, list[shapes.Service]] = {}
        for service in self.seen.services:
            if not service.children:
                groups.setdefault(service.parent or "", []).append(service)
        return [(self.service(group), services) for group, services in groups.items()]

    def service(self, service: str) -> shapes.Service | None:
        """Return a service by its id."""
        return next((known for known in self.seen.services if known.id == service), None)

    def waiting_for(self, service: str) -> int:
        """Return how many wait for a service."""
        return sum(row.waits and row.line.service == service for row in self.rows)

    def words_of(self, service: shapes.Service) -> str:
        """Return all that a service is found by, in small letters."""
        group = self.service(service.parent or "")
        known_by = [service.prefix, service.name, service.name_english, *service.search]
        of_group = [group.name, group.name_english, *group.search] if group else []
        return " ".join([*known_by, *of_group]).casefold()

    def help_at(self, place: str) -> shapes.Help | None:
        """Return the call for help from a place."""
        return next((call for call in self.seen.help if call.place == place), None)

    @property
    def calls(self) -> list[shapes.Help]:
        """Calls for help: emergencies first, then those that nobody has taken."""
        order = {"emergency": 0}
        return sorted(
            self.seen.help, key=lambda call: (order.get(call.urgency, 1), bool(call.accepted_by))
        )

    def unread(self, staff: str) -> list[shapes.Message]:
        """Return the messages that somebody has not read."""
        return [
            message
            for message in self.seen.messages
            if message.by != staff and staff not in message.read_by
        ]

    def _row(self, line: shapes.InLine) -> Row:
        then = [self.service(each) for each in line.then]
        return Row(
            line,
            self.service(line.service),
            [group for group in self.seen.priorities if group.id in line.segments],
            [service for service in then if service],
        )
