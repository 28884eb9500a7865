"""`atrium run edge`: the controller's own service."""

import asyncio
import gc
from pathlib import Path
from typing import Annotated

import typer

from edge.cli.options import DEFAULT_STATE, Config, LogLevel, State, set_up_logging


def register(_app: typer.Typer, run: typer.Typer) -> None:
    """Add the command."""

    @run.command("edge")
    def edge(
        config: Config,
        state: State = DEFAULT_STATE,
        listen: Annotated[str, typer.Option(help="Serve the API on this HOST:PORT as well.")] = "",
        open_access: Annotated[
            bool, typer.Option(help="Let clerks' actions through without a session (demo only).")
        ] = False,
        log_level: LogLevel = "info",
    ) -> None:
        """Run the controller of the hall."""
        set_up_logging(log_level)
        asyncio.run(_serve(config, state.absolute(), listen, open_access))


async def _serve(config: Path, state: Path, listen: str, open_access: bool) -> None:
    # What a start loads is no garbage: to look for some again and again is a tenth of its time.
    gc.disable()
    try:
        # Imported here: the other commands need no web server, and start sooner without it.
        from edge.listening import TcpAddress  # noqa: PLC0415
        from edge.service import serve  # noqa: PLC0415

        address = TcpAddress.parse(listen) if listen else None
        await serve(config, state, address, open_access=open_access)
    finally:
        gc.enable()  # also after a start that came to nothing
