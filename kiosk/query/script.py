"""The query screen as a station runs it: its pure machine, its pages, and its questions."""

import datetime as dt
from collections.abc import Callable, Sequence

from kiosk.entry.script import EntryScript
from kiosk.form.config import FormConfig
from kiosk.form.pages import AtEntry
from kiosk.form.pictures import Pictures
from kiosk.form.script import FormScript
from kiosk.hall_feed import HallView
from kiosk.query import events as e
from kiosk.query import flow
from kiosk.query.config import QueryConfig
from kiosk.query.errands import QueryErrands, broken_off
from kiosk.query.pages import QueryPages
from kiosk.query.stay import Stage, Stay
from kiosk.query.touches import event_of
from kiosk.query.wants import Want
from kiosk.scene import Scene
from kiosk.script import OF_ANY_SCREEN, Kind, Rest, StationTouch
from kiosk.tools import Tools
from kiosk.turns import Turn

_WAITING = (Stage.FINDING, Stage.LOOKING)
_ENTRIES = (Stage.ATTRACT, Stage.HOME, Stage.OUTAGES)
_READING = frozenset(
    {
        Stage.TARIFFS,
        Stage.TARIFF,
        Stage.OUTAGES,
        Stage.GUIDES,
        Stage.GUIDE,
        Stage.ARTICLES,
        Stage.ARTICLE,
    }
)


class QueryScript:
    """What a query screen does (`kiosk.script.Script`)."""

    def __init__(
        self, config: QueryConfig, local_time: Callable[[], dt.datetime], tools: Tools
    ) -> None:
        self._config = config
        self._pages = QueryPages(config, local_time, tools)
        self._errands = QueryErrands(tools.hall, tools.errands)
        self._idle_s = tools.config.idle_timeout_s
        self._patience_s = tools.config.issue_patience_s

    def begin(self, stay_id: str) -> Stay:
        """Return the stay of nobody."""
        return Stay(stay_id)

    def step(self, stay: Stay, event: e.Event, turn: Turn) -> tuple[Stay, Sequence[Want]]:
        """Return the stay after `event`, and what is to be asked of the hall."""
        return flow.step(stay, event, turn)

    def is_same_visitor(self, before: Stay, after: Stay) -> bool:
        """Return whether this is still the same stay."""
        return before.id == after.id

    def event_of(self, stay: Stay, touch: StationTouch, view: HallView) -> e.Event | None:
        """Return what a touch means. Language and type make no page another."""
        if touch.action in OF_ANY_SCREEN:
            return None
        return event_of(touch.action, touch.value)

    def events_of_hall(self, stay: Stay, before: HallView, now: HallView) -> Sequence[e.Event]:
        """Return that the hall is back, once it is."""
        return (e.HallBack(),) if now.here and not before.here else ()

    def identified(self, stay: Stay, visit: str) -> e.Event:
        """Return that somebody was identified."""
        return e.Identified(visit)

    def walked_away(self, stay: Stay) -> e.Event:
        """Return that the stay is over."""
        return e.Left()

    def rest(self, stay: Stay) -> Rest:
        """Return how long this page may stay untouched."""
        if stay.stage is Stage.ATTRACT:
            return Rest()
        if stay.stage in _WAITING:
            return Rest(self._patience_s, asked=False, waits=True)
        reads = stay.stage in _READING and not stay.person.is_somebody
        return Rest(self._config.reading_timeout_s if reads else self._idle_s)

    def is_old(self, stay: Stay) -> bool:
        """Return whether the visitor is known to be old."""
        return stay.person.visitor is not None and stay.person.visitor.is_old

    def render(self, stay: Stay, scene: Scene) -> str:
        """Return the page as HTML."""
        return self._pages.part(stay, scene)

    async def run(self, errand: Want, screen: str) -> e.Event | None:
        """Ask the hall, and return what the stay must hear of it."""
        return await self._errands.run(errand, screen)

    def may_enter(self, stay: Stay) -> bool:
        """Return whether something can be reported or asked from this page."""
        return stay.stage in _ENTRIES

    def following(self, _stay: Stay, number: str) -> e.Event:
        """Return what shows how far what was handed in here is."""
        return e.NumberGiven(number)

    def failed(self, errand: Want) -> e.Event | None:
        """Return that there is no answer."""
        return broken_off(errand)


def query_screens(
    config: QueryConfig,
    local_time: Callable[[], dt.datetime],
    forms: FormConfig | None = None,
) -> Kind:
    """Return the query screens of a hall, where `forms` with an entry are filled in too."""
    at_entry, filled_in = AtEntry(config.hotline, follows=True), forms or FormConfig()

    def script(_name: str, tools: Tools) -> EntryScript:
        queries = QueryScript(config, local_time, tools)
        return EntryScript(queries, FormScript(tools, filled_in, Pictures(), at_entry))

    return Kind("query", "query.html", tuple(config.terminals), script)
