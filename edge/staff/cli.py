"""The command `atrium staff`: finds the controller, checks the terminal, runs the application."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Annotated, NoReturn

import typer

from edge.client import HallClient
from edge.staff.browser.cli import serve_staff
from edge.staff.command_line import (
    Address,
    LockAfter,
    Shown,
    Socket,
    State,
    address_of,
    alone,
    check_controller,
    language_of,
)
from edge.staff.keypad import Keypad, KeypadLostError
from edge.staff.options import LOCK_AFTER_MIN, StaffOptions
from edge.staff.terminal import MISUSED, UNREACHABLE, check_terminal, keep_screen_clean, stop

_COMMAND = "staff"


def register(app: typer.Typer, run: typer.Typer) -> None:
    """Add the command to `app`."""
    group = typer.Typer()
    group.callback(invoke_without_command=True)(staff)
    group.command("serve")(serve_staff)
    app.add_typer(group, name=_COMMAND)


def staff(
    context: typer.Context,
    socket: Socket = None,
    state: State = None,
    address: Address = None,
    lock_after_min: LockAfter = LOCK_AFTER_MIN,
    compact: Annotated[
        bool, typer.Option("--compact", help="Three lines, beside another window (三行显示).")
    ] = False,
    language: Shown = "zh",
    numpad: Annotated[
        str | None, typer.Option(metavar="evdev:PATH", help="A number pad of this terminal's own.")
    ] = None,
) -> None:
    """Work at a counter: sign in, call, serve, finish (柜台终端)."""
    if not alone(_COMMAND, context):
        return
    where = address_of(_COMMAND, socket, state, address)
    shown = language_of(_COMMAND, language)
    options = StaffOptions(lock_after_min=lock_after_min, compact=compact, language=shown)
    check_terminal(_COMMAND, compact=compact)
    asyncio.run(_work(where, options, numpad))


async def _work(address: str, options: StaffOptions, numpad: str | None) -> None:
    from edge.staff.app import StaffApp  # noqa: PLC0415 - no other command waits for Textual

    async with HallClient(address) as client, _keypad(numpad) as keypad:
        await check_controller(_COMMAND, client)
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


def _stop(message: str, code: int) -> NoReturn:
    stop(_COMMAND, message, code)
