"""Facts of how the hall is run: rules, services, notices, messages, alerts."""

from collections.abc import Sequence
from dataclasses import dataclass

from edge.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class RulesChanged(Fact):
    """From here on the next ticket is chosen by these rules. The subject is the hall."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class HallDescribed(Fact):
    """What visitors' pages may say of the hall today: names, zones, counters, what is allowed.

    The subject is the hall, `text` is JSON.
    """

    text: str


@dataclass(frozen=True, slots=True)
class DoorsChanged(Fact):
    """New tickets are given, or no more: by a supervisor, the opening hours or what can be done."""

    open: bool
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class ServiceSwitched(Fact):
    """A supervisor took a service off, or put it on again. The subject is the service."""

    on: bool
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoticeShown(Fact):
    """Every screen tells something to everybody, until `until` (wall ms, 0: till it is ended)."""

    text: str
    text_english: str
    until: int
    by: str


@dataclass(frozen=True, slots=True)
class NoticeEnded(Fact):
    """A notice is over."""

    by: str


@dataclass(frozen=True, slots=True)
class MessageSent(Fact):
    """A member of staff wrote to others: staff numbers, counters, or nobody named for all.

    The words are in the sealed part.
    """

    by: str
    to: Sequence[str]


@dataclass(frozen=True, slots=True)
class MessageRead(Fact):
    """A member of staff has seen a message. The subject is the message."""

    by: str


@dataclass(frozen=True, slots=True)
class AlertRaised(Fact):
    """Something needs a supervisor's eye, because of `about`: whom or where. `level` grows.

    The causes, and what `value` counts for each, are those of `edge.domain.alerts`.
    """

    cause: str
    about: str
    level: int
    value: int


@dataclass(frozen=True, slots=True)
class AlertAccepted(Fact):
    """A supervisor has taken note of an alert."""

    by: str


@dataclass(frozen=True, slots=True)
class AlertEnded(Fact):
    """What an alert was about is so no more."""


@dataclass(frozen=True, slots=True)
class VisitorDiverted(Fact):
    """A member of staff sent a visitor elsewhere (`to`), such as to a self-service terminal.

    The subject is the visit, which ends with it, or the service where they had no ticket yet.
    """

    to: str
    by: str
