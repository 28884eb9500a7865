"""Facts of counters and staff."""

from collections.abc import Sequence
from dataclasses import dataclass

from edge.domain.facts.base import Fact


@dataclass(frozen=True, slots=True)
class CounterOpened(Fact):
    """A clerk opened a counter, or a supervisor (`by`) opened it for the clerk."""

    staff: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class CounterClosed(Fact):
    """A counter was closed: by its clerk, at the end of the day, or by a supervisor (`by`)."""

    staff: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class CounterPaused(Fact):
    """A clerk left an open counter for a while, and why; `by` is a supervisor who noted it."""

    staff: str
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class CounterResumed(Fact):
    """The clerk is back; `by` is a supervisor who noted it."""

    staff: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class CounterReplanned(Fact):
    """A supervisor had a counter serve other services, until the day ends; none: as planned."""

    services: Sequence[str]
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class HelpCalled(Fact):
    """Somebody needs help. The subject is the counter or the screen.

    `urgency`: `emergency`, `help`, `stuck`; `about` is what the screen showed, `stay` its name for
    the visitor who called: whoever comes next calls anew.
    """

    urgency: str
    by: str
    about: str = ""
    stay: str = ""


@dataclass(frozen=True, slots=True)
class HelpAccepted(Fact):
    """A member of staff is on the way."""

    by: str


@dataclass(frozen=True, slots=True)
class HelpEnded(Fact):
    """No help is needed any more."""

    by: str


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
