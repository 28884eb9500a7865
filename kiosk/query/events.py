"""What can happen at a query screen."""

from dataclasses import dataclass, field

from edge.api.shapes import Account, Content
from kiosk.query.stay import Progress, Stage, Topic


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to a screen, whoever stands there."""


@dataclass(frozen=True, slots=True)
class Addressed(Event):
    """Something meant for one stay: once that is over, it is nobody's business any more."""

    stay: str


@dataclass(frozen=True, slots=True)
class Answer(Addressed):
    """What the hall said to a question, the `asked`th of that stay."""

    asked: int


# --- what visitors do ---


@dataclass(frozen=True, slots=True)
class Touched(Event):
    """The screen was touched: somebody is there."""


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """The visitor wants this page."""

    stage: Stage


@dataclass(frozen=True, slots=True)
class WentBack(Event):
    """The visitor wants the page from which this one was opened."""


@dataclass(frozen=True, slots=True)
class ItemOpened(Event):
    """The visitor wants to see one thing of a list: an account's place, a bill's month, a guide."""

    item: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Turned(Event):
    """The visitor wants another page of a list, 0 being the first."""

    page: int


@dataclass(frozen=True, slots=True)
class TopicChosen(Event):
    """The visitor wants articles about this."""

    topic: Topic


@dataclass(frozen=True, slots=True)
class AccountTyped(Event):
    """The visitor has typed an account number and says that it is whole."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NumberTyped(Event):
    """The visitor has typed the number of an application and says that it is whole."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NumberGiven(Event):
    """The visitor has been given the number of an application here, and wants to follow it."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Left(Event):
    """The visitor ended the stay, or has touched nothing for too long."""


# --- what stands beside the screen ---


@dataclass(frozen=True, slots=True)
class Identified(Event):
    """Somebody laid a document on the reader beside this screen, or showed a code there."""

    visit: str


# --- what the hall says ---


@dataclass(frozen=True, slots=True)
class HallBack(Event):
    """The controller answers again."""


@dataclass(frozen=True, slots=True)
class ContentArrived(Addressed):
    """What everybody may read, as headquarters has sent it."""

    content: Content = field(repr=False)


@dataclass(frozen=True, slots=True)
class ContentMissing(Addressed):
    """The hall did not say what everybody may read."""


@dataclass(frozen=True, slots=True)
class AccountsFound(Answer):
    """Whoever was identified has several accounts, and `left_out` more; `name` is masked.

    `is_old` is what their document says of them.
    """

    accounts: tuple[Account, ...] = field(repr=False)
    name: str = field(default="", repr=False)
    left_out: int = 0
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class AccountFound(Answer):
    """The account whose number was typed, or the only one of whoever was identified."""

    account: Account = field(repr=False)
    name: str = field(default="", repr=False)
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class NotFound(Answer):
    """There is no account to show: `code` is the hall's own, or `no_accounts`."""

    code: str
    name: str = field(default="", repr=False)
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Mistyped(Answer):
    """The number is none, or nobody knows what became of it: it may be typed again."""

    code: str


@dataclass(frozen=True, slots=True)
class ProgressFound(Answer):
    """How far the application is whose number was typed."""

    progress: Progress
