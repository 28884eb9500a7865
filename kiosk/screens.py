"""All screens of one hall: ticket terminals, evaluators, the main board; one subscription."""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from edge.client import HallClient
from kiosk.audience import Audience
from kiosk.config import KioskConfig
from kiosk.dialogue import CardLeft, CardNote, CardNotRead, Event, Stage, VisitorIdentified
from kiosk.errands import Errands
from kiosk.evaluator import Evaluator
from kiosk.hall_feed import HallFeed, HallView
from kiosk.pages import Pages
from kiosk.terminal import State, Terminal, Tools

_NOT_READ = (CardNote.UNREADABLE, CardNote.UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class Ports:
    """What the screens need from the world: the way into the hall, local time, and ids."""

    connect: Callable[[], HallClient]
    local_time: Callable[[], dt.datetime]
    new_id: Callable[[], str]


class Screens:
    """The state of every screen. Listens to the hall; browsers sit in the audiences."""

    def __init__(self, config: KioskConfig, ports: Ports) -> None:
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
            Errands(self._hall, config),
            self.pages,
            config,
            ports.new_id,
            run=ports.new_id(),
            look=self._feed.look_at_offers,
        )
        self.terminals = {name: Terminal(name, tools) for name in config.all_terminals()}
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

    def _touched(self) -> list[Terminal | Evaluator]:
        """Return every screen with a dialogue of its own."""
        return [*self.terminals.values(), *self.evaluators.values()]

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
        self._let_hear(reader, VisitorIdentified(visit))

    def card_not_read(self, reader: str, trouble: str) -> None:
        """Let the screen beside that reader say what to do about the card."""
        if trouble == CardNote.LEFT:
            self._let_hear(reader, CardLeft())
        elif trouble in _NOT_READ:
            self._let_hear(reader, CardNotRead(CardNote(trouble)))

    def _let_hear(self, reader: str, event: Event) -> None:
        terminal = self.terminals.get(self._config.readers.get(reader, ""))
        if terminal is not None:
            terminal.handle(event)
