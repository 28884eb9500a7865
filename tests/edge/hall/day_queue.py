"""Tickets of a day, and who of them is next, in the words of the trade: no rule of the hall's."""

from collections.abc import Iterable
from dataclasses import dataclass

from hall_oracle import BOUND_MIN

BOUND_MS = BOUND_MIN * 60_000
OVER = {"finished", "voided", "no_show", "cancelled", "expired"}


@dataclass
class Ticket:
    """A number and what became of it.

    It stands behind the ticket of fact `order[0]`, waits since `since`, is not called before
    `ready`, and only to the counter or by the clerk whom it is kept for. `there_since` is when it
    was called, or when its service began.
    """

    visit: str
    number: str
    service: str
    priority: int
    key: str
    leg: int = 1
    state: str = "reserved"
    printing: bool = False
    issued_seq: int = 0
    since: int = 0
    ready: int = 0
    order: tuple[int, int] = (0, 0)
    to_counter: str = ""
    to_staff: str = ""
    back_to: str = ""
    counter: str = ""
    there_since: int = 0
    called_seq: int = 0
    grade: int = 0

    def wait(self, behind: int, seq: int, at: int, ready: int = 0) -> None:
        """Stand in the queue from fact `seq` on, which was written at `at`."""
        self.state, self.counter, self.ready = "waiting", "", ready
        self.order, self.since = (behind, seq), max(at, ready)

    @property
    def kept(self) -> bool:
        """Whether not everybody may call it."""
        return bool(self.to_counter or self.to_staff)


def next_of(
    waiting: Iterable[Ticket], services: set[str], counter: str, staff: str, now: int
) -> Ticket:
    """Return who is next at a counter: of those who waited for too long, whoever came first.

    Where nobody has, those who are kept for the counter or the clerk; and of all these the highest
    level. Who came first is told by the facts, whatever the clock has done in between.
    """
    mine = [
        ticket
        for ticket in sorted(waiting, key=lambda ticket: ticket.order)
        if ticket.service in services
        and ticket.to_counter in ("", counter)
        and ticket.to_staff in ("", staff)
    ]
    late = [ticket for ticket in mine if now - ticket.since >= BOUND_MS]
    if late:
        return late[0]
    ready = [ticket for ticket in mine if ticket.ready <= now]
    kept = [ticket for ticket in ready if ticket.kept]
    return max(kept or ready, key=lambda ticket: ticket.priority)
