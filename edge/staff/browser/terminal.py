"""The process of one tab: a terminal of its kind, which lives no longer than the server.

Textual's web driver, which the server names in the environment, stands in for a real terminal.
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App
from textual.events import AppFocus
from textual.pilot import Pilot

from edge.client import HallClient
from edge.staff.browser.told import TerminalOf, told_by
from edge.staff.options import StaffOptions
from edge.staff.supervisor.hall_client import SupervisorClient
from edge.staff.terminal import keep_screen_clean

_SERVER_LOOK_S = 1.0


async def run(server: int, terminal: TerminalOf) -> None:
    """Run `terminal` until it is quit, or the process `server` is no more."""
    keep_screen_clean(asyncio.get_running_loop())
    async with _app(terminal) as app:
        watching = asyncio.create_task(_end_with(server, app), name="server")
        await app.run_async(auto_pilot=_look_at)
        watching.cancel()


@asynccontextmanager
async def _app(terminal: TerminalOf) -> AsyncIterator[App[Any]]:
    # Imported here: neither terminal pays for the other.
    if terminal.kind == "supervisor":
        from edge.staff.supervisor.app import SupervisorApp  # noqa: PLC0415

        async with SupervisorClient(terminal.address) as client:
            yield SupervisorApp(client)
    else:
        from edge.staff.app import StaffApp  # noqa: PLC0415

        options = StaffOptions(lock_after_min=terminal.lock_after_min, language=terminal.language)
        async with HallClient(terminal.address) as client:
            yield StaffApp(client, options=options)


async def _look_at(pilot: Pilot[Any]) -> None:
    # The page has the keys from the first moment; Textual begins as if it had not.
    pilot.app.call_later(pilot.app.post_message, AppFocus())


async def _end_with(server: int, app: App[Any]) -> None:
    while True:
        await asyncio.sleep(_SERVER_LOOK_S)
        if os.getppid() != server:  # killed: no tab can ask this terminal to quit any more
            app.exit()
            return


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):  # a server that was killed reads no farewell
        asyncio.run(run(*told_by(sys.argv[1:])))
