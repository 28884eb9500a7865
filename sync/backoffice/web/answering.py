"""What all pages of headquarters share: the desk, a page, a hall that is known, a limit."""

import re
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sync.backoffice.reader import HallLine
from sync.backoffice.web.desk import Desk
from sync.backoffice.web.pages import Pages

_LINES_MAX = 1000
_LIMIT = re.compile(r"[0-9]{1,9}")  # more is no number of lines, and nothing SQLite could count


def desk_of(request: Request) -> Desk:
    """Return whom to ask."""
    desk: Desk = request.app.state.desk
    return desk


def page_of(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Return a page as an answer."""
    pages: Pages = request.app.state.pages
    return HTMLResponse(pages.render(template, **values), status)


async def known_hall(request: Request) -> HallLine:
    """Return the hall in the path. Raises `HTTPException` 404."""
    name = request.path_params["hall"]
    for hall in await desk_of(request).ask(lambda reader: reader.halls()):
        if hall.hall == name:
            return hall
    raise HTTPException(404, "no hall of that name has said hello")


def limit_in(request: Request) -> int:
    """Return how many lines are asked for. Raises `HTTPException` 422."""
    text = request.query_params.get("limit", "200")
    if not _LIMIT.fullmatch(text) or not 1 <= int(text) <= _LINES_MAX:
        raise HTTPException(422, f"limit: from 1 to {_LINES_MAX}")
    return int(text)
