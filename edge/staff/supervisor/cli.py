"""The command `atrium supervisor`: finds the controller, checks the terminal, runs the board."""

import asyncio
import signal
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from edge.client import HallError, HallUnreachableError
from edge.staff.supervisor.hall_client import SupervisorClient
from edge.staff.supervisor.reporting import Reporter
from edge.staff.terminal import MISUSED, UNREACHABLE, check_terminal, keep_screen_clean, stop

STATE_DEFAULT = Path("/var/lib/atrium")
_COMMAND = "supervisor"


def register(app: typer.Typer, run: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command(_COMMAND)(supervisor)


def supervisor(
    state: Annotated[
        Path | None, typer.Option(metavar="DIR", help="State folder of a controller on this box.")
    ] = None,
    address: Annotated[
        str | None, typer.Option(metavar="http://HOST:PORT", help="Controller on the hall LAN.")
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The hall's configuration: names in the report."),
    ] = None,
) -> None:
    """Run the hall: see all of it, and open, pause, switch, tell, accept (主管终端)."""
    if state is not None and address is not None:
        stop(_COMMAND, "give one of --state and --address", MISUSED)
    if address is not None and not _is_hall_address(address):
        stop(_COMMAND, f"--address {address}: expected http://HOST:PORT", MISUSED)
    check_terminal(_COMMAND)
    here = None if address else (state or STATE_DEFAULT).absolute()
    where = address or str((state or STATE_DEFAULT).absolute() / "sockets" / "staff.sock")
    asyncio.run(_run(where, Reporter(here, config)))


def _is_hall_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme == "http" and bool(parts.hostname and parts.port)
    except ValueError:
        return False


async def _run(address: str, reporter: Reporter) -> None:
    from edge.staff.supervisor.app import SupervisorApp  # noqa: PLC0415 - loads Textual

    async with SupervisorClient(address) as client:
        await _check_controller(client)
        app = SupervisorApp(client, reporter=reporter)
        loop = asyncio.get_running_loop()
        keep_screen_clean(loop)
        for name in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(name, app.exit)
        await app.run_async()


async def _check_controller(client: SupervisorClient) -> None:
    try:
        await client.health()
    except HallUnreachableError as error:
        stop(_COMMAND, f"{error}: 控制器没有响应", UNREACHABLE)
    except HallError:
        return  # it is there, and will say what is wrong once somebody has signed in
