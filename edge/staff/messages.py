"""What workers and screens tell the terminal; only its handlers act on them."""

from dataclasses import dataclass

from textual.message import Message

from edge.api import shapes
from edge.staff.actions import Action
from edge.staff.hall import Hall
from edge.staff.press import Outcome, Press
from edge.staff.words import Words


@dataclass
class SignInAsked(Message):
    """A clerk typed a staff number and a PIN."""

    sign_in: shapes.SignIn


@dataclass
class SignedIn(Message):
    """The hall knows the clerk."""

    session: shapes.Session


@dataclass
class SignInFailed(Message):
    """The hall does not, or was not there."""

    reason: Words


@dataclass
class SignOutAsked(Message):
    """The clerk wants to go."""


@dataclass
class SessionEnded(Message):
    """There is no session any more, for a reason the clerk is told."""

    reason: Words


@dataclass
class CounterChosen(Message):
    """The clerk wants to work at this counter."""

    counter: str


@dataclass
class ActionAsked(Message):
    """The clerk pressed the key of an action."""

    action: Action


@dataclass
class QuestionAnswered(Message):
    """The clerk answered the desk's question."""

    confirmed: bool


@dataclass
class AcknowledgeAsked(Message):
    """The clerk knows of an open fault and has noted what is done about it."""

    device: str
    unit: str
    note: str


@dataclass
class AcknowledgeAnswered(Message):
    """What came of that."""

    outcome: Outcome


@dataclass
class HallSeen(Message):
    """The hall's confirmed state; `live` if its events follow from here on."""

    hall: Hall
    live: bool


@dataclass
class HallLost(Message):
    """The controller does not answer."""


@dataclass
class PressAnswered(Message):
    """What came of a press; the state after it has been seen before."""

    press: Press
    outcome: Outcome
