"""How the link is doing, told on a Unix socket to whoever asks; nothing of it is kept."""

import asyncio
import contextlib
import json
import logging
import socket
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from sync.outbox import Outbox, Phase

_log = logging.getLogger(__name__)

_ASK_TIMEOUT_S = 2.0

Part = Literal["hall", "broker", "journal", "documents"]
"""What can be in trouble: a neighbour that does not answer, or what does not get through."""


class LinkRunsAlreadyError(Exception):
    """Another link serves this hall."""


class LinkNotRunningError(Exception):
    """No link answers."""


@dataclass(slots=True)
class LinkStatus:
    """What is known of the link; the outbox of the present connection has the numbers.

    `now_ms` tells wall-clock milliseconds.
    """

    now_ms: Callable[[], int]
    broker: str = ""
    hall: str = ""
    session: str = ""
    outbox: Outbox | None = None
    connected: bool = False
    answered_ms: int = 0
    offset_ms: int = 0
    problems: dict[Part, str] = field(default_factory=dict)
    commands: Counter[str] = field(default_factory=Counter)

    def answered(self, hq_ms: int) -> None:
        """Note that headquarters said something, when its clock showed `hq_ms`."""
        self.answered_ms = self.now_ms()
        self.offset_ms = hq_ms - self.answered_ms

    def trouble(self, part: Part, problem: str) -> None:
        """Note what is wrong with `part`; said once in the log however often it happens."""
        if problem != self.problems.get(part):
            _log.warning("%s: %s", part, problem)
        self.problems[part] = problem

    def well(self, part: Part) -> None:
        """Note that nothing is wrong with `part` any more."""
        if self.problems.pop(part, None):
            _log.info("%s: well again", part)

    def took(self, result: str) -> None:
        """Note what became of a command that was passed on."""
        self.commands[result] += 1

    def refused(self, code: str) -> None:
        """Note that the hall did not take a command; said in the log with every doubling."""
        self.commands[code] += 1
        count = self.commands[code]
        if count & (count - 1) == 0:
            _log.warning("the hall does not take a command: %s (%d times)", code, count)

    def report(self) -> dict[str, Any]:
        """Return everything as JSON values."""
        box = self.outbox
        return {
            "hall": self.hall,
            "broker": self.broker,
            "connected": self.connected,
            "phase": box.phase.name.lower() if box and self.connected else "offline",
            "in_step": bool(box and box.phase is Phase.SEND and box.window.acked >= box.newest),
            "epoch": box.epoch if box else "",
            "newest": box.newest if box else 0,
            "sent": box.window.sent if box else 0,
            "acked": box.window.acked if box else 0,
            "headquarters_answered_ms": self.answered_ms,
            "headquarters_clock_offset_ms": self.offset_ms,
            "commands": dict(self.commands),
            "problem": "; ".join(self.problems.values()),
        }


@contextlib.asynccontextmanager
async def told_on(path: Path, status: LinkStatus) -> AsyncIterator[None]:
    """Answer whoever connects to the socket `path`. Raises `LinkRunsAlreadyError`, `OSError`."""
    _make_way(path)

    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(json.dumps(status.report()).encode())
        writer.close()

    server = await asyncio.start_unix_server(answer, path)
    _open_to_group(path)
    try:
        yield
    finally:
        server.close()
        _remove(path)


def ask(path: Path) -> dict[str, Any]:
    """Return the report of the link that listens on `path`. Raises `LinkNotRunningError`."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(_ASK_TIMEOUT_S)
        try:
            line.connect(str(path))
            with line.makefile("rb") as answer:
                report: dict[str, Any] = json.loads(answer.read())
        except (OSError, ValueError) as error:
            raise LinkNotRunningError(f"no link answers at {path}: {error}") from None
    return report


def _make_way(path: Path) -> None:
    """Remove the socket of a link that was killed; refuse to push a living one aside."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        ask(path)
    except LinkNotRunningError:
        _remove(path)
    else:
        raise LinkRunsAlreadyError(f"a link is already running: it answers at {path}")


def _open_to_group(path: Path) -> None:
    path.chmod(0o660)


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
