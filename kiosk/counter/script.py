"""The side of a counter as a station runs it: its pure machine, its pages, its questions."""

from collections.abc import Sequence

from edge.api.shapes import MobileDimension
from kiosk.counter import flow as e
from kiosk.counter.config import CounterConfig
from kiosk.counter.errands import CounterErrands, broken_off
from kiosk.counter.pages import CounterPages
from kiosk.counter.stay import Stage, Stay
from kiosk.hall_feed import HallView
from kiosk.help_here import side_of
from kiosk.scene import Scene
from kiosk.script import Kind, Rest, StationTouch
from kiosk.tools import Tools
from kiosk.turns import Turn

_WORDS_MAX = 500
# Nobody is at the counter whose language it would be.
_NOBODY = (Stage.CLOSED, Stage.PAUSED, Stage.WELCOME)


class CounterScript:
    """What the screen at one counter does (`kiosk.script.Script`)."""

    def __init__(
        self,
        counter: str,
        config: CounterConfig,
        dimensions: Sequence[MobileDimension],
        tools: Tools,
    ) -> None:
        self._counter = counter
        self._config = config
        self._dimensions = frozenset(each.id for each in dimensions)
        self._pages = CounterPages(
            tools.pages, dimensions, config.news_s, offers_help=tools.config.help_calls
        )
        self._errands = CounterErrands(tools.hall, tools.config.retry_pause_s)

    def begin(self, stay_id: str) -> Stay:
        """Return the stay of nobody."""
        return Stay(stay_id)

    def step(self, stay: Stay, event: e.Event, turn: Turn) -> tuple[Stay, Sequence[e.Errand]]:
        """Return the stay after `event`, and what is to be asked of the hall."""
        return e.step(stay, event, turn.new_id)

    def is_same_visitor(self, before: Stay, after: Stay) -> bool:
        """Return whether this is still the same stay."""
        return before.id == after.id

    def event_of(self, stay: Stay, touch: StationTouch, _view: HallView) -> e.Event | None:
        """Return what a touch means; None for one that means nothing."""
        match touch.action:
            case "agree":
                return e.Answered(stay.id, touch.value == "yes")
            case "sign":
                return e.Signed(stay.id, touch.value)
            case "grade":
                return self._graded(stay, touch)
            case "type" if touch.field == "words":
                return e.Worded(stay.id, touch.value.strip()[:_WORDS_MAX])
            case "send":
                return e.Sent(stay.id)
        return None

    def _graded(self, stay: Stay, touch: StationTouch) -> e.Event | None:
        known = not touch.field or touch.field in self._dimensions
        if touch.value not in ("1", "2", "3", "4", "5") or not known:
            return None
        return e.Graded(stay.id, int(touch.value), touch.field)

    def events_of_hall(self, stay: Stay, before: HallView, now: HallView) -> Sequence[e.Event]:
        """Return that side or announcements may be others, and whom the hall wants asked."""
        events: list[e.Event] = []
        if now.here and (not before.here or now.sides != before.sides):
            events.append(e.SideStale())
        if now.here and (not before.here or now.library != before.library):
            events.append(e.NewsStale())
        counter = now.counter(self._counter)
        if now.here and counter is not None and counter.to_rate != stay.wanted:
            events.append(e.RatingWanted(counter.to_rate))
        return events

    def identified(self, _stay: Stay, _visit: str) -> None:
        """Return nothing: whoever sits here has been identified, or need not be."""
        return

    def walked_away(self, stay: Stay) -> e.Event:
        """Return the event that ends a page on which nobody touches anything."""
        return e.TimeOver(stay.id)

    def rest(self, stay: Stay) -> Rest:
        """Return how long this page may stay untouched. What the clerk shows stays."""
        if stay.stage is Stage.RATING:
            return Rest(self._config.rating_s, asked=False)
        if stay.stage is Stage.THANKS:
            return Rest(self._config.thanks_s, asked=False)
        return Rest(attended=stay.stage not in _NOBODY)

    def is_old(self, stay: Stay) -> bool:
        """Return that nothing is known of anybody's age here."""
        return False

    def render(self, stay: Stay, scene: Scene) -> str:
        """Return the page as HTML."""
        return self._pages.part(stay, scene, self._counter)

    async def run(self, errand: e.Errand, screen: str) -> e.Event | None:
        """Ask the hall, and return what the stay must hear of it."""
        return await self._errands.run(errand, screen)

    def failed(self, errand: e.Errand) -> e.Event | None:
        """Return that there is no answer."""
        return broken_off(errand)


def counter_screens(config: CounterConfig, dimensions: Sequence[MobileDimension]) -> Kind:
    """Return the visitors' sides of the counters of a hall."""
    return Kind(
        path="counter",
        template="counter.html",
        names=tuple(config.screens),
        script=lambda name, tools: CounterScript(name, config, dimensions, tools),
        needs_counters=True,
        place=side_of,
    )
