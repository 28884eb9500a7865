"""One visit while it is measured: where its ticket is, since when, and what it has waited."""

from dataclasses import dataclass
from enum import Enum

from edge.domain.facts import Moment
from edge.reports.timeline import NOTHING, Span


class At(Enum):
    """Where a ticket is, as far as its times go."""

    RESERVED = "reserved"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    PARKED = "parked"
    OVER = "over"


@dataclass(slots=True)
class Ticket:
    """The latest leg of a visit.

    `sort` says which wait it is: the `first`, one `again` after a call that came to nothing, or
    else why the leg was opened. `since` is when what it does now began; `held_ms` of that nobody
    was to call it. `waited` and `served` are earlier stretches of the same. `direct`: made at the
    counter and served there and then; `uncalled`: it was sent on before anybody had called it.
    """

    service: str
    priority: int
    segments: tuple[str, ...]
    sort: str
    since: Moment
    at: At = At.RESERVED
    day: str = ""
    hour: str = ""
    direct: bool = False
    uncalled: bool = False
    held_ms: int = 0
    waited: Span = NOTHING
    served: Span = NOTHING


@dataclass(slots=True)
class Stay:
    """A visit from its first ticket to its last finish."""

    ticket: Ticket
    began: Moment | None = None
    ended: Moment | None = None
    legs: int = 1
