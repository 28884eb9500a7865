"""Running another program to its end, for a bounded time, without leaving it behind."""

import asyncio
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ending:
    """How a program ended: its exit code, None where it did not get to one, and `how` in words."""

    code: int | None
    how: str


async def run_to_end(command: Sequence[str], within_s: float, given: bytes = b"") -> Ending:
    """Run `command` with `given` on its standard input. Raises nothing.

    It is killed after `within_s` seconds, and when the caller is cancelled.
    """
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=PIPE, stdout=DEVNULL, stderr=PIPE
        )
    except OSError as error:
        return Ending(None, f"{command[0]}: {error.strerror}")
    try:
        async with asyncio.timeout(within_s):
            _nothing, said = await process.communicate(given)
    except TimeoutError:
        return Ending(None, f"{command[0]}: killed after {within_s:g} s")
    finally:
        await _make_sure_it_is_gone(process)
    return _ending(command[0], process.returncode or 0, said)


def _ending(program: str, code: int, said: bytes) -> Ending:
    last_words = said.decode(errors="replace").strip().rpartition("\n")[2]
    if code < 0:
        return Ending(None, f"{program}: {signal.strsignal(-code)} {last_words}".rstrip())
    return Ending(code, f"{program}: exit {code} {last_words}".rstrip())


async def _make_sure_it_is_gone(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.communicate()
