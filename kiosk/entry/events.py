"""What can happen at a screen that has an entry for reports, complaints and questions."""

from dataclasses import dataclass, field
from typing import Any

from kiosk.form import events as form


@dataclass(frozen=True, slots=True)
class Entered:
    """The visitor wants to report something, to complain or to ask."""


@dataclass(frozen=True, slots=True)
class OfForm:
    """Something happens to the form that is open."""

    event: form.Event


@dataclass(frozen=True, slots=True)
class OfHost:
    """Something happens to what the screen is for, as its own machine hears it."""

    event: Any


@dataclass(frozen=True, slots=True)
class Turned:
    """The visitor goes from a form that has come to its end to something of the screen's own."""

    event: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ended:
    """The visitor has gone: `event` is what ends the screen's own stay."""

    event: Any


Event = Entered | OfForm | OfHost | Turned | Ended
