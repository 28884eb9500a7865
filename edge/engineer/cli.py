"""The command `atrium engineer`: finds the hall's engineer socket and runs the application."""

import asyncio
import signal
from pathlib import Path
from typing import Annotated

import typer

from edge.client import HallClient
from edge.staff.terminal import check_terminal, keep_screen_clean

STATE_DEFAULT = Path("/var/lib/atrium")


def register(app: typer.Typer, run: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("engineer")(engineer)


def engineer(
    state: Annotated[
        Path, typer.Option(metavar="DIR", help="State folder of the hall on this box.")
    ] = STATE_DEFAULT,
) -> None:
    """Look after the hall's devices: health, self-tests, wires, faults, the scan (设备终端)."""
    check_terminal("engineer")
    asyncio.run(_look_after(str((state / "sockets" / "engineer.sock").absolute())))


async def _look_after(address: str) -> None:
    from edge.engineer.app import EngineerApp  # noqa: PLC0415 - no other command waits for Textual

    async with HallClient(address) as client:
        app = EngineerApp(client)
        loop = asyncio.get_running_loop()
        keep_screen_clean(loop)
        for name in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(name, app.exit)
        await app.run_async()
