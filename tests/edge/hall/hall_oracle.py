"""A business hall in plain lists, to compare the real one with. Knows nothing of facts."""

from dataclasses import dataclass, field

PREFIX = {"bill": "A", "invoice": "B", "supply": "C"}
AT_COUNTER = {"1": {"bill", "invoice"}, "2": set(PREFIX), "3": {"supply"}}
BY_STAFF = {"1001": set(PREFIX), "1002": set(PREFIX), "1003": {"supply"}}
BOUND_MIN = 30


@dataclass
class Ticket:
    number: str
    service: str
    priority: int
    since_min: int
    state: str = "waiting"
    counter: str = ""
    calls: int = 0
    grade: int = 0


@dataclass
class Oracle:
    """Each command returns what it should answer: a status or a code, and the ticket's number."""

    now_min: int = 0
    days: int = 1
    tickets: list[Ticket] = field(default_factory=list)
    staff_at: dict[str, str] = field(default_factory=dict)
    call_order: list[str] = field(default_factory=list)

    def at(self, counter: str) -> Ticket | None:
        there = [
            ticket
            for ticket in self.tickets
            if ticket.counter == counter and ticket.state in ("called", "serving")
        ]
        assert len(there) <= 1
        return there[0] if there else None

    def issue(self, service: str, priority: int) -> tuple[str, str]:
        count = sum(ticket.service == service for ticket in self.tickets)
        number = f"{PREFIX[service]}{count + 1:03d}"
        self.tickets.append(Ticket(number, service, priority, self.now_min))
        return "201", number

    def rate(self, number: str, grade: int) -> tuple[str, str]:
        found = [ticket for ticket in self.tickets if ticket.number == number]
        if not found:
            return "unknown_visit", ""
        ticket = found[0]
        if ticket.state not in ("serving", "finished"):
            return "not_ratable", ""
        if ticket.grade not in (0, grade):
            return "already_rated", ""
        ticket.grade = grade
        return "200", number

    def open(self, counter: str, staff: str) -> tuple[str, str]:
        if self.staff_at.setdefault(counter, staff) != staff:
            return "counter_taken", ""
        return "200", ""

    def close(self, counter: str, staff: str) -> tuple[str, str]:
        if counter not in self.staff_at:
            return "200", ""
        if (refusal := self._refusal(counter, staff, free=True)) != "":
            return refusal, ""
        del self.staff_at[counter]
        return "200", ""

    def next(self, counter: str, staff: str) -> tuple[str, str]:
        if (refusal := self._refusal(counter, staff, free=True)) != "":
            return refusal, ""
        services = AT_COUNTER[counter] & BY_STAFF[staff]
        waiting = [t for t in self.tickets if t.state == "waiting" and t.service in services]
        if not waiting:
            return "204", ""
        overdue = [t for t in waiting if self.now_min - t.since_min >= BOUND_MIN]
        highest = max(ticket.priority for ticket in waiting)
        chosen = overdue[0] if overdue else next(t for t in waiting if t.priority == highest)
        chosen.state, chosen.counter, chosen.calls = "called", counter, 1
        self._called(chosen)
        return "200", chosen.number

    def recall(self, counter: str, staff: str) -> tuple[str, str]:
        return self._move(counter, staff, "called", "called", "nothing_called")

    def start(self, counter: str, staff: str) -> tuple[str, str]:
        return self._move(counter, staff, "called", "serving", "nothing_called")

    def finish(self, counter: str, staff: str) -> tuple[str, str]:
        return self._move(counter, staff, "serving", "finished", "not_serving")

    def no_show(self, counter: str, staff: str) -> tuple[str, str]:
        return self._move(counter, staff, "called", "no_show", "nothing_called")

    def _move(
        self, counter: str, staff: str, before: str, after: str, otherwise: str
    ) -> tuple[str, str]:
        if (refusal := self._refusal(counter, staff)) != "":
            return refusal, ""
        ticket = self.at(counter)
        if ticket is None:
            return "nothing_called", ""
        if ticket.state != before:
            return otherwise, ""
        ticket.state = after
        if after == "called":
            ticket.calls += 1
            self._called(ticket)
        return "200", ticket.number

    def _called(self, ticket: Ticket) -> None:
        self.call_order = [ticket.number, *(n for n in self.call_order if n != ticket.number)]

    def _refusal(self, counter: str, staff: str, *, free: bool = False) -> str:
        if counter not in self.staff_at:
            return "counter_closed"
        if self.staff_at[counter] != staff:
            return "counter_taken"
        return "counter_occupied" if free and self.at(counter) else ""

    def new_day(self) -> None:
        """Begin a day: whoever has stood at a counter all night was forgotten there."""
        self.days += 1
        self.tickets, self.staff_at, self.call_order = [], {}, []

    def board(self) -> list[tuple[str, str, str]]:
        """Return (number, counter, state) of whoever is at a counter, the newest call first."""
        there = {t.number: t for counter in AT_COUNTER if (t := self.at(counter))}
        return [
            (number, there[number].counter, there[number].state)
            for number in self.call_order
            if number in there
        ]

    def waiting(self, service: str) -> int:
        """Return how many wait for `service`."""
        return sum(t.service == service and t.state == "waiting" for t in self.tickets)
