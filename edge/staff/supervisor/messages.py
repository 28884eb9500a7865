"""What workers and screens tell the application; only its handlers act on them."""

from dataclasses import dataclass

from textual.message import Message

from edge.api import shapes
from edge.staff.supervisor.actions import Action
from edge.staff.supervisor.asking import Marked
from edge.staff.supervisor.board import Seen
from edge.staff.supervisor.outcome import Outcome
from edge.staff.words import Words


@dataclass
class SignInAsked(Message):
    """Somebody typed a staff number and a PIN."""

    sign_in: shapes.SignIn


@dataclass
class SignedIn(Message):
    """The hall knows them."""

    session: shapes.Session


@dataclass
class SignInFailed(Message):
    """The hall does not, or they belong elsewhere, or it was not there."""

    reason: Words


@dataclass
class SignOutAsked(Message):
    """Whoever is signed in wants to go."""


@dataclass
class SessionEnded(Message):
    """There is no session any more, for a reason that is told."""

    reason: Words


@dataclass
class LanguageAsked(Message):
    """The other language is wanted."""


@dataclass
class ActionAsked(Message):
    """The key of an action was pressed, with that row marked."""

    action: Action
    marked: Marked


@dataclass
class TicketsAsked(Message):
    """The tickets in line are wanted: those of one service, or all."""

    service: str = ""


@dataclass
class TicketsLeft(Message):
    """Nobody looks at the tickets any more."""


@dataclass
class WhyAsked(Message):
    """Why a visit was called is wanted."""

    visit: str


@dataclass
class RulesAsked(Message):
    """The rules of the queue are wanted."""


@dataclass
class RulesCheckAsked(Message):
    """Whether this text of rules is right is wanted; with `to_use` it is put in force if so."""

    text: str
    to_use: bool


@dataclass
class ReportAsked(Message):
    """The report of the day is wanted."""


@dataclass
class HallSeen(Message):
    """The hall's confirmed state; `live` if its events follow from here on."""

    seen: Seen
    live: bool


@dataclass
class HallLost(Message):
    """The controller does not answer."""


@dataclass
class OrderAnswered(Message):
    """What came of an order; the state after it has been asked for before."""

    outcome: Outcome
