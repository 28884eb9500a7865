"""One press on its way to the hall, and what can come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from edge.staff.actions import Action
from edge.staff.filled import Filled


@dataclass(frozen=True)
class Press:
    """One press. `visit` and `ticket` are those the clerk saw when pressing.

    `key` is the idempotency key: the same however often the press is sent. `given` is what the
    clerk answered before, by the names of the steps.
    """

    action: Action
    counter: str
    visit: str
    ticket: str
    key: str
    given: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Done:
    """The hall did it. `visit` and `ticket` are whom it concerned, empty for the counter itself."""

    visit: str = ""
    ticket: str = ""


@dataclass(frozen=True)
class Finished:
    """The visit is finished, and whoever was to be called after it was not.

    `nobody_waits` and `goes_on` (the same visitor, with the next service) say why; else the call
    was refused, or no answer came.
    """

    nobody_waits: bool = False
    goes_on: bool = False


@dataclass(frozen=True)
class Revealed:
    """The hall told who the visitor of `visit` is; a part that was never shown is empty."""

    visit: str
    name: str = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True)
class FormSeen:
    """The hall showed what the visitor filled in; None where there is nothing any more."""

    form: Filled | None = field(repr=False)


@dataclass(frozen=True)
class NotPrinted:
    """No sheet came out, or `perhaps` one did."""

    perhaps: bool = False


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


Plain = Done | Finished | NobodyWaits | NotPrinted | Refused | Unheard
Outcome = Plain | Revealed | FormSeen
