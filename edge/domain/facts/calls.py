"""Facts of a ticket on its way to a counter, through service, and elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from edge.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class TicketCalled(Fact):
    """A ticket was called to a counter.

    `rule` is the rule that chose it, as its place in the text of the rules, and `turn` where that
    rule's ratio stands after it. `chosen` says why somebody chose it by hand, past the rules.
    """

    leg: int
    counter: str
    staff: str
    rule: str = ""
    turn: int = 0
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class TicketPrecalled(Fact):
    """A ticket was asked to come near a counter whose clerk is still finishing."""

    leg: int
    counter: str
    staff: str
    rule: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class TicketRecalled(Fact):
    """The ticket was called once more; `calls` counts all calls of this leg."""

    leg: int
    counter: str
    staff: str
    calls: int


@dataclass(frozen=True, slots=True)
class ServiceStarted(Fact):
    """The visitor has arrived at the counter and is being served."""

    leg: int
    counter: str
    staff: str


@dataclass(frozen=True, slots=True)
class ServiceFinished(Fact):
    """The visitor has been served; the counter is free.

    `delivered` are the services that were really given, `outcome` how it ended; empty: as asked.
    """

    leg: int
    counter: str
    staff: str
    outcome: str = ""
    delivered: Sequence[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TicketNoShow(Fact):
    """The visitor did not come to the counter. `reason` is of the hall's list; empty: not said."""

    leg: int
    counter: str
    staff: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TicketReturned(Fact):
    """A ticket went back among those who wait.

    It stands behind the ticket issued as fact `behind` (0: before all), and is not called before
    `ready` (wall ms, 0: at once). `reason`: `absent`, `asked`, `fetching`, `missed`, `released`, or
    `delayed` where the visitor asked for more time by telephone, for the `delays`th time.
    """

    leg: int
    counter: str
    staff: str
    behind: int
    ready: int
    reason: str
    absences: int = 0  # how often the visitor did not come by now
    delays: int = 0  # with the reason `delayed`


@dataclass(frozen=True, slots=True)
class TicketParked(Fact):
    """A ticket was put aside by a clerk, who is reminded of it at `remind_at` (wall ms, 0: not)."""

    leg: int
    counter: str
    staff: str
    reason: str
    remind_at: int


@dataclass(frozen=True, slots=True)
class TicketTransferred(Fact):
    """A leg ended because somebody else goes on with the visitor; `LegOpened` says who.

    `reason` is of the hall's list; empty: not said.
    """

    leg: int
    counter: str
    staff: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LegOpened(Fact):
    """A visitor who has a ticket waits once more: for `service`, perhaps for one counter or clerk.

    `why`: `transfer`, `next_service`, `back` (to the clerk who sent them), `changed` (another
    service), `released` (whoever they were kept for is gone). The place in the queue is as in
    `TicketReturned`. `back_to` is the clerk who gets them back afterwards. A transfer's note is a
    `VisitNoted` right before it.
    """

    leg: int
    service: str
    why: str
    behind: int
    ready: int = 0
    to_counter: str = ""
    to_staff: str = ""
    back_to: str = ""
    then: Sequence[str] = field(default_factory=list)
    together: bool = False


@dataclass(frozen=True, slots=True)
class TicketCancelled(Fact):
    """The visitor gave up the ticket, or `by` did so for them."""

    leg: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class TicketExpired(Fact):
    """The day ended before the visitor was served."""

    leg: int
