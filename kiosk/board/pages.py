"""Drawing a board: what its layout has room for, as HTML."""

from edge.api.shapes import Board, BoardWaiting
from kiosk.board.choosing import Paged, turned, waiting_in, zones_of
from kiosk.board.config import BoardConfig, Layout
from kiosk.board.media import Programme
from kiosk.hall_feed import HallView
from kiosk.pages import NOTICES_MAX, Pages
from kiosk.saying import wait_said

# Lines that can be read from across the hall.
_WAITING_ROOM = {"calls": 12, "calls+media": 6}
_ROWS_BESIDE_MEDIA = 5
_STRIP_ROWS = 4
_WAYS = {
    "left": "board_left",
    "right": "board_right",
    "ahead": "board_ahead",
    "back": "board_back",
    "upstairs": "board_upstairs",
    "downstairs": "board_downstairs",
}


class BoardPages:
    """Draws boards of `rows` calls, whose pages turn every `page_s`."""

    def __init__(self, pages: Pages, rows: int, page_s: float) -> None:
        self._pages = pages
        self._rows = rows
        self._page_s = page_s

    @property
    def revision(self) -> str:
        """The state of templates, styles and scripts."""
        return self._pages.revision

    def layout(self, config: BoardConfig, programme: Programme) -> Layout:
        """Return the layout as it is now: where nothing is played, calls have all the room."""
        return config.layout if programme.clips else "calls"

    def part(self, config: BoardConfig, view: HallView, programme: Programme) -> str:
        """Return what a board shows beside its media."""
        if view.board is None:
            return self._pages.away_part()
        layout = self.layout(config, programme)
        board = _from_where_it_hangs(config, view.board)
        rows = _room_for_calls(config, layout, config.rows_max or self._rows, programme)
        return self._pages.part(
            "board_part.html",
            "",
            board=board,
            layout=layout,
            zones=zones_of(config.zones, board, view.services, rows),
            waiting=_waiting(config, layout, view, board),
            waits={each: wait_said(now.wait) for each, now in view.now.items()},
            texts=programme.texts,
            hints=[f"{kind}_lost" for kind in ("voice", "led") if view.lost(kind)],
            voice_lost=view.lost("voice"),
            flash=config.flash,
            page_ms=round(self._page_s * 1000),
            ways=_WAYS,
            notices=board.notices[-NOTICES_MAX:],
        )


def _room_for_calls(config: BoardConfig, layout: Layout, rows: int, programme: Programme) -> int:
    """Return how many calls a zone has at once; a line of text takes the room of one."""
    if layout == "calls":
        return max(2, rows - bool(programme.texts))
    if layout == "media":
        return min(rows, max(2, _STRIP_ROWS // max(1, len(config.zones))))
    return min(rows, _ROWS_BESIDE_MEDIA)


def _from_where_it_hangs(config: BoardConfig, board: Board) -> Board:
    calls = [turned(call, config.directions) for call in board.calls]
    return board.model_copy(update={"calls": calls})


def _waiting(
    config: BoardConfig, layout: Layout, view: HallView, board: Board
) -> Paged[BoardWaiting] | None:
    room = _WAITING_ROOM.get(layout, 0)
    return waiting_in(config.zones, board, view.services, room) if room else None
