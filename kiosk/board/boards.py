"""All boards of a hall: each with its own zones and layout, one programme of media for all."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from edge.client import HallClient
from kiosk.audience import Audience
from kiosk.board.config import BoardConfig
from kiosk.board.media import MediaFeed, Programme
from kiosk.board.pages import BoardPages
from kiosk.config import KioskConfig
from kiosk.hall_feed import HallView
from kiosk.pages import Pages
from kiosk.sse import state_event

State = dict[str, Any]

_MB = 1024 * 1024


class BoardScreen:
    """One board. Its audience gets each state as it goes over the wire, written once for all."""

    def __init__(
        self, config: BoardConfig, pages: BoardPages, clock_ms: Callable[[], int], arrived: Any
    ) -> None:
        self.name = config.name
        self.audience: Audience[bytes] = Audience(arrived)
        self._config = config
        self._pages = pages
        self._clock_ms = clock_ms
        self._view = HallView()
        self._programme = Programme()

    def show(self, view: HallView, programme: Programme) -> None:
        """Take what is true now to everybody who watches, where it is not what they see."""
        seen = _as_boards_see(view)
        if (seen, programme) == (self._view, self._programme):
            return
        self._view, self._programme = seen, programme
        if self.audience.is_there:
            self.audience.publish(self.event())

    def event(self) -> bytes:
        """Return the state as the event that tells it."""
        return state_event(self.state(), "seq").encode()

    def state(self) -> State:
        """Return what the board shows. `clock_ms` is the hall's local time as if it were UTC.

        `board` is a `shapes.Board`, or null while the hall is away; `media` are the clips to play.
        """
        board = self._view.board
        layout = self._pages.layout(self._config, self._programme)
        return {
            "seq": board.seq if board else 0,
            "board": board.model_dump() if board else None,
            "layout": layout,
            "html": self._pages.part(self._config, self._view, self._programme),
            "media": [] if layout == "calls" else [asdict(clip) for clip in self._programme.clips],
            "clock_ms": self._clock_ms(),
            "revision": self._pages.revision,
        }


def _as_boards_see(view: HallView) -> HallView:
    """Return the hall without what no board shows."""
    return replace(view, priorities=(), counters=(), help=(), library=0, sides=0)


class Boards:
    """Every board by its name; the first is also found without one."""

    def __init__(
        self,
        config: KioskConfig,
        pages: Pages,
        hall: HallClient,
        local_time: Callable[[], dt.datetime],
        arrived: Callable[[], None],
    ) -> None:
        self._local_time = local_time
        self._view = HallView()
        self.media = MediaFeed(hall, local_time, self._show, config.board_media_mb * _MB)
        drawn = BoardPages(pages, config.board_rows_max, config.board_page_s)
        self.by_name = {
            board.name: BoardScreen(board, drawn, self.clock_ms, arrived)
            for board in config.boards or [BoardConfig()]
        }

    @property
    def first(self) -> BoardScreen:
        """The board that is found without a name."""
        return next(iter(self.by_name.values()))

    @property
    def are_watched(self) -> bool:
        """Whether anybody looks at one of them."""
        return any(board.audience.is_there for board in self.by_name.values())

    def clock_ms(self) -> int:
        """Return the hall's local time, in milliseconds as if it were UTC."""
        return int(self._local_time().replace(tzinfo=dt.UTC).timestamp() * 1000)

    def hall_changed(self, view: HallView) -> None:
        """Take the hall as it is now, or as away, to every board."""
        self._view = view
        self._show()
        self.media.hall_changed(view)

    async def run(self) -> None:
        """Follow the playlist until cancelled."""
        await self.media.run()

    def close(self) -> None:
        """Send everybody away."""
        for board in self.by_name.values():
            board.audience.close()

    def _show(self) -> None:
        for board in self.by_name.values():
            board.show(self._view, self.media.programme)
