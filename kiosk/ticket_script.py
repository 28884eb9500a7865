"""The ticket screen as a station runs it: its pure machine, its pages, its questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from edge.api.shapes import Ticket
from kiosk import dialogue as d
from kiosk.answers import BROKEN_OFF
from kiosk.config import KioskConfig
from kiosk.entry.script import EntryScript
from kiosk.entry.stay import Stay
from kiosk.errands import Errand
from kiosk.flow import step
from kiosk.form.config import FormConfig
from kiosk.form.pages import AtEntry
from kiosk.form.pictures import Pictures
from kiosk.form.script import FormScript
from kiosk.hall_feed import HallView
from kiosk.moves import is_somebody_else
from kiosk.scene import Scene
from kiosk.script import Kind, Rest, StationTouch
from kiosk.station import Station
from kiosk.tools import Tools
from kiosk.touches import TOUCH_BYTES_MAX, TicketTouch, event_of
from kiosk.turns import Turn

_MENU = (d.Stage.CHOOSING, d.Stage.GREETED)
_WAITING = (d.Stage.CHECKING, d.Stage.CODE_CHECKING, d.Stage.ISSUING)


@dataclass(frozen=True, slots=True)
class LookAtServices:
    """Have the hall say how it stands with each service: somebody is about to choose one."""


class TicketScript:
    """What a ticket screen does (`kiosk.script.Script`)."""

    def __init__(self, name: str, tools: Tools) -> None:
        self._name = name
        self._tools = tools
        self._config = tools.config

    def begin(self, stay_id: str) -> d.Dialogue:
        """Return the dialogue of nobody."""
        return d.Dialogue(stay_id)

    def step(
        self, stay: d.Dialogue, event: d.Event, turn: Turn
    ) -> tuple[d.Dialogue, Sequence[d.Effect | LookAtServices]]:
        """Return the dialogue after `event`, and what is to be asked of the hall."""
        after, effects = step(stay, event, turn.new_id, turn.at_ms)
        begins = stay.stage is d.Stage.ATTRACT is not after.stage
        return after, (*effects, LookAtServices()) if begins else effects

    def is_same_visitor(self, before: d.Dialogue, after: d.Dialogue) -> bool:
        """Return whether this is the same dialogue, or that of whoever was identified in it."""
        identified = after.stage is not d.Stage.ATTRACT and not is_somebody_else(before)
        return before.id == after.id or identified

    def event_of(self, stay: d.Dialogue, touch: StationTouch, view: HallView) -> d.Event | None:
        """Return what a touch means; None for one that means nothing."""
        return event_of(touch, stay.wish, view, asks_paper=self._asks_paper(view))

    def _asks_paper(self, view: HallView) -> bool:
        paperless = self._config.paperless and self._config.delivery == "paper"
        return paperless and not view.lost("printer")

    def events_of_hall(
        self, stay: d.Dialogue, _before: HallView, now: HallView
    ) -> Sequence[d.Event]:
        """Return that the hall has gone, or is back."""
        if now.here == stay.hall_here:
            return ()
        return (d.HallBack() if now.here else d.HallLost(),)

    def identified(self, _stay: d.Dialogue, visit: str) -> d.Event:
        """Return that somebody was identified."""
        return d.VisitorIdentified(visit)

    def walked_away(self, stay: d.Dialogue) -> d.Event:
        """Return that the dialogue is over."""
        return d.WalkedAway(stay.id)

    def rest(self, stay: d.Dialogue) -> Rest:
        """Return how long this page may stay untouched."""
        return rest_of(stay, self._config)

    def is_old(self, stay: d.Dialogue) -> bool:
        """Return whether the visitor is known to be old."""
        return stay.visitor is not None and stay.visitor.is_old

    def render(self, stay: d.Dialogue, scene: Scene) -> str:
        """Return the page as HTML."""
        return self._tools.pages.ticket_part(stay, scene, self._name)

    async def run(self, errand: d.Effect | LookAtServices, screen: str) -> d.Event | None:
        """Ask the hall, and return what the dialogue must hear of it."""
        if isinstance(errand, LookAtServices):
            self._tools.look()
        elif isinstance(errand, Errand):
            return await self._tools.errands.run(errand, screen)
        return None

    def may_enter(self, stay: d.Dialogue) -> bool:
        """Return whether something can be reported or asked from this page."""
        return stay.stage in _MENU and stay.hall_here

    def following(self, _stay: d.Dialogue, _number: str) -> d.Event | None:
        """Return nothing: how far something is, is shown at the query screen."""
        return None

    def failed(self, errand: d.Effect | LookAtServices) -> d.Event | None:
        """Return that there is no answer to what somebody waits for."""
        match errand:
            case d.TakeTicket(dialogue) | d.CheckIn(dialogue):
                return d.TicketRefused(dialogue, BROKEN_OFF)
            case d.IdentifyByNumber(dialogue):
                return d.NumberRefused(dialogue, BROKEN_OFF)
        return None


def rest_of(dialogue: d.Dialogue, config: KioskConfig) -> Rest:
    """Return how long the page of this dialogue may stay untouched."""
    if dialogue.stage in _WAITING:
        return Rest(config.issue_patience_s, asked=False, waits=True)
    if dialogue.stage is d.Stage.ATTRACT:
        return Rest()
    if isinstance(dialogue.outcome, Ticket) and dialogue.stage is d.Stage.TICKET:
        on_paper = dialogue.outcome.delivery == "paper"
        shown_s = config.ticket_shown_s if on_paper else config.screen_ticket_shown_s
        return Rest(shown_s, asked=False)
    return Rest(config.idle_timeout_s, asked=dialogue.hall_here)


def dialogue_at(screen: Station[Any, Any, Any]) -> d.Dialogue:
    """Return the dialogue at a ticket screen, whatever is open over it."""
    shown: d.Dialogue | Stay[d.Dialogue] = screen.stay
    return shown.host if isinstance(shown, Stay) else shown


def ticket_screens(config: KioskConfig, others: Sequence[Kind]) -> Kind:
    """Return the ticket screens of a hall: those that are named, and are no screen of `others`."""
    taken = {name for kind in others for name in kind.names}
    names = tuple(name for name in config.all_terminals() if name not in taken)
    if config.entries:
        return Kind("ticket", "ticket_entry.html", names, _with_entry, section="kiosk")
    return Kind(
        path="ticket",
        template="ticket.html",
        names=names,
        script=TicketScript,
        section="kiosk",
        touch=TicketTouch,
        touch_bytes_max=TOUCH_BYTES_MAX,
    )


def _with_entry(name: str, tools: Tools) -> EntryScript:
    config = tools.config
    times = FormConfig(walk_away_s=config.idle_timeout_s, shown_s=config.screen_ticket_shown_s)
    forms = FormScript(tools, times, Pictures(), AtEntry(takes_tickets=True))
    return EntryScript(TicketScript(name, tools), forms)
