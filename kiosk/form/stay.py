"""One visitor's stay at a form screen: its pages, and all that is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from edge.api.shapes import Application, Form, FormDocument, FormMistake, FormPart
from kiosk.form.asked import documents_of, parts_of


class Stage(StrEnum):
    """How far a stay has come. Each is one page of the form screen."""

    ATTRACT = "attract"
    CHOOSING = "choosing"  # which form
    CODE = "code"  # the keyboard for the code of a form that was kept
    OPENING = "opening"  # the hall looks for it
    FILLING = "filling"  # a part of the form
    DOCUMENTS = "documents"
    CAMERA = "camera"  # a picture of a document
    REVIEW = "review"  # everything once more, and what is missing
    SIGNING = "signing"
    TURNING = "turning"  # the hall keeps what was answered; another page comes after
    HANDING_IN = "handing_in"
    KEPT = "kept"  # the code to go on by
    HANDED_IN = "handed_in"  # the number to follow by
    REFUSED = "refused"


WAITING = frozenset({Stage.OPENING, Stage.TURNING, Stage.HANDING_IN})
ENDED = frozenset({Stage.KEPT, Stage.HANDED_IN, Stage.REFUSED})


class Paper(StrEnum):
    """What became of the list of what is missing, on paper."""

    NONE = ""
    PRINTING = "printing"
    PRINTED = "printed"
    NO_PRINTER = "no_printer"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a form: its stage, and which part it asks where it is FILLING."""

    stage: Stage
    page: int = 0


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as far as it is filled in. Nothing of it is for a log.

    `typing` was typed since the page was drawn: the browser shows it by itself. `kept` is what the
    hall made of it last, None before it was asked; `saves` counts how often it was.
    """

    form: Form
    answers: Mapping[str, str] = field(default_factory=dict, repr=False)
    typing: Mapping[str, str] = field(default_factory=dict, repr=False)
    documents: tuple[str, ...] = ()
    kept: Application | None = None
    mistakes: tuple[FormMistake, ...] = ()
    saves: int = 0

    @property
    def parts(self) -> list[FormPart]:
        """The parts that are asked with these answers."""
        return parts_of(self.form, self.answers)

    @property
    def needed(self) -> list[FormDocument]:
        """The documents that go with these answers."""
        return documents_of(self.form, self.answers)

    @property
    def is_complete(self) -> bool:
        """Whether the hall misses nothing but the signature."""
        kept = self.kept
        return kept is not None and not (kept.missing or kept.lacking or kept.mistakes)

    def settled(self) -> "Filled":
        """Return it with what was typed as its answers."""
        if not self.typing:
            return self
        return replace(self, answers={**self.answers, **self.typing}, typing={})

    def places(self) -> list[Place]:
        """Return its pages in order."""
        pages = [Place(Stage.FILLING, page) for page in range(len(self.parts))]
        documents = [Place(Stage.DOCUMENTS)] if self.needed else []
        return [*pages, *documents, Place(Stage.REVIEW)]


@dataclass(frozen=True, slots=True)
class Shower:
    """Whoever showed a document here: `visit` is what the hall calls them. The name is masked.

    `fills` are answers that their document gives, by what a field's `fill` says. Whoever `is_old`
    gets large type unasked.
    """

    visit: str
    name: str = field(default="", repr=False)
    fills: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """One visitor at a form screen. Whoever comes next gets a stay of their own.

    `page` is the part that is asked. While the hall is asked, `left` is the page that is waited on
    and `then` the one that comes. `trouble` is the hall's code of what went wrong last. `showing`
    is what the hall calls something that was shown just now, until it has said what that is.
    `ticket` is the visit whose ticket was shown; it is `bound` once the hall knows which form it is
    about. What is missing on a page is said there once it was `looked_at`: left before, or come
    back to. `pictured` is the document before the camera; its picture is `sending` to the hall.
    """

    id: str
    stage: Stage = Stage.ATTRACT
    forms: tuple[Form, ...] | None = None
    filled: Filled | None = None
    page: int = 0
    left: Place | None = None
    then: Place | None = None
    shower: Shower | None = None
    showing: str = ""
    ticket: str = ""
    bound: bool = False
    trouble: str = ""
    looked_at: bool = False
    code: str = field(default="", repr=False)
    signature: str = field(default="", repr=False)
    number: str = ""
    printed: Paper = Paper.NONE
    pictured: str = ""
    sending: bool = False

    @property
    def place(self) -> Place:
        """The page of the form that is looked at."""
        return Place(self.stage, self.page if self.stage is Stage.FILLING else 0)

    @property
    def application(self) -> str:
        """What the hall calls the form, empty before it has kept it."""
        kept = self.filled.kept if self.filled else None
        return kept.application if kept else ""
