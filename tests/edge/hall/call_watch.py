"""What must be so of every fact that becomes durable while clerks call, in plain lists."""

from collections.abc import Sequence

from hall_oracle import AT_COUNTER, BOUND_MIN, BY_STAFF

from edge.domain import facts as f

Wish = tuple[str, int, int]
"""What somebody waits for: service, priority, minutes waited."""


class ViolationError(AssertionError):
    """What must never happen has happened."""


class CallWatch:
    """Hears of every fact as it becomes durable, and keeps its own lists of who is where."""

    def __init__(self, seq: int, clerks: dict[str, str], waiting: dict[str, Wish]) -> None:
        """Begin behind fact `seq`, with `clerks` at their counters and tickets that wait."""
        self.seq, self.clerks, self.waiting = seq, clerks, waiting
        self.at: dict[str, str] = {}
        self.called: dict[str, str] = {}
        self._reserved: dict[str, Wish] = {}

    def __call__(self, facts: Sequence[f.Recorded]) -> None:
        for recorded in facts:
            self._hear(recorded)

    def _hear(self, recorded: f.Recorded) -> None:
        self._require(recorded.seq == self.seq + 1, f"fact {recorded.seq} after {self.seq}")
        self.seq = recorded.seq
        match recorded.fact:
            case f.TicketCalled(visit, _, counter):
                self._call(visit, counter)
            case f.ServiceStarted(visit, _, counter) | f.TicketRecalled(visit, _, counter):
                self._require(self.at.get(counter) == visit, f"{visit} is not at {counter}")
            case f.ServiceFinished(visit, _, counter) | f.TicketNoShow(visit, _, counter):
                self._require(self.at.pop(counter, "") == visit, f"{visit} is not at {counter}")
            case f.TicketReserved() as fact:
                self._reserved[fact.subject] = (fact.service, fact.priority, 0)
            case f.TicketIssued(visit):
                self.waiting[visit] = self._reserved.pop(visit)
            case f.CounterOpened(counter, staff):
                self.clerks[counter] = staff
            case f.CounterClosed(counter):
                self._require(counter not in self.at, f"{counter} closes on {self.at}")
                self._require(self.clerks.pop(counter, "") != "", f"{counter} closes twice")

    def _call(self, visit: str, counter: str) -> None:
        self._require(visit not in self.called, f"{visit} is called twice: {self.called}")
        self._require(counter not in self.at, f"{counter} calls {visit} beside {self.at}")
        self._require(counter in self.clerks, f"{counter} calls {visit} and is closed")
        first = self._first(AT_COUNTER[counter] & BY_STAFF[self.clerks[counter]])
        self._require(visit == first, f"{counter} calls {visit}, and {first} is next")
        self.at[counter], self.called[visit] = visit, counter
        del self.waiting[visit]

    def _first(self, services: set[str]) -> str | None:
        mine = [(visit, *ticket) for visit, ticket in self.waiting.items() if ticket[0] in services]
        overdue = [visit for visit, _service, _priority, waited in mine if waited >= BOUND_MIN]
        if overdue or not mine:
            return overdue[0] if overdue else None
        return max(mine, key=lambda ticket: ticket[2])[0]

    def _require(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise ViolationError(otherwise)
