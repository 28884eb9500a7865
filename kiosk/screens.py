"""All screens of one hall: ticket terminals, evaluators, the main board; one subscription."""

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edge.client import HallClient
from kiosk.audience import Audience
from kiosk.config import KioskConfig
from kiosk.dialogue import CardLeft, CardNote, CardNotRead, Stage, VisitorIdentified
from kiosk.errands import Errands
from kiosk.evaluator import Evaluator
from kiosk.hall_feed import HallFeed, HallView
from kiosk.pages import Pages
from kiosk.station import Kind, Station
from kiosk.terminal import State, Terminal, Tools

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
        self.on_end: Callable[[], None] = lambda: None
        self._config = config
        self._local_time = ports.local_time
        self._hall = ports.connect()
        self._feed = HallFeed(
            self._hall,
            self,
            config.reconnect_min_s,
            config.reconnect_max_s,
            with_counters=bool(config.evaluators),
            offers_hold_s=config.offers_hold_s,
        )
        self.board_audience: Audience[State] = Audience(self._feed.look_at_offers)
        tools = Tools(
            self._hall,
            Errands(self._hall, config),
            self.pages,
            config,
            ports.new_id,
            run=ports.new_id(),
            look=self._feed.look_at_offers,
        )
        self.stations: Mapping[str, Mapping[str, AnyStation]] = {
            kind.path: {name: Station(name, kind.script(tools), tools) for name in kind.names}
            for kind in kinds
        }
        named = {name for stations in self.stations.values() for name in stations}
        ticket = [name for name in config.all_terminals() if name not in named]
        self.terminals = {name: Terminal(name, tools) for name in ticket}
        self.evaluators = {counter: Evaluator(counter, tools) for counter in config.evaluators}

    async def run(self) -> None:
        """Follow the hall until cancelled; however it ends, `on_end` hears of it."""
        try:
            await self._feed.run()
        finally:
            self.on_end()
            await asyncio.gather(*(screen.close() for screen in self._touched()))
            await self._hall.close()

    def close(self) -> None:
        """Send every browser away; each comes back when there is a server again."""
        self.board_audience.close()
        for screen in self._touched():
            screen.audience.close()

    def _touched(self) -> list[Terminal | Evaluator | AnyStation]:
        """Return every screen with a dialogue of its own."""
        return [*self.terminals.values(), *self.evaluators.values(), *self._of_stations()]

    def _of_stations(self) -> list[AnyStation]:
        return [each for stations in self.stations.values() for each in stations.values()]

    def board_state(self) -> State:
        """Return what the main board shows. `clock_ms` is the hall's local time as if it were UTC.

        `board` is a `shapes.Board`, or null while the hall is away.
        """
        board = self.view.board
        return {
            "seq": board.seq if board else 0,
            "board": board.model_dump() if board else None,
            "html": self.pages.board_part(self.view),
            "clock_ms": self.clock_ms(),
            "revision": self.pages.revision,
        }

    def clock_ms(self) -> int:
        """Return the hall's local time, in milliseconds as if it were UTC."""
        return int(self._local_time().replace(tzinfo=dt.UTC).timestamp() * 1000)

    def beat(self) -> dict[str, Any]:
        """Return what tells a quiet screen that it is still in touch."""
        return {"clock_ms": self.clock_ms()}

    # --- what the feed tells ---

    def hall_changed(self, view: HallView) -> None:
        """Take the hall as it is now, or as away, to every screen."""
        self.view = view
        self.board_audience.publish(self.board_state())
        for screen in self._touched():
            screen.hall_changed(view)

    def looks_at_offers(self) -> bool:
        """Whether somebody stands at a ticket screen, or watches the board."""
        at_menu = (each.dialogue.stage is not Stage.ATTRACT for each in self.terminals.values())
        return self.board_audience.is_there or any(at_menu)

    def visitor_identified(self, reader: str, visit: str) -> None:
        """Let the screen beside that reader greet the visitor."""
        for station in self._stations_at(reader):
            station.visitor_identified(visit)
        if (terminal := self._terminal_at(reader)) is not None:
            terminal.handle(VisitorIdentified(visit))

    def card_not_read(self, reader: str, trouble: str) -> None:
        """Let the screen beside that reader say what to do about the card."""
        if trouble not in (CardNote.LEFT, *_NOT_READ):
            return
        note = CardNote(trouble)
        for station in self._stations_at(reader):
            station.card_trouble(note)
        if (terminal := self._terminal_at(reader)) is not None:
            terminal.handle(CardLeft() if note is CardNote.LEFT else CardNotRead(note))

    def _terminal_at(self, reader: str) -> Terminal | None:
        return self.terminals.get(self._config.readers.get(reader, ""))

    def _stations_at(self, reader: str) -> list[AnyStation]:
        name = self._config.readers.get(reader, "")
        return [station for station in self._of_stations() if station.name == name]
