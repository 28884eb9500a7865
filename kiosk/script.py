"""What one kind of touched screen is made of: its script, as a station asks it, and its kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import Field

from edge.api.shapes import Identifier, Request
from kiosk.hall_feed import HallView
from kiosk.scene import Scene
from kiosk.tools import Tools
from kiosk.turns import Turn

OF_ANY_SCREEN = frozenset({"language", "elder", "voice", "help"})
"""What is touched on every screen, and means the same there."""

VALUE_CHARS_MAX = 24_000
# A drawing or a long text, escaped.
TOUCH_BYTES_MAX = 96 * 1024


class StationTouch(Request):
    """One touch: in which stay, on what, and what for; the value may be personal.

    `field` is the question of a form that the value answers.
    """

    dialogue: Identifier
    action: Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,31}$")]
    field: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_.:-]*$")] = ""
    value: Annotated[str, Field(max_length=VALUE_CHARS_MAX, repr=False)] = ""


class Stay(Protocol):
    """What a script knows of one visitor. Whoever comes next gets a stay with another id."""

    @property
    def id(self) -> str:
        """Return what touches and late answers are addressed to."""

    @property
    def stage(self) -> str:
        """Return the name of the page."""


StayT = TypeVar("StayT", bound=Stay)
EventT = TypeVar("EventT")
ErrandT = TypeVar("ErrandT")


@dataclass(frozen=True, slots=True)
class Rest:
    """How long a page may stay untouched (None: for ever), and whether one is asked first.

    While it is `attended` somebody is known to be there, and the language stays as they chose it.
    Where somebody waits for the hall (`waits`), nothing makes the wait longer.
    """

    after_s: float | None = None
    asked: bool = True
    attended: bool = False
    waits: bool = False


class Script(Protocol[StayT, EventT, ErrandT]):
    """What one kind of screen does. Everything but `run` is pure and done at once."""

    def begin(self, stay_id: str) -> StayT:
        """Return the stay of nobody: the page that everybody may come to."""

    def step(self, stay: StayT, event: EventT, turn: Turn) -> tuple[StayT, Sequence[ErrandT]]:
        """Return the stay after `event`, and what is to be asked of the hall.

        An event that means nothing here, or was meant for another stay, changes nothing.
        """

    def is_same_visitor(self, before: StayT, after: StayT) -> bool:
        """Return whether whoever is here after a step may be who was here before it."""

    def event_of(self, stay: StayT, touch: StationTouch, view: HallView) -> EventT | None:
        """Return what a touch means; None for one that means nothing. The stay is the touch's.

        What means the same on every screen has been seen to by then.
        """

    def events_of_hall(self, stay: StayT, before: HallView, now: HallView) -> Sequence[EventT]:
        """Return what a change of the hall means to this stay. `now.here` says if it is there."""

    def identified(self, stay: StayT, visit: str) -> EventT | None:
        """Return what it means that somebody showed a document or a code beside this screen."""

    def walked_away(self, stay: StayT) -> EventT:
        """Return the event that ends this stay; after `step` the stay has another id."""

    def rest(self, stay: StayT) -> Rest:
        """Return how long this page may stay untouched."""

    def is_old(self, stay: StayT) -> bool:
        """Return whether the visitor is known to be old, and gets large type unasked."""

    def render(self, stay: StayT, scene: Scene) -> str:
        """Return the page as HTML."""

    async def run(self, errand: ErrandT, screen: str) -> EventT | None:
        """Ask the hall, and return what the stay must hear of it. Raises nothing of the hall's."""

    def failed(self, errand: ErrandT) -> EventT | None:
        """Return what the stay must hear of an errand that broke off, so that it does not hang."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of screen: its address, its page, the names of its screens, and the script of each.

    With `needs_counters` the hall's counters are looked at for it. `section` of the configuration
    names the screens; empty where it is called as the path. `place` says what staff who are called
    to a screen of that name know it by.
    """

    path: str
    template: str
    names: tuple[str, ...]
    script: Callable[[str, Tools], Script[Any, Any, Any]]
    needs_counters: bool = False
    # Further parts of the server that belong to it, such as pictures.
    routes: tuple[Any, ...] = ()
    # Whether its pages may look through the camera of the screen's machine.
    camera: bool = False
    section: str = ""
    touch: type[StationTouch] = StationTouch
    touch_bytes_max: int = TOUCH_BYTES_MAX
    place: Callable[[str], str] = str
