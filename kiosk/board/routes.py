"""The addresses of the boards: their pages, their streams of states, and their media."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from edge.content.playing import TYPES
from kiosk.board.boards import BoardScreen
from kiosk.screens import Screens
from kiosk.sse import live_events

# A file has the name of its hash: what was fetched once never changes.
_FOR_GOOD = "private, max-age=31536000, immutable"
_TYPES = {suffix: type_ for kind in TYPES.values() for suffix, type_ in kind.items()}


async def _board(request: Request) -> Response:
    screens, board = _screens(request), _board_of(request)
    away = screens.pages.away_part()
    return HTMLResponse(
        screens.pages.shell("board.html", board=board.name, state=board.state(), away=away)
    )


async def _events(request: Request) -> Response:
    board = _board_of(request)
    return live_events(board.audience, board.event(), _screens(request).beat)


async def _medium(request: Request) -> Response:
    path = _screens(request).boards.media.shelf.path(request.path_params["file"])
    if path is None:
        raise HTTPException(404, "no such medium")
    headers = {"cache-control": _FOR_GOOD}
    return FileResponse(path, media_type=_TYPES[path.suffix], headers=headers)


def _screens(request: Request) -> Screens:
    screens: Screens = request.app.state.screens
    return screens


def _board_of(request: Request) -> BoardScreen:
    boards = _screens(request).boards
    name = request.query_params.get("board")
    board = boards.first if name is None else boards.by_name.get(name)
    if board is None:
        raise HTTPException(404, "no such board; the section [kiosk] names them")
    return board


ROUTES: list[BaseRoute] = [
    Route("/board", _board),
    Route("/board/events", _events),
    Route("/board/media/{file}", _medium),
]
