"""The command `atrium staff`: finds the controller, checks the terminal, runs the application."""

import asyncio
import signal
from pathlib import Path
from typing import Annotated, NoReturn
from urllib.parse import urlsplit

import typer

from edge.client import HallClient, HallError, HallUnreachableError
from edge.staff.terminal import MISUSED, UNREACHABLE, check_terminal, keep_screen_clean, stop

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
) -> None:
    """Work at a counter: sign in, call, serve, finish (柜台终端)."""
    if sum(given is not None for given in (socket, state, address)) > 1:
        _stop("give one of --socket, --state and --address", MISUSED)
    where = _address(socket, state, address)
    check_terminal("staff")
    asyncio.run(_work(where))


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


async def _work(address: str) -> None:
    from edge.staff.app import StaffApp  # noqa: PLC0415 - no other command waits for Textual

    async with HallClient(address) as client:
        await _check_controller(client)
        app = StaffApp(client)
        loop = asyncio.get_running_loop()
        keep_screen_clean(loop)
        for name in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(name, app.exit)
        await app.run_async()


async def _check_controller(client: HallClient) -> None:
    try:
        await client.health()
    except HallUnreachableError as error:
        _stop(f"{error}: 控制器没有响应", UNREACHABLE)
    except HallError:
        pass  # it is there, and will say what is wrong once somebody has signed in


def _stop(message: str, code: int) -> NoReturn:
    stop("staff", message, code)
