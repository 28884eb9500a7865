"""What a full-screen command needs before it starts: a terminal, and one large enough."""

import asyncio
import shutil
import sys
from typing import Any, NoReturn

import typer

from edge.staff.shown import COMPACT_SIZE, HEIGHT_MIN, WIDTH_MIN

UNREACHABLE, MISUSED = 1, 2


def check_terminal(command: str, *, compact: bool = False) -> None:
    """End `command` with one line where there is no terminal, or too small a one."""
    width, height = COMPACT_SIZE if compact else (WIDTH_MIN, HEIGHT_MIN)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        stop(command, "needs a terminal: 请在终端中运行", UNREACHABLE)
    size = shutil.get_terminal_size()
    if size.columns < width or size.lines < height:
        stop(
            command,
            f"the terminal has {size.columns} x {size.lines} characters, "
            f"it needs at least {width} x {height}: 终端窗口太小",
            UNREACHABLE,
        )


def stop(command: str, message: str, code: int) -> NoReturn:
    """End `command` with `message` as its one line, and `code`."""
    typer.echo(f"atrium {command}: {message}", err=True)
    raise typer.Exit(code)


def keep_screen_clean(loop: asyncio.AbstractEventLoop) -> None:
    """Let no word be written over the screen when a read is cancelled as its answer arrives.

    anyio's Unix socket stream then sets the result of a future that is cancelled already.
    """
    loop.set_exception_handler(_tell_unless_cancelled)


def _tell_unless_cancelled(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    if not isinstance(context.get("exception"), asyncio.InvalidStateError):
        loop.default_exception_handler(context)
