"""Processes of one system under test: started with a log, killed together, never anybody else's."""

import asyncio
import os
import socket
import subprocess
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from bench.headtohead.system import SetupError

_PATIENCE_S = 60.0


class Processes:
    """The processes of one side of a system. What they say goes to files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []

    def start(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Start `command`; its output is appended to `<name>.log`."""
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running.append(
                subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=cwd,
                    env={**os.environ, **(env or {})},
                )
            )

    async def end(self) -> None:
        """Send SIGKILL to all of them and wait until they are gone. Safe to repeat."""
        for process in self._running:
            process.kill()
        for process in self._running:
            await asyncio.to_thread(process.wait, _PATIENCE_S)
        self._running.clear()

    async def until(self, ready: Callable[[], Awaitable[bool]], what: str) -> None:
        """Return when `ready`. Raises `SetupError` if a process ends or it takes too long."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                while not await ready():
                    self._check(what)
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise SetupError(f"{what} is not ready after {_PATIENCE_S:.0f} s") from None

    def _check(self, what: str) -> None:
        if any(process.poll() is not None for process in self._running):
            logs = "\n".join(_last_lines(path) for path in sorted(self._folder.glob("*.log")))
            raise SetupError(f"{what} ended at once:\n{logs}")


def _last_lines(path: Path) -> str:
    return f"{path.name}: " + path.read_text(encoding="utf-8", errors="replace")[-600:]


def free_port() -> int:
    """Return a loopback port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def listens(port: int) -> bool:
    """Whether somebody accepts connections on a loopback port."""
    try:
        _reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
