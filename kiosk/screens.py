"""All screens of one hall: ticket terminals, evaluators, the main board; one subscription."""

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edge.client import HallClient
from kiosk.board.boards import Boards
from kiosk.config import KioskConfig
from kiosk.dialogue import CardLeft, CardNote, CardNotRead, Stage, VisitorIdentified
from kiosk.errands import Errands
from kiosk.evaluator import Evaluator
from kiosk.guidance.guide import Guide
from kiosk.guidance.reader import Reader, is_installed
from kiosk.hall_feed import HallFeed, HallView
from kiosk.pages import Pages
from kiosk.station import Kind, Station
from kiosk.terminal import Terminal, Tools

AnyStation = Station[Any, Any, Any]

_NOT_READ = (CardNote.UNREADABLE, CardNote.UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class Ports:
    """What the screens need from the world: the way into the hall, local time, and ids."""

    connect: Callable[[], HallClient]
    local_time: Callable[[], dt.datetime]
    new_id: Callable[[], str]


class Screens:
    """The state of every screen. Listens to the hall; browsers sit in the audiences.

    `kinds` are the screens that have a station each; `stations` are these, by path and name.
    """

    def __init__(self, config: KioskConfig, ports: Ports, kinds: Sequence[Kind] = ()) -> None:
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
            or any(kind.needs_counters and kind.names for kind in kinds),
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
            kind.path: {name: Station(name, kind.script(name, tools), tools) for name in kind.names}
            for kind in kinds
        }
        named = {name for stations in self.stations.values() for name in stations}
        ticket = [name for name in config.all_terminals() if name not in named]
        self.terminals = {name: Terminal(name, tools) for name in ticket}
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

    def _touched(self) -> list[Terminal | Evaluator | AnyStation]:
        """Return every screen with a dialogue of its own."""
        return [*self.terminals.values(), *self.evaluators.values(), *self._of_stations()]

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
        at_menu = (each.dialogue.stage is not Stage.ATTRACT for each in self.terminals.values())
        return self.boards.are_watched or any(at_menu)

    def visitor_identified(self, reader: str, visit: str) -> None:
        """Let the screen beside that reader greet the visitor."""
        self._tell_touched()
        for station in self._stations_at(reader):
            station.visitor_identified(visit)
        if (terminal := self._terminal_at(reader)) is not None:
            terminal.handle(VisitorIdentified(visit))

    def card_not_read(self, reader: str, trouble: str) -> None:
        """Let the screen beside that reader say what to do about the card."""
        if trouble not in (CardNote.LEFT, *_NOT_READ):
            return
        note = CardNote(trouble)
        self._tell_touched()
        for station in self._stations_at(reader):
            station.card_trouble(note)
        if (terminal := self._terminal_at(reader)) is not None:
            terminal.handle(CardLeft() if note is CardNote.LEFT else CardNotRead(note))

    def _terminal_at(self, reader: str) -> Terminal | None:
        return self.terminals.get(self._config.readers.get(reader, ""))

    def _stations_at(self, reader: str) -> list[AnyStation]:
        name = self._config.readers.get(reader, "")
        return [station for station in self._of_stations() if station.name == name]
