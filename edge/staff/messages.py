"""What workers and screens tell the terminal; only its handlers act on them."""

from dataclasses import dataclass, field

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
    """The clerk wants to go; `anyway`: with the counter open, from behind the lock."""

    anyway: bool = False


@dataclass
class LockAsked(Message):
    """The clerk leaves the screen for a while."""


@dataclass
class UnlockAsked(Message):
    """Somebody typed a PIN at the lock."""

    pin: str = field(repr=False)


@dataclass
class FaultsAsked(Message):
    """The clerk wants to see the open faults."""


@dataclass
class LanguageAsked(Message):
    """The clerk wants the other language first."""


@dataclass
class CopyAsked(Message):
    """The clerk wants what is at the counter in the clipboard."""


@dataclass
class KeypadPressed(Message):
    """A key of the number pad: a digit, or the name of another key."""

    key: str


@dataclass
class KeypadLost(Message):
    """The number pad is gone."""


@dataclass
class Unlocked(Message):
    """The clerk who works here is back."""

    session: shapes.Session


@dataclass
class SignedOut(Message):
    """The clerk has gone."""


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
    """The clerk wants an action: at the `visit` that was at the counter, or at whoever is there.

    A key is struck at what the screen shows; the palette hides some of it for a while.
    """

    action: Action
    visit: str | None = None


@dataclass
class QuestionAnswered(Message):
    """The clerk answered the desk's question."""

    confirmed: bool


@dataclass
class StepAnswered(Message):
    """The clerk answered the step of that name of the dialog."""

    step: str
    value: str


@dataclass
class StepTakenBack(Message):
    """The clerk wants to answer the step before once more."""


@dataclass
class NotesLeft(Message):
    """The clerk has read the notes."""


@dataclass
class FormActionAsked(Message):
    """The clerk wants something of the form that lies open."""

    action: Action


@dataclass
class StepLeft(Message):
    """The clerk wants nothing to be done."""


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
