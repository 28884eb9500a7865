"""Facts of visits: who came, the ticket, what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from edge.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class VisitIdentified(Fact):
    """A visitor showed who they are: a card, a code, a number typed. It is in the sealed part."""

    reader: str
    document: str
    age_band: str


@dataclass(frozen=True, slots=True)
class VisitAbandoned(Fact):
    """A visitor who had been identified left without a ticket; the visit's key is deleted."""

    reason: str


@dataclass(frozen=True, slots=True)
class TicketReserved(Fact):
    """A number was taken for a visit's leg; nobody outside has seen it yet."""

    leg: int
    service: str
    ticket: str
    number: int
    priority: int
    delivery: str  # asked for: none, paper, screen
    ahead: int
    request: str = ""  # the idempotency key this ticket answers
    fingerprint: str = ""
    approach_ms: int = 0  # from the first touch of the screen to the wish
    segments: Sequence[str] = field(default_factory=list)
    then: Sequence[str] = field(default_factory=list)  # services that follow in this visit
    together: bool = False  # ... at the same counter, as far as its clerk can
    appointment: str = ""
    due: int = 0  # when the appointment is, wall ms
    ready: int = 0  # not to be called before, wall ms
    by: str = ""  # the member of staff who took it for the visitor
    page: str = ""  # hash of the secret that opens the visitor's own page; empty: there is none


@dataclass(frozen=True, slots=True)
class PrintStarted(Fact):
    """The ticket's bytes are about to go to the printer: from here on paper may exist."""

    leg: int
    printer: str


@dataclass(frozen=True, slots=True)
class TicketIssued(Fact):
    """The visitor has the ticket, by `delivery`: none, paper, screen, roll, or uncertain.

    `uncertain` is paper whose end was never heard: it counts as issued, for whoever holds it.
    `reason` says why it is not what was asked for.
    """

    leg: int
    delivery: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TicketVoided(Fact):
    """A reserved number that never reached its visitor; the number is not used again."""

    leg: int
    reason: str


@dataclass(frozen=True, slots=True)
class VisitRated(Fact):
    """The visitor rated the visit: `grade` from 1 (very dissatisfied) to 5 (very satisfied)."""

    grade: int
    source: str  # evaluator, screen, api, mobile
    counter: str = ""
    grades: Sequence[str] = field(default_factory=list)  # of dimensions the hall asks, `speed=4`


@dataclass(frozen=True, slots=True)
class RatingIgnored(Fact):
    """An evaluator key was pressed with no visit to rate. The subject is the counter."""

    key: int
    reason: str


@dataclass(frozen=True, slots=True)
class PriorityChanged(Fact):
    """A member of staff gave a waiting ticket another priority level and other segments."""

    leg: int
    priority: int
    segments: Sequence[str]
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentsChecked(Fact):
    """A member of staff looked through the visitor's documents; `missing` names what lacks."""

    leg: int
    by: str
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class VisitNoted(Fact):
    """A member of staff wrote something down about the visit. The words are in the sealed part."""

    leg: int
    by: str


@dataclass(frozen=True, slots=True)
class IdentityRevealed(Fact):
    """A member of staff was shown who the visitor is, unmasked."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class EstimateTold(Fact):
    """A visitor was told how long it may take until the call: from `low_s` to `high_s` seconds.

    `likely_s` is the middle of what was expected, `where` it was told: `ticket`, `screen`,
    `mobile`, `reception`. `model` names how it was estimated, so that models can be compared.
    """

    leg: int
    low_s: int
    likely_s: int
    high_s: int
    where: str
    model: str
