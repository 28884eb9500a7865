"""What can happen at a ticket screen."""

from dataclasses import dataclass, field

from edge.api.shapes import Greeting, Ticket
from kiosk.dialogue.stay import NumberKind


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
class Touched(Addressed):
    """The screen was touched: somebody is there."""


@dataclass(frozen=True, slots=True)
class PriorityWanted(Addressed):
    """The visitor wants to say why they come first."""


@dataclass(frozen=True, slots=True)
class PriorityDeclared(Addressed):
    """The visitor says to which group of those who come first they belong; empty: to none."""

    group: str


@dataclass(frozen=True, slots=True)
class GroupOpened(Addressed):
    """The visitor looks into a group of services; empty for the whole menu."""

    group: str


@dataclass(frozen=True, slots=True)
class SeveralWanted(Addressed):
    """The visitor has come for more than one thing, or no longer."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class ServiceMarked(Addressed):
    """Of several services the visitor wants this one too, or no longer."""

    service: str


@dataclass(frozen=True, slots=True)
class TogetherWanted(Addressed):
    """The visitor wants several services at one counter, or each where it is soonest."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class SearchWanted(Addressed):
    """The visitor wants to look for a service by its name."""


@dataclass(frozen=True, slots=True)
class QueryTyped(Addressed):
    """This is what the visitor looks for by now."""

    query: str


@dataclass(frozen=True, slots=True)
class DocumentsAsked(Addressed):
    """What the visitor wants needs documents. `service` is empty for all that were marked."""

    service: str


@dataclass(frozen=True, slots=True)
class DocumentsSeen(Addressed):
    """The visitor has seen which documents are needed, and wants the ticket."""


@dataclass(frozen=True, slots=True)
class PaperAsked(Addressed):
    """The visitor may choose between paper and screen. `service` as in `DocumentsAsked`."""

    service: str


@dataclass(frozen=True, slots=True)
class PaperChosen(Addressed):
    """The visitor wants the ticket printed, or on the screen."""

    on_paper: bool


@dataclass(frozen=True, slots=True)
class MapWanted(Addressed):
    """The visitor wants to see where to wait."""


@dataclass(frozen=True, slots=True)
class TicketWanted(Addressed):
    """From the map the visitor goes back to the ticket."""


@dataclass(frozen=True, slots=True)
class OwedAsked(Addressed):
    """The visitor wants to see what they owe, or no longer."""

    wanted: bool


@dataclass(frozen=True, slots=True)
class MarkedTaken(Addressed):
    """The visitor wants one ticket for all services that were marked."""


@dataclass(frozen=True, slots=True)
class CodeWanted(Addressed):
    """The visitor wants to type the code of an appointment."""


@dataclass(frozen=True, slots=True)
class CodeTyped(Addressed):
    """The visitor has typed the code of an appointment and says that it is whole."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CheckInWanted(Addressed):
    """The visitor wants the ticket of the appointment that their card has found."""


@dataclass(frozen=True, slots=True)
class NumberWanted(Addressed):
    """The visitor wants to type a number of this kind."""

    kind: NumberKind = NumberKind.IDENTITY


@dataclass(frozen=True, slots=True)
class NumberTyped(Addressed):
    """The visitor has typed a number of this kind and says that it is whole."""

    number: str = field(repr=False)
    kind: NumberKind = NumberKind.IDENTITY


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
class AppointmentShown(Addressed):
    """The hall said how to greet the visitor, who has shown the code of an appointment."""

    greeting: Greeting = field(repr=False)


@dataclass(frozen=True, slots=True)
class OwedArrived(Addressed):
    """The hall said what the visitor of `visit` owes."""

    visit: str
    owed_fen: int = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodeRefused(Addressed):
    """The code is none, or nobody knows what became of it: it may be typed again."""

    code: str


@dataclass(frozen=True, slots=True)
class NumberKnown(Addressed):
    """The hall began a visit for the number that was typed."""

    visit: str


@dataclass(frozen=True, slots=True)
class NumberRefused(Addressed):
    """The number is none, or nobody knows what became of it: it may be typed again."""

    code: str


@dataclass(frozen=True, slots=True)
class TicketArrived(Addressed):
    """The hall issued the ticket, or the visitor `had` it already."""

    ticket: Ticket
    had: bool = False


@dataclass(frozen=True, slots=True)
class TicketRefused(Addressed):
    """The hall said no: there will be no ticket for now. Fields as in `Refusal`."""

    code: str
    opens_at: str = ""
    from_ms: int = 0


@dataclass(frozen=True, slots=True)
class AnswerMissing(Addressed):
    """Nobody knows whether the ticket exists: the same question must be asked again."""
