"""The command `atrium supervisor`: finds the controller, checks the terminal, runs the board."""

import asyncio
import signal

import typer

from edge.staff.browser.cli import serve_supervisor
from edge.staff.command_line import Address, Socket, State, address_of, alone, check_controller
from edge.staff.supervisor.hall_client import SupervisorClient
from edge.staff.terminal import check_terminal, keep_screen_clean

_COMMAND = "supervisor"


def register(app: typer.Typer, run: typer.Typer) -> None:
    """Add the command to `app`."""
    group = typer.Typer()
    group.callback(invoke_without_command=True)(supervisor)
    group.command("serve")(serve_supervisor)
    app.add_typer(group, name=_COMMAND)


def supervisor(
    context: typer.Context,
    socket: Socket = None,
    state: State = None,
    address: Address = None,
) -> None:
    """Run the hall: see all of it, and open, pause, switch, tell, accept (主管终端)."""
    if not alone(_COMMAND, context):
        return
    where = address_of(_COMMAND, socket, state, address)
    check_terminal(_COMMAND)
    asyncio.run(_run(where))


async def _run(address: str) -> None:
    from edge.staff.supervisor.app import SupervisorApp  # noqa: PLC0415 - loads Textual

    async with SupervisorClient(address) as client:
        await check_controller(_COMMAND, client)
        app = SupervisorApp(client)
        loop = asyncio.get_running_loop()
        keep_screen_clean(loop)
        for name in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(name, app.exit)
        await app.run_async()
