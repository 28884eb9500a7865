"""The form screen as a station runs it: its machine, its pages, its errands."""

from collections.abc import Sequence

from kiosk.form import errands as do
from kiosk.form import events as e
from kiosk.form.config import FormConfig
from kiosk.form.flow import step
from kiosk.form.hall import FormErrands, broken_off
from kiosk.form.pages import AtEntry, FormPages
from kiosk.form.pictures import Pictures
from kiosk.form.stay import WAITING, Stage, Stay
from kiosk.form.touches import event_of
from kiosk.hall_feed import HallView
from kiosk.scene import Scene
from kiosk.script import Kind, Rest, StationTouch
from kiosk.tools import Tools
from kiosk.turns import Turn

_SHOWN = (Stage.KEPT, Stage.HANDED_IN)


class FormScript:
    """What a form screen does."""

    def __init__(
        self,
        tools: Tools,
        config: FormConfig,
        pictures: Pictures,
        at_entry: AtEntry | None = None,
    ) -> None:
        self._tools = tools
        self._config = config
        has_camera = config.camera and at_entry is None
        self._pages = FormPages(tools.pages, tools.config.help_calls, has_camera, at_entry)
        self._errands = FormErrands(tools, pictures)

    def begin(self, stay_id: str) -> Stay:
        """Return the stay of nobody."""
        return Stay(stay_id)

    def step(self, stay: Stay, event: e.Event, turn: Turn) -> tuple[Stay, Sequence[do.Errand]]:
        """Return the stay after `event`, and what is to be asked of the hall."""
        return step(stay, event, turn.new_id)

    def is_same_visitor(self, before: Stay, after: Stay) -> bool:
        """Return whether this is still the same stay."""
        return before.id == after.id

    def event_of(self, stay: Stay, touch: StationTouch, _view: HallView) -> e.Event | None:
        """Return what a touch means; None for one that means nothing."""
        return event_of(stay, touch)

    def events_of_hall(self, _stay: Stay, _before: HallView, _now: HallView) -> Sequence[e.Event]:
        """Return nothing: what a form waits for is asked for again until the hall answers."""
        return ()

    def identified(self, stay: Stay, visit: str) -> e.Event:
        """Return what it means that somebody showed a document here."""
        return e.VisitorIdentified(stay.id, visit)

    def walked_away(self, stay: Stay) -> e.Event:
        """Return the event that ends this stay."""
        return e.WalkedAway(stay.id)

    def rest(self, stay: Stay) -> Rest:
        """Return how long this page may stay untouched."""
        if stay.stage is Stage.ATTRACT:
            return Rest()
        if stay.stage in WAITING:
            return Rest(self._tools.config.issue_patience_s, asked=False, waits=True)
        if stay.stage in _SHOWN:
            return Rest(self._config.shown_s)
        return Rest(self._config.walk_away_s)

    def is_old(self, stay: Stay) -> bool:
        """Return whether the visitor is known to be old."""
        return stay.shower is not None and stay.shower.is_old

    def render(self, stay: Stay, scene: Scene) -> str:
        """Return the page as HTML."""
        return self._pages.part(stay, scene)

    async def run(self, errand: do.Errand, screen: str) -> e.Event | None:
        """Ask the hall, and return what the stay must hear of it."""
        return await self._errands.run(errand, screen)

    def failed(self, errand: do.Errand) -> e.Event | None:
        """Return that there is no answer."""
        return broken_off(errand)


def form_screens(config: FormConfig) -> Kind:
    """Return the form screens of a hall, as its server takes them."""
    pictures = Pictures()
    return Kind(
        "form",
        "form.html",
        tuple(config.screens),
        lambda _name, tools: FormScript(tools, config, pictures),
        routes=(pictures.route(),) if config.camera else (),
        camera=config.camera,
    )
