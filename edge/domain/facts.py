"""Everything that can happen in a hall, as facts: past tense, immutable, JSON-able.

A fact's `subject` is the visit, counter, device or staff number it is about. Personal data never
stands in a fact: it travels beside it, sealed, under the visit's own key.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


class UnknownFactError(ValueError):
    """A stored fact is of a kind, or has a field, that this version does not know."""


@dataclass(frozen=True, slots=True)
class Fact:
    """The common part. The class name of a fact is its `kind` in the journal and in events."""

    subject: str

    @property
    def kind(self) -> str:
        """Name of the fact, as stored."""
        return type(self).__name__

    def body(self) -> dict[str, Any]:
        """All fields but the subject, as JSON values."""
        return {name: getattr(self, name) for name in _BODY_FIELDS[self.kind]}


# --- the day ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DayOpened(Fact):
    """A business day began. `carried` is the state it begins with.

    `chain` is the hash of fact `chain_at`, the last durable one when the day was opened.
    """

    day: str
    carried: Mapping[str, Any]
    chain: str
    chain_at: int


@dataclass(frozen=True, slots=True)
class DayClosed(Fact):
    """A business day ended; the number of tickets issued in it is its check sum."""

    day: str
    issued: int


@dataclass(frozen=True, slots=True)
class EpochRenewed(Fact):
    """The journal got a new identity, because headquarters knew more than it does (`reason`).

    The new epoch begins with `first`: behind what headquarters is known to hold.
    """

    epoch: str
    previous: str
    reason: str
    first: int


@dataclass(frozen=True, slots=True)
class UplinkAcknowledged(Fact):
    """Headquarters holds every fact of `epoch` up to `upto`, and its chain head is `head`."""

    epoch: str
    upto: int
    head: str


@dataclass(frozen=True, slots=True)
class RequestAnswered(Fact):
    """A request with an idempotency key was answered: the same key gets this answer again.

    The subject is the key; `fingerprint` tells another request under the same key apart.
    """

    fingerprint: str
    status: int
    answer: Mapping[str, Any] | None


# --- visits -----------------------------------------------------------------------------------


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


@dataclass(frozen=True, slots=True)
class PrintStarted(Fact):
    """The ticket's bytes are about to go to the printer: from here on paper may exist."""

    leg: int
    printer: str


@dataclass(frozen=True, slots=True)
class TicketIssued(Fact):
    """The visitor has the ticket, by `delivery`: none, paper, screen, or uncertain.

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
class TicketCalled(Fact):
    """A ticket was called to a counter."""

    leg: int
    counter: str
    staff: str


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
    """The visitor has been served; the counter is free."""

    leg: int
    counter: str
    staff: str


@dataclass(frozen=True, slots=True)
class TicketNoShow(Fact):
    """The visitor did not come to the counter."""

    leg: int
    counter: str
    staff: str


@dataclass(frozen=True, slots=True)
class TicketExpired(Fact):
    """The day ended before the visitor was served."""

    leg: int


@dataclass(frozen=True, slots=True)
class VisitRated(Fact):
    """The visitor rated the visit: `grade` from 1 (very dissatisfied) to 5 (very satisfied)."""

    grade: int
    source: str  # evaluator, screen, api
    counter: str = ""


@dataclass(frozen=True, slots=True)
class RatingIgnored(Fact):
    """An evaluator key was pressed with no visit to rate. The subject is the counter."""

    key: int
    reason: str


# --- counters and staff -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CounterOpened(Fact):
    """A clerk opened a counter."""

    staff: str


@dataclass(frozen=True, slots=True)
class CounterClosed(Fact):
    """A counter was closed, by its clerk or at the end of the day."""

    staff: str


@dataclass(frozen=True, slots=True)
class StaffSignedIn(Fact):
    """A member of staff began a session."""

    session: str


@dataclass(frozen=True, slots=True)
class StaffSignedOut(Fact):
    """A session ended; its token is worth nothing from here on."""

    session: str


@dataclass(frozen=True, slots=True)
class SignInRefused(Fact):
    """A wrong PIN was given for a member of staff; `failures` counts them in a row."""

    failures: int


# --- devices ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FaultOpened(Fact):
    """A device, or one unit on its line, stopped being usable. The subject is the device."""

    unit: str
    health: str
    detail: str


@dataclass(frozen=True, slots=True)
class FaultSeenAgain(Fact):
    """The same fault as a moment ago is there again. `count` is how often it was seen by now."""

    unit: str
    health: str
    detail: str
    count: int


@dataclass(frozen=True, slots=True)
class FaultAcknowledged(Fact):
    """A person (`by`) knows of the open fault, and notes what is done about it."""

    unit: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class CardNotRead(Fact):
    """A card lay on a reader and gave nothing: `unreadable`, `unsupported`, or `left` there."""

    trouble: str


@dataclass(frozen=True, slots=True)
class PowerChanged(Fact):
    """A UPS says that the mains are gone or back, or that its battery is nearly empty."""

    on_battery: bool
    low: bool
    charge_percent: int | None


@dataclass(frozen=True, slots=True)
class ShutdownBegan(Fact):
    """The controller is about to switch itself off in order, and why. The subject is the hall."""

    reason: str


@dataclass(frozen=True, slots=True)
class PeopleCounted(Fact):
    """`count` more people have passed the people counter at `unit` since it was last said."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class InputChanged(Fact):
    """A contact (of a door, a button) at a relay board is now on or off."""

    unit: str
    on: bool


@dataclass(frozen=True, slots=True)
class WireRecorded(Fact):
    """An engineer began to record the raw bytes on a device's wire."""


@dataclass(frozen=True, slots=True)
class FaultClosed(Fact):
    """The device, or the unit, is usable again."""

    unit: str


_FACTS: dict[str, type[Fact]] = {fact.__name__: fact for fact in Fact.__subclasses__()}

_BODY_FIELDS: dict[str, tuple[str, ...]] = {
    kind: tuple(field.name for field in dataclasses.fields(fact) if field.name != "subject")
    for kind, fact in _FACTS.items()
}


def fact_kinds() -> list[str]:
    """Return the names of all facts, in the order of this file."""
    return list(_FACTS)


def fact_from(kind: str, subject: str, body: Mapping[str, Any]) -> Fact:
    """Return the fact that was stored. Raises `UnknownFactError`."""
    try:
        return _FACTS[kind](subject, **body)
    except KeyError:
        raise UnknownFactError(f"unknown fact {kind!r}") from None
    except TypeError as error:
        raise UnknownFactError(f"fact {kind!r} of {subject!r}: {error}") from None


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened, as the controller knows it. Order is by `seq`, never by time."""

    TRUSTED: ClassVar[str] = "synced"

    at: int  # wall clock, milliseconds since 1970-01-01 UTC
    mono: int  # milliseconds since the controller's process or machine began
    boot: str  # which boot `mono` counts in
    clock: str  # synced, estimated, unsynced


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact with its place in the journal. `sealed` is ciphertext."""

    seq: int
    moment: Moment
    fact: Fact
    sealed: bytes | None = None
