"""The page, its files, and the websocket that carries one terminal."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from edge.staff.browser.guard import Guard
from edge.staff.browser.process import QUIT_WITHIN_S, StuckError, Tab, TerminalProcess
from edge.staff.browser.sessions import FullError, Sessions
from edge.staff.browser.typed import (
    SIZE_DEFAULT,
    BadMessageError,
    Keys,
    Looked,
    Ping,
    Resized,
    read,
    resized,
)

log = logging.getLogger(__name__)

_TRY_LATER, _NOT_OURS, _STUCK = 1013, 1003, 1011
_PAGE_FILES = Path(__file__).parent / "page"
# The terminal emulator for the page, with the font that its lines are drawn for.
_EMULATOR_FILES = Path(str(files("textual_serve"))) / "static"


class BrowserTerminals:
    """Serves one kind of terminal: `command` starts its process, `title` is its page's."""

    def __init__(
        self,
        command: Sequence[str],
        title: str,
        sessions: Sessions,
        quit_within_s: float = QUIT_WITHIN_S,
    ) -> None:
        self._command = tuple(command)
        self._quit_within_s = quit_within_s
        self._title = title
        self._sessions = sessions
        self._ending = asyncio.Event()
        loader = PackageLoader("edge.staff.browser", "page")
        self._page = Environment(loader=loader, autoescape=True).get_template("terminal.html")

    def app(self) -> Starlette:
        """Return the application."""
        routes = [
            Route("/", self._index),
            WebSocketRoute("/ws", self._terminal),
            Mount("/page", StaticFiles(directory=_PAGE_FILES)),
            Mount("/emulator", StaticFiles(directory=_EMULATOR_FILES)),
        ]
        return Starlette(routes=routes, middleware=[Middleware(Guard)])

    def end(self) -> None:
        """End every terminal; none begins any more."""
        self._ending.set()

    async def _index(self, _request: Request) -> Response:
        full = not await self._sessions.has_place()
        html = self._page.render(title=self._title, full=full)
        return HTMLResponse(html, status_code=503 if full else 200)

    async def _terminal(self, socket: WebSocket) -> None:
        await socket.accept()
        try:
            async with self._sessions.one():
                await self._run(socket)
        except FullError:
            await socket.close(_TRY_LATER)

    async def _run(self, socket: WebSocket) -> None:
        terminal = TerminalProcess(self._command, _tab(socket), self._quit_within_s)
        size = _size(socket)
        await terminal.start(size.columns, size.lines)
        log.info("a terminal begins")
        hearing = asyncio.create_task(_hear(socket, terminal), name="tab")
        ending = asyncio.create_task(self._ending.wait(), name="end of the server")
        try:
            await asyncio.wait({hearing, ending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (hearing, ending):
                task.cancel()
            await terminal.stop()
            log.info("a terminal ends")
        await asyncio.gather(hearing, ending, return_exceptions=True)


async def _hear(socket: WebSocket, terminal: TerminalProcess) -> None:
    try:
        while True:
            await _pass_on(read(await socket.receive_text()), socket, terminal)
    except WebSocketDisconnect:
        return
    except (BadMessageError, KeyError):  # `KeyError`: bytes where the page sends text
        await socket.close(_NOT_OURS)
    except StuckError:
        await socket.close(_STUCK)


async def _pass_on(
    typed: Keys | Resized | Looked | Ping, socket: WebSocket, terminal: TerminalProcess
) -> None:
    match typed:
        case Keys(text):
            await terminal.type(text)
        case Resized(columns, lines):
            await terminal.set_terminal_size(columns, lines)
        case Looked(at):
            await (terminal.focus() if at else terminal.blur())
        case Ping(echo):
            await socket.send_text(json.dumps(["pong", echo]))


def _size(socket: WebSocket) -> Resized:
    given = [socket.query_params.get(name, "") for name in ("width", "height")]
    if all(text.isascii() and text.isdigit() and len(text) < 5 for text in given):
        return resized(*map(int, given))
    return resized(*SIZE_DEFAULT)


def _tab(socket: WebSocket) -> Tab:
    """Return what writes to the tab as long as it is there: a closed tab takes nothing."""

    async def write_bytes(shown: bytes) -> None:
        if _is_there(socket):
            with contextlib.suppress(WebSocketDisconnect):
                await socket.send_bytes(shown)

    async def write_text(text: str) -> None:
        if _is_there(socket):
            with contextlib.suppress(WebSocketDisconnect):
                await socket.send_text(text)

    async def close() -> None:
        if _is_there(socket):
            with contextlib.suppress(WebSocketDisconnect):
                await socket.close()

    return Tab(write_bytes, write_text, close)


def _is_there(socket: WebSocket) -> bool:
    connected = WebSocketState.CONNECTED
    return socket.client_state is connected and socket.application_state is connected
