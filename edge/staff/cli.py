"""The command `atrium staff`: finds the controller, checks the terminal, runs the application."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn, cast, get_args
from urllib.parse import urlsplit

import typer

from edge.client import HallClient, HallError, HallUnreachableError
from edge.staff.keypad import Keypad, KeypadLostError
from edge.staff.options import LOCK_AFTER_MIN, StaffOptions
from edge.staff.terminal import MISUSED, UNREACHABLE, check_terminal, keep_screen_clean, stop
from edge.staff.words import Language

STATE_DEFAULT = Path("/var/lib/atrium")


def register(app: typer.Typer, run: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("staff")(staff)


def staff(
    socket: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Unix socket of the controller.")
    ] = None,
    state: Annotated[
        Path | None, typer.Option(metavar="DIR", help="State folder of a controller on this box.")
    ] = None,
    address: Annotated[
        str | None, typer.Option(metavar="http://HOST:PORT", help="Controller on the hall LAN.")
    ] = None,
    lock_after_min: Annotated[
        int, typer.Option(min=0, max=480, help="Ask for the PIN after so long idle; 0: never.")
    ] = LOCK_AFTER_MIN,
    compact: Annotated[
        bool, typer.Option("--compact", help="Three lines, beside another window (三行显示).")
    ] = False,
    language: Annotated[
        str, typer.Option(metavar="zh|en", help="Shown where there is room for one alone.")
    ] = "zh",
    numpad: Annotated[
        str | None, typer.Option(metavar="evdev:PATH", help="A number pad of this terminal's own.")
    ] = None,
) -> None:
    """Work at a counter: sign in, call, serve, finish (柜台终端)."""
    if sum(given is not None for given in (socket, state, address)) > 1:
        _stop("give one of --socket, --state and --address", MISUSED)
    where = _address(socket, state, address)
    options = StaffOptions(
        lock_after_min=lock_after_min, compact=compact, language=_language(language)
    )
    check_terminal("staff", compact=compact)
    asyncio.run(_work(where, options, numpad))


def _language(name: str) -> Language:
    if name not in get_args(Language):
        _stop(f"--language {name}: expected zh or en", MISUSED)
    return cast(Language, name)


def _address(socket: Path | None, state: Path | None, address: str | None) -> str:
    if address is not None:
        if not _is_hall_address(address):
            _stop(f"--address {address}: expected http://HOST:PORT", MISUSED)
        return address
    return str((socket or (state or STATE_DEFAULT) / "sockets" / "staff.sock").absolute())


def _is_hall_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "http" and bool(parts.hostname and parts.port)
    except ValueError:
        return False


async def _work(address: str, options: StaffOptions, numpad: str | None) -> None:
    from edge.staff.app import StaffApp  # noqa: PLC0415 - no other command waits for Textual

    async with HallClient(address) as client, _keypad(numpad) as keypad:
        await _check_controller(client)
        app = StaffApp(client, options=replace(options, keypad=keypad))
        loop = asyncio.get_running_loop()
        keep_screen_clean(loop)
        for name in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(name, app.exit)
        await app.run_async()


@asynccontextmanager
async def _keypad(port: str | None) -> AsyncIterator[Keypad | None]:
    if port is None:
        yield None
        return
    from edge import numpad  # noqa: PLC0415 - a terminal without one does without the transport

    if not port.startswith(numpad.SCHEME):
        _stop(f"--numpad {port}: expected {numpad.SCHEME}PATH", MISUSED)
    try:
        async with numpad.opened(port) as keypad:
            yield keypad
    except KeypadLostError as error:
        _stop(f"{error}: 数字键盘不能用", UNREACHABLE)


async def _check_controller(client: HallClient) -> None:
    try:
        await client.health()
    except HallUnreachableError as error:
        _stop(f"{error}: 控制器没有响应", UNREACHABLE)
    except HallError:
        pass  # it is there, and will say what is wrong once somebody has signed in


def _stop(message: str, code: int) -> NoReturn:
    stop("staff", message, code)
