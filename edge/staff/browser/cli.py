"""The commands `atrium staff serve` and `atrium supervisor serve`."""

import asyncio
import logging
from typing import Annotated

import typer

from edge.listening import TcpAddress
from edge.staff.browser.sessions import Sessions
from edge.staff.browser.told import TerminalOf
from edge.staff.command_line import (
    Address,
    LockAfter,
    Shown,
    Socket,
    State,
    address_of,
    language_of,
)
from edge.staff.options import LOCK_AFTER_MIN

_CLERKS, _SUPERVISORS = "127.0.0.1:8075", "127.0.0.1:8076"

_Listen = Annotated[
    str, typer.Option(metavar="HOST:PORT", help="Where browsers find it: this machine only.")
]
_SessionsMax = Annotated[int, typer.Option(min=1, max=64, help="As many terminals at once.")]


def serve_staff(
    socket: Socket = None,
    state: State = None,
    address: Address = None,
    lock_after_min: LockAfter = LOCK_AFTER_MIN,
    language: Shown = "zh",
    listen: _Listen = _CLERKS,
    sessions_max: _SessionsMax = 8,
) -> None:
    """Serve the clerk's terminal to browsers on this machine (浏览器柜台终端)."""
    where = address_of("staff serve", socket, state, address)
    shown = language_of("staff serve", language)
    terminal = TerminalOf("staff", where, shown, lock_after_min)
    _serve(terminal, "营业厅柜台终端 Counter terminal", listen, sessions_max)


def serve_supervisor(
    socket: Socket = None,
    state: State = None,
    address: Address = None,
    listen: _Listen = _SUPERVISORS,
    sessions_max: _SessionsMax = 2,
) -> None:
    """Serve the supervisor's terminal to browsers on this machine (浏览器主管终端)."""
    where = address_of("supervisor serve", socket, state, address)
    terminal = TerminalOf("supervisor", where)
    _serve(terminal, "营业厅主管终端 Supervisor's terminal", listen, sessions_max)


def _serve(terminal: TerminalOf, title: str, listen: str, sessions_max: int) -> None:
    # Imported here: the terminals themselves need no web server.
    from edge.staff.browser.serving import bind, serve  # noqa: PLC0415
    from edge.staff.browser.web import BrowserTerminals  # noqa: PLC0415

    address = TcpAddress.parse(listen)
    listener = bind(address)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("edge.staff").setLevel(logging.INFO)
    host, port = listener.getsockname()[:2]
    typer.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}/  {title}")
    asyncio.run(
        serve(BrowserTerminals(terminal.command(), title, Sessions(sessions_max)), listener)
    )
