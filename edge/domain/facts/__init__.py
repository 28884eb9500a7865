"""Everything that can happen in a hall, as facts: past tense, immutable, JSON-able.

A fact's `subject` is the visit, counter, device or staff number it is about. Personal data never
stands in a fact: it travels beside it, sealed, under the visit's own key.
"""

from collections.abc import Mapping
from typing import Any

from edge.domain.facts.applications import (
    ApplicationBound,
    ApplicationForgotten,
    ApplicationHandedIn,
    ApplicationNumbered,
    ApplicationSaved,
    ApplicationStaged,
    DocumentAttached,
    DocumentDetached,
    MissingListPrinted,
)
from edge.domain.facts.appointments import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentKept,
    AppointmentMissed,
    QuotaHanded,
)
from edge.domain.facts.base import Fact, Moment, Recorded, UnknownFactError
from edge.domain.facts.calls import (
    LegOpened,
    ServiceFinished,
    ServiceStarted,
    TicketCalled,
    TicketCancelled,
    TicketExpired,
    TicketNoShow,
    TicketParked,
    TicketPrecalled,
    TicketRecalled,
    TicketReturned,
    TicketTransferred,
)
from edge.domain.facts.counters import (
    CounterClosed,
    CounterOpened,
    CounterPaused,
    CounterReplanned,
    CounterResumed,
    HelpAccepted,
    HelpCalled,
    HelpEnded,
    SignInRefused,
    StaffSignedIn,
    StaffSignedOut,
)
from edge.domain.facts.days import (
    DayClosed,
    DayOpened,
    EpochRenewed,
    RequestAnswered,
    UplinkAcknowledged,
)
from edge.domain.facts.devices import (
    CardNotRead,
    FaultAcknowledged,
    FaultClosed,
    FaultOpened,
    FaultSeenAgain,
    InputChanged,
    PeopleCounted,
    PowerChanged,
    ShutdownBegan,
    WireRecorded,
)
from edge.domain.facts.hall import (
    AlertAccepted,
    AlertEnded,
    AlertRaised,
    DoorsChanged,
    HallDescribed,
    MessageRead,
    MessageSent,
    NoticeEnded,
    NoticeShown,
    RulesChanged,
    ServiceSwitched,
    VisitorDiverted,
)
from edge.domain.facts.inbox import CommandEnded, CommandReceived
from edge.domain.facts.library import LibraryChanged, LibraryRefused
from edge.domain.facts.screens import ScreenPaired, ScreenRevoked
from edge.domain.facts.sides import ShownToVisitor, VisitorAnswered
from edge.domain.facts.visits import (
    DocumentsChecked,
    EstimateTold,
    IdentityRevealed,
    PrintStarted,
    PriorityChanged,
    RatingIgnored,
    TicketIssued,
    TicketReserved,
    TicketVoided,
    VisitAbandoned,
    VisitIdentified,
    VisitNoted,
    VisitRated,
)

_FACTS: dict[str, type[Fact]] = {fact.__name__: fact for fact in Fact.__subclasses__()}


def fact_kinds() -> list[str]:
    """Return the names of all facts."""
    return list(_FACTS)


def fact_from(kind: str, subject: str, body: Mapping[str, Any]) -> Fact:
    """Return the fact that was stored. Raises `UnknownFactError`."""
    try:
        return _FACTS[kind](subject, **body)
    except KeyError:
        raise UnknownFactError(f"unknown fact {kind!r}") from None
    except TypeError as error:
        raise UnknownFactError(f"fact {kind!r} of {subject!r}: {error}") from None


__all__ = [
    "AlertAccepted",
    "AlertEnded",
    "AlertRaised",
    "ApplicationBound",
    "ApplicationForgotten",
    "ApplicationHandedIn",
    "ApplicationNumbered",
    "ApplicationSaved",
    "ApplicationStaged",
    "AppointmentBooked",
    "AppointmentCancelled",
    "AppointmentKept",
    "AppointmentMissed",
    "CardNotRead",
    "CommandEnded",
    "CommandReceived",
    "CounterClosed",
    "CounterOpened",
    "CounterPaused",
    "CounterReplanned",
    "CounterResumed",
    "DayClosed",
    "DayOpened",
    "DocumentAttached",
    "DocumentDetached",
    "DocumentsChecked",
    "DoorsChanged",
    "EpochRenewed",
    "EstimateTold",
    "Fact",
    "FaultAcknowledged",
    "FaultClosed",
    "FaultOpened",
    "FaultSeenAgain",
    "HallDescribed",
    "HelpAccepted",
    "HelpCalled",
    "HelpEnded",
    "IdentityRevealed",
    "InputChanged",
    "LegOpened",
    "LibraryChanged",
    "LibraryRefused",
    "MessageRead",
    "MessageSent",
    "MissingListPrinted",
    "Moment",
    "NoticeEnded",
    "NoticeShown",
    "PeopleCounted",
    "PowerChanged",
    "PrintStarted",
    "PriorityChanged",
    "QuotaHanded",
    "RatingIgnored",
    "Recorded",
    "RequestAnswered",
    "RulesChanged",
    "ScreenPaired",
    "ScreenRevoked",
    "ServiceFinished",
    "ServiceStarted",
    "ServiceSwitched",
    "ShownToVisitor",
    "ShutdownBegan",
    "SignInRefused",
    "StaffSignedIn",
    "StaffSignedOut",
    "TicketCalled",
    "TicketCancelled",
    "TicketExpired",
    "TicketIssued",
    "TicketNoShow",
    "TicketParked",
    "TicketPrecalled",
    "TicketRecalled",
    "TicketReserved",
    "TicketReturned",
    "TicketTransferred",
    "TicketVoided",
    "UnknownFactError",
    "UplinkAcknowledged",
    "VisitAbandoned",
    "VisitIdentified",
    "VisitNoted",
    "VisitRated",
    "VisitorAnswered",
    "VisitorDiverted",
    "WireRecorded",
    "fact_from",
    "fact_kinds",
]
