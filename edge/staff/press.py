"""One press on its way to the hall, and what can come of it."""

from dataclasses import dataclass

from edge.staff.actions import Action


@dataclass(frozen=True)
class Press:
    """One press. `visit` and `ticket` are those the clerk saw when pressing.

    `key` is the idempotency key: the same however often the press is sent.
    """

    action: Action
    counter: str
    visit: str
    ticket: str
    key: str


@dataclass(frozen=True)
class Done:
    """The hall did it. `visit` and `ticket` are whom it concerned, empty for the counter itself."""

    visit: str = ""
    ticket: str = ""


@dataclass(frozen=True)
class NobodyWaits:
    """The hall had nobody to call."""


@dataclass(frozen=True)
class Refused:
    """The hall said no."""

    code: str
    message: str


@dataclass(frozen=True)
class Unheard:
    """No answer came. It may have happened or not: only the state seen afterwards tells."""


Outcome = Done | NobodyWaits | Refused | Unheard
