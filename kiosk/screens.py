"""All screens of one hall: ticket terminals, evaluators, the main board; one subscription."""

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edge.client import HallClient
from kiosk.board.boards import Boards
from kiosk.config import KioskConfig
from kiosk.dialogue import Stage
from kiosk.errands import Errands
from kiosk.evaluator import Evaluator
from kiosk.guidance.guide import Guide
from kiosk.guidance.reader import Reader, is_installed
from kiosk.hall_feed import HallFeed, HallView
from kiosk.pages import Pages
from kiosk.scene import CardNote
from kiosk.script import Kind
from kiosk.station import Station
from kiosk.ticket_script import ticket_screens
from kiosk.tools import Tools

AnyStation = Station[Any, Any, Any]

_CARD_NOTES = tuple(note for note in CardNote if note)


@dataclass(frozen=True, slots=True)
class Ports:
    """What the screens need from the world: the way into the hall, local time, and ids."""

    connect: Callable[[], HallClient]
    local_time: Callable[[], dt.datetime]
    new_id: Callable[[], str]


class Screens:
    """The state of every screen. Listens to the hall; browsers sit in the audiences.

    `kinds` are all that visitors touch, ticket screens first; `stations` hold a stay each, by path
    and name.
    """

    def __init__(self, config: KioskConfig, ports: Ports, kinds: Sequence[Kind] = ()) -> None:
        self.kinds = (ticket_screens(config, kinds), *kinds)
        self.pages = Pages(config, ports.local_time)
        self.view = HallView()
        self._told = self.view  # what every touched screen has heard
        self.on_end: Callable[[], None] = lambda: None
        self._config = config
        self._hall = ports.connect()
        self._feed = HallFeed(
            self._hall,
            self,
            config.reconnect_min_s,
            config.reconnect_max_s,
            with_counters=bool(config.evaluators)
            or any(kind.needs_counters and kind.names for kind in self.kinds),
            offers_hold_s=config.offers_hold_s,
        )
        self.boards = Boards(
            config, self.pages, self._hall, ports.local_time, self._feed.look_at_offers
        )
        self._reader = Reader()
        has_voice = config.voice != "off" and is_installed()
        self.guide = Guide(self._reader) if has_voice else None
        tools = Tools(
            self._hall,
            Errands(self._hall, config),
            self.pages,
            config,
            ports.new_id,
            run=ports.new_id(),
            look=self._feed.look_at_offers,
            guide=self.guide,
        )
        self.stations: Mapping[str, Mapping[str, AnyStation]] = {
            kind.path: {
                name: Station(name, kind.script(name, tools), tools, kind.place(name))
                for name in kind.names
            }
            for kind in self.kinds
        }
        self.evaluators = {counter: Evaluator(counter, tools) for counter in config.evaluators}

    async def run(self) -> None:
        """Follow the hall until cancelled; however it ends, `on_end` hears of it."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.boards.run())
                await self._feed.run()
        finally:
            self.on_end()
            await asyncio.gather(*(screen.close() for screen in self._touched()))
            await self._reader.close()
            await self._hall.close()

    def close(self) -> None:
        """Send every browser away; each comes back when there is a server again."""
        self.boards.close()
        for screen in self._touched():
            screen.audience.close()

    def _touched(self) -> list[Evaluator | AnyStation]:
        """Return every screen that visitors touch."""
        return [*self.evaluators.values(), *self._of_stations()]

    def _of_stations(self) -> list[AnyStation]:
        return [each for stations in self.stations.values() for each in stations.values()]

    def beat(self) -> dict[str, Any]:
        """Return what tells a quiet screen that it is still in touch."""
        return {"clock_ms": self.boards.clock_ms()}

    # --- what the feed tells ---

    def hall_changed(self, view: HallView) -> None:
        """Take the hall as it is now, or as away, to every screen.

        A call is on its way to all who watch a board before any other page is drawn.
        """
        self.view = view
        self.boards.hall_changed(view)
        asyncio.get_running_loop().call_soon(self._tell_touched)

    def _tell_touched(self) -> None:
        if self._told is self.view:
            return
        self._told = self.view
        for screen in self._touched():
            screen.hall_changed(self.view)

    def looks_at_offers(self) -> bool:
        """Whether somebody stands at a ticket screen, or watches the board."""
        ticket = self.stations["ticket"].values()
        at_menu = (each.stay.stage is not Stage.ATTRACT for each in ticket)
        return self.boards.are_watched or any(at_menu)

    def visitor_identified(self, reader: str, visit: str) -> None:
        """Let the screen beside that reader greet the visitor."""
        self._tell_touched()
        for station in self._stations_at(reader):
            station.visitor_identified(visit)

    def card_not_read(self, reader: str, trouble: str) -> None:
        """Let the screen beside that reader say what to do about the card."""
        if trouble not in _CARD_NOTES:
            return
        self._tell_touched()
        for station in self._stations_at(reader):
            station.card_trouble(CardNote(trouble))

    def _stations_at(self, reader: str) -> list[AnyStation]:
        name = self._config.readers.get(reader, "")
        return [station for station in self._of_stations() if station.name == name]
