"""What can happen at a form screen. Every event is for one stay: another's changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from edge.api.shapes import Application, Followed, Form
from kiosk.form.stay import Paper


@dataclass(frozen=True, slots=True)
class Event:
    """Something meant for the stay with that id."""

    stay: str


# --- what visitors do -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Began(Event):
    """Somebody touched the first page, or wants to choose a form."""


@dataclass(frozen=True, slots=True)
class FormChosen(Event):
    """The visitor wants to fill in this form."""

    form: str


@dataclass(frozen=True, slots=True)
class CodeWanted(Event):
    """The visitor wants to type the code of a form that was kept."""


@dataclass(frozen=True, slots=True)
class CodeTyped(Event):
    """The visitor has typed or shown the code of a form that was kept."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Typed(Event):
    """The visitor types; this is what stands in the field by now."""

    question: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Picked(Event):
    """The visitor touched one of several answers, or took it back (empty)."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Ticked(Event):
    """The visitor says that a document is here, or is not."""

    document: str


@dataclass(frozen=True, slots=True)
class CameraWanted(Event):
    """The visitor wants to take a picture of a document."""

    document: str


@dataclass(frozen=True, slots=True)
class PageTaken(Event):
    """The visitor keeps a picture; `picture` is what the server calls it."""

    picture: str


@dataclass(frozen=True, slots=True)
class PageDropped(Event):
    """The visitor throws a picture away."""

    document: str
    page: int


@dataclass(frozen=True, slots=True)
class Onward(Event):
    """The visitor wants the next page; `typed` is what stands in the fields of this one."""

    typed: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Backward(Event):
    """The visitor wants the page before."""

    typed: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class PageWanted(Event):
    """From the last page the visitor goes to another one."""

    page: int


@dataclass(frozen=True, slots=True)
class KeepWanted(Event):
    """The visitor wants to go on another time."""

    typed: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class SignWanted(Event):
    """The visitor has seen everything once more."""


@dataclass(frozen=True, slots=True)
class HandInWanted(Event):
    """The visitor hands the form in; `signature` is what was drawn, as SVG path data."""

    signature: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PrintWanted(Event):
    """The visitor wants what is missing on paper."""


@dataclass(frozen=True, slots=True)
class Left(Event):
    """The visitor ends the stay."""


@dataclass(frozen=True, slots=True)
class WalkedAway(Event):
    """Nobody has touched the screen for too long."""


@dataclass(frozen=True, slots=True)
class VisitorIdentified(Event):
    """Somebody laid a document on a reader here, or showed a code."""

    visit: str


@dataclass(frozen=True, slots=True)
class TicketShown(Event):
    """The visitor has shown a ticket: that of `visit`."""

    visit: str


# --- what the hall answers --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FormsArrived(Event):
    """These forms can be filled in here."""

    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class ShowerKnown(Event):
    """The hall said who has shown a document; `fills` are answers that it gives."""

    visit: str
    name: str = field(repr=False)
    fills: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class CodeShown(Event):
    """The hall said what a scanner here has read: a visit's ticket, a form's code, or neither."""

    visit: str
    ticket: str = ""
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """The hall found the form of the code."""

    application: Application
    forms: tuple[Form, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept(Event):
    """The hall has kept what was answered."""

    application: Application


@dataclass(frozen=True, slots=True)
class Attached(Event):
    """The hall has kept a picture, or thrown one away."""

    application: Application


@dataclass(frozen=True, slots=True)
class NotAttached(Event):
    """The hall said no to a picture; `code` is its own."""

    code: str


@dataclass(frozen=True, slots=True)
class HandedIn(Event):
    """The form is handed in."""

    followed: Followed


@dataclass(frozen=True, slots=True)
class Bound(Event):
    """The hall knows which form the ticket is about."""


@dataclass(frozen=True, slots=True)
class Printed(Event):
    """The hall said what became of the paper."""

    paper: Paper


@dataclass(frozen=True, slots=True)
class Refused(Event):
    """The hall said no; `code` is its own."""

    code: str


@dataclass(frozen=True, slots=True)
class Unanswered(Event):
    """Nobody knows whether the hall did it: the same must be asked again."""
