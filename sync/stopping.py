"""Running until told to stop: SIGTERM and SIGINT end a service cleanly."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any


async def until_told(service: Coroutine[Any, Any, object]) -> None:
    """Run `service` until it ends, or cancel it at SIGTERM or SIGINT and return."""
    task = asyncio.ensure_future(service)
    told = False

    def stop() -> None:
        nonlocal told
        told = True
        task.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not told:
            raise
