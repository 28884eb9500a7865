"""What a page of a touched screen is drawn with beside the stay itself."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.hall_feed import HallView
from kiosk.nearby import Nearby

FEWER_MAX = 4
"""So many choices there are at first, where there are fewer."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How the screen speaks to this visitor.

    `language` comes first, the other beside it; empty means the hall's own. In large type (`elder`)
    a page begins with a few choices, until the visitor wants to see `all` of them.
    """

    language: str = ""
    elder: bool = False
    all: bool = False

    @property
    def fewer(self) -> bool:
        """Whether a page shows a few choices, and the way to the rest."""
        return self.elder and not self.all


class CardNote(StrEnum):
    """What is said about the card on the reader. Nothing of it is anybody's secret."""

    NONE = ""
    UNREADABLE = "unreadable"
    UNSUPPORTED = "unsupported"
    LEFT = "left"


class HelpCall(StrEnum):
    """How it stands with the call for help from this screen."""

    NONE = ""
    CALLING = "calling"  # the hall has not answered yet
    CALLED = "called"
    COMING = "coming"
    UNANSWERED = "unanswered"

    @property
    def stands(self) -> bool:
        """Whether somebody waits for help, as far as is known."""
        return self in (HelpCall.CALLING, HelpCall.CALLED, HelpCall.COMING)


@dataclass(frozen=True, slots=True)
class Helper:
    """The member of staff who is coming; the name is empty where the hall has none."""

    staff: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class HelpStanding:
    """How it stands with the call for help, and who is coming."""

    call: HelpCall = HelpCall.NONE
    helper: Helper = Helper()

    @property
    def stands(self) -> bool:
        """Whether somebody waits for help, as far as is known."""
        return self.call.stands

    @property
    def said(self) -> str:
        """Return the key of the sentence about it."""
        if self.call is not HelpCall.COMING or not self.helper.staff:
            return f"help_{self.call.value}"
        return "help_coming_named" if self.helper.name else "help_coming_number"


@dataclass(frozen=True, slots=True)
class Scene:
    """The hall, the visitor's manner, the call for help, and what can be shown to this screen.

    `voice` tells whether pages are read aloud now; None where this screen has no voice. `card` is
    what is said about a card on the reader.
    """

    view: HallView = field(default_factory=HallView)
    manner: Manner = field(default_factory=Manner)
    help: HelpStanding = HelpStanding()
    beside: Nearby = field(default_factory=Nearby)
    voice: bool | None = None
    card: CardNote = CardNote.NONE
