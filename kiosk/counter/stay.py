"""One visitor's stay at the side of a counter: its pages, and all that is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from edge.api.shapes import Application, Article, Form, Side, SidePerson


class Stage(StrEnum):
    """What the side of a counter shows. Each is one page."""

    CLOSED = "closed"
    PAUSED = "paused"
    WELCOME = "welcome"  # somebody sits there, and nobody is called
    CALLED = "called"
    SERVING = "serving"
    IDENTITY = "identity"  # is this you?
    FORM = "form"  # is this what you want?
    SIGN = "sign"
    SENDING = "sending"  # the hall has not said yet that it is written
    SIGNED = "signed"
    RATING = "rating"
    RATED = "rated"  # graded; the hall has not said yet that it is written
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Filled:
    """The visitor's form, and what was answered. Nothing of it is for a log."""

    form: Form
    application: Application = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the visitor of `visit` thinks: a grade, grades of dimensions, and words. 0: none yet."""

    visit: str
    grade: int = 0
    grades: Mapping[str, int] = field(default_factory=dict)
    words: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Stay:
    """What the side of a counter knows. Whoever is served next gets a stay with another id.

    `side` is what the hall said last; `asked` names what `person` and `filled` belong to. `number`
    is what the visitor follows a form by that was signed here. `wanted` is the visit that the hall
    wants to be asked about now, `opinion` what is being asked, `rated` what was asked last.
    `trouble` is the hall's code for what it did not take. `news` is what headquarters announces.
    """

    id: str
    side: Side | None = None
    asked: int = 0
    person: SidePerson | None = field(default=None, repr=False)
    filled: Filled | None = field(default=None, repr=False)
    number: str = ""
    sending: bool = False
    trouble: str = ""
    wanted: str = ""
    opinion: Opinion | None = None
    rated: str = ""
    is_sent: bool = False
    is_thanked: bool = False
    news: tuple[Article, ...] = ()

    @property
    def stage(self) -> Stage:
        """Return the page: what the hall shows, unless the visitor is being asked or thanked."""
        if self.is_thanked:
            return Stage.THANKS
        if self.opinion is not None:
            return Stage.RATED if self.is_sent else Stage.RATING
        return self._of_side()

    def _of_side(self) -> Stage:
        side = self.side
        if side is None or not side.open:
            return Stage.CLOSED
        if side.state == "serving":
            return self._of_what_is_shown(side)
        if side.state == "called":
            return Stage.CALLED
        return Stage.PAUSED if side.paused else Stage.WELCOME

    def _of_what_is_shown(self, side: Side) -> Stage:
        if side.shown == "identity" and self.person is not None and side.agreed is None:
            return Stage.IDENTITY
        if side.shown == "form" and self.filled is not None and side.agreed is None:
            return Stage.FORM
        if side.shown == "sign" and self.filled is not None:
            return self._of_signing(self.filled)
        return Stage.SERVING

    def _of_signing(self, filled: Filled) -> Stage:
        if self.sending:
            return Stage.SENDING
        return Stage.SIGNED if self.number or filled.application.number else Stage.SIGN
