"""What a ticket screen's dialogue is made of: its stages, what can happen, what it then wants."""

from dataclasses import dataclass, field
from enum import StrEnum

from edge.api.shapes import Greeting, Ticket


class Stage(StrEnum):
    """How far a dialogue has come. Each is one page of the ticket screen."""

    ATTRACT = "attract"
    GREETED = "greeted"  # somebody was identified and may choose a service
    CHOOSING = "choosing"
    TYPING = "typing"  # the keypad for the identity number
    CHECKING = "checking"  # the hall looks at a number that was typed
    ISSUING = "issuing"
    TICKET = "ticket"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Manner:
    """How the screen speaks to this visitor.

    `language` comes first, the other beside it; empty means the hall's own.
    """

    language: str = ""
    elder: bool = False


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who was identified. The name is masked, and still not for logs.

    `document` is what they showed, such as `code`; the name is empty where that tells none.
    """

    visit: str
    name: str = field(default="", repr=False)
    document: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the visitor is about to ask for; `group` is the part of the menu that is open."""

    group: str = ""
    service: str = ""
    priority: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """The hall said no; `code` is its own."""

    code: str


@dataclass(frozen=True, slots=True)
class Mistyped:
    """The number that was typed began no visit; `code` is the hall's own."""

    code: str


class CardNote(StrEnum):
    """What is said about the card on the reader. Nothing of it is anybody's secret."""

    NONE = ""
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Approach:
    """When the visitor first touched the screen, and first wished for a ticket (steady ms)."""

    touched_ms: int
    wished_ms: int | None = None

    @property
    def took_ms(self) -> int:
        """From the touch to the wish."""
        return 0 if self.wished_ms is None else self.wished_ms - self.touched_ms


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One visitor's stay at a ticket screen. The id is new for each visitor.

    A number that is typed never stands here: the screen keeps it to itself until it is sent.
    """

    id: str
    stage: Stage = Stage.ATTRACT
    hall_here: bool = False
    manner: Manner = Manner()
    visitor: Visitor | None = None
    wish: Wish = Wish()
    outcome: Ticket | Refusal | Mistyped | None = None
    card: CardNote = CardNote.NONE
    approach: Approach | None = None


# --- what can happen --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens to a screen, whoever stands there."""


@dataclass(frozen=True, slots=True)
class Addressed(Event):
    """Something meant for one dialogue: once that is over, it is nobody's business any more."""

    dialogue: str


@dataclass(frozen=True, slots=True)
class HallLost(Event):
    """The controller does not answer."""


@dataclass(frozen=True, slots=True)
class HallBack(Event):
    """The controller answers again."""


@dataclass(frozen=True, slots=True)
class VisitorIdentified(Event):
    """Somebody laid a document on the reader beside this screen, or showed a code there."""

    visit: str


@dataclass(frozen=True, slots=True)
class CardNotRead(Event):
    """A card on the reader beside this screen gave nothing."""

    note: CardNote


@dataclass(frozen=True, slots=True)
class CardLeft(Event):
    """The card that was read still lies on the reader."""


@dataclass(frozen=True, slots=True)
class Touched(Addressed):
    """The screen was touched: somebody is there."""


@dataclass(frozen=True, slots=True)
class LanguageChosen(Addressed):
    """The visitor wants this language first."""

    language: str


@dataclass(frozen=True, slots=True)
class ElderModeChosen(Addressed):
    """The visitor wants larger type, or no longer."""

    elder: bool


@dataclass(frozen=True, slots=True)
class PriorityDeclared(Addressed):
    """The visitor asks to come first, or no longer."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class GroupOpened(Addressed):
    """The visitor looks into a group of services; empty for the whole menu."""

    group: str


@dataclass(frozen=True, slots=True)
class NumberWanted(Addressed):
    """The visitor wants to type the identity number."""


@dataclass(frozen=True, slots=True)
class NumberTyped(Addressed):
    """The visitor has typed an identity number and says that it is whole."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ServiceChosen(Addressed):
    """The visitor wants a ticket for this service."""

    service: str


@dataclass(frozen=True, slots=True)
class ChoseAgain(Addressed):
    """After a refusal, or from the keypad, the visitor goes back to the menu."""


@dataclass(frozen=True, slots=True)
class Left(Addressed):
    """The visitor ended the dialogue."""


@dataclass(frozen=True, slots=True)
class WalkedAway(Addressed):
    """Nobody has touched the screen for too long."""


@dataclass(frozen=True, slots=True)
class GreetingArrived(Addressed):
    """The hall said how to greet the visitor."""

    greeting: Greeting = field(repr=False)


@dataclass(frozen=True, slots=True)
class NumberKnown(Addressed):
    """The hall began a visit for the number that was typed."""

    visit: str


@dataclass(frozen=True, slots=True)
class NumberRefused(Addressed):
    """The number is none, or nobody knows what became of it: it may be typed again."""

    code: str


@dataclass(frozen=True, slots=True)
class CardNoteOver(Addressed):
    """What was said about a card has been there long enough to be read."""


@dataclass(frozen=True, slots=True)
class TicketArrived(Addressed):
    """The hall issued the ticket."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class TicketRefused(Addressed):
    """The hall said no: there will be no ticket for now."""

    code: str


@dataclass(frozen=True, slots=True)
class AnswerMissing(Addressed):
    """Nobody knows whether the ticket exists: the same question must be asked again."""


# --- what the dialogue wants done -------------------------------------------------------------


class Quiet(StrEnum):
    """How long the screen may stay untouched depends on what it shows."""

    FOREVER = "forever"
    CHOOSING = "choosing"
    ISSUING = "issuing"  # or any other answer of the hall that somebody waits for
    PAPER_TICKET = "paper_ticket"
    SCREEN_TICKET = "screen_ticket"


@dataclass(frozen=True, slots=True)
class Effect:
    """Something the machine cannot do itself."""


@dataclass(frozen=True, slots=True)
class StartTimer(Effect):
    """Send `WalkedAway` when nothing happens for that long; forget any earlier timer."""

    dialogue: str
    quiet: Quiet


@dataclass(frozen=True, slots=True)
class StartCardTimer(Effect):
    """Send `CardNoteOver` in a while; forget any earlier one."""

    dialogue: str


@dataclass(frozen=True, slots=True)
class IdentifyByNumber(Effect):
    """Ask the hall to begin a visit with a number that was typed. It is asked once."""

    dialogue: str
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FetchGreeting(Effect):
    """Ask the hall how to greet the visitor."""

    dialogue: str
    visit: str


@dataclass(frozen=True, slots=True)
class TakeTicket(Effect):
    """Ask the hall for a ticket. However often it is asked with this `key`, it gives one.

    `approach_ms` is the time from the visitor's first touch to the wish.
    """

    dialogue: str
    key: str
    service: str
    priority: bool
    visit: str | None
    approach_ms: int


@dataclass(frozen=True, slots=True)
class AbandonVisit(Effect):
    """Tell the hall that an identified visitor left without a ticket."""

    visit: str
