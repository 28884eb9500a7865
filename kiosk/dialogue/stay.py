"""One visitor's stay at a ticket screen: its stages, and all that is known of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from edge.api.shapes import Expected, Ticket

SERVICES_MAX = 5


class Stage(StrEnum):
    """How far a dialogue has come. Each is one page of the ticket screen."""

    ATTRACT = "attract"
    GREETED = "greeted"  # somebody was identified and may choose a service
    CHOOSING = "choosing"
    SEARCHING = "searching"  # a service is looked for by its name
    PRIORITY = "priority"  # which group of those who come first
    DOCUMENTS = "documents"  # what is to be brought, before there is a ticket
    PAPER = "paper"  # printed, or on the screen to be photographed
    TYPING = "typing"  # the keypad for a number in place of a card
    CHECKING = "checking"  # the hall looks at a number that was typed
    CODE = "code"  # the keyboard for an appointment's code
    CODE_CHECKING = "code_checking"  # the hall looks at it, and may print the ticket
    ISSUING = "issuing"
    TICKET = "ticket"
    MAP = "map"  # the way from here to where the visitor waits
    REFUSED = "refused"


class NumberKind(StrEnum):
    """What a visitor types in place of a card."""

    IDENTITY = "identity"
    ACCOUNT = "account"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who was identified. The name is masked, and still not for logs.

    `document` is what they showed, such as `code`; the name is empty where that tells none. `echo`
    is the account or mobile number they typed, masked. `expected` is an appointment of theirs,
    `owed_fen` what they owe by what headquarters has sent, told only once they have `asked_owed`.
    Whoever `is_old` gets large type unasked.
    """

    visit: str
    name: str = field(default="", repr=False)
    document: str = ""
    expected: Expected | None = field(default=None, repr=False)
    echo: str = field(default="", repr=False)
    owed_fen: int = field(default=0, repr=False)
    asked_owed: bool = False
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What the visitor is about to ask for; `group` is the part of the menu that is open.

    `priority` is the group of those who come first that the visitor belongs to. Whoever wants
    `several` services marks them: they are `marked` in the order of touching, to be served
    `together` at one counter if possible. `query` is what a service is looked for by. With
    `appointment` it is the ticket of the visitor's appointment; not `on_paper` it is for a phone.
    """

    group: str = ""
    service: str = ""
    priority: str = ""
    several: bool = False
    marked: tuple[str, ...] = ()
    together: bool = True
    query: str = ""
    appointment: bool = False
    on_paper: bool = True

    @property
    def services(self) -> tuple[str, ...]:
        """Everything that is asked for, in order."""
        return (self.service,) if self.service else self.marked


@dataclass(frozen=True, slots=True)
class Refusal:
    """The hall said no; `code` is its own.

    It may be otherwise from `opens_at` (local time, ISO 8601) or `from_ms` (wall) on.
    """

    code: str
    opens_at: str = ""
    from_ms: int = 0


@dataclass(frozen=True, slots=True)
class Mistyped:
    """What was typed was not right; `code` is the hall's own."""

    code: str


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

    A number or code that is typed never stands here: the screen keeps it until it is sent, `typing`
    is of which kind it is. A ticket that is `outcome` may be one that the visitor `had` already.
    """

    id: str
    stage: Stage = Stage.ATTRACT
    hall_here: bool = False
    visitor: Visitor | None = None
    wish: Wish = Wish()
    outcome: Ticket | Refusal | Mistyped | None = None
    had: bool = False
    approach: Approach | None = None
    typing: NumberKind = NumberKind.IDENTITY
