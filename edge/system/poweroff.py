"""Running the command that switches this machine off."""

import asyncio
import logging
from collections.abc import Sequence

log = logging.getLogger(__name__)


async def switch_off(command: Sequence[str]) -> None:
    """Run `command` and return when it has ended. What goes wrong is a line in the log."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
        )
    except OSError as error:
        log.error("cannot switch off by %s: %s", command[0], error.strerror)
        return
    _out, said = await process.communicate()
    if process.returncode:
        words = said.decode(errors="replace").strip()
        log.error("%s ended with %d: %s", command[0], process.returncode, words)
