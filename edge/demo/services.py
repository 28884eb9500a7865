"""The demo's processes: started, watched, started again when they die, ended together."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from edge.demo.layout import Layout

_END_S = 8.0
_AGAIN_S = 1.0


class ServiceDiedError(Exception):
    """A service ended before the hall was up; the message has its last words."""


@dataclass(slots=True)
class Service:
    """One process. `wanted` is false while somebody has switched it off on the panel."""

    name: str
    title: str
    command: list[str]
    log: Path
    wanted: bool = True
    process: asyncio.subprocess.Process | None = None
    starts: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.returncode is None

    async def run(self, on_change: Callable[[], None]) -> None:
        """Keep the process as wanted until cancelled; then end it."""
        try:
            while True:
                self._changed.clear()
                if self.wanted:
                    await self._live(on_change)
                    await asyncio.sleep(_AGAIN_S)
                else:
                    await self._changed.wait()
        finally:
            await self.end()

    async def _live(self, on_change: Callable[[], None]) -> None:
        with self._open_log() as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.command, stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log
            )
        self.starts += 1
        on_change()
        await self.process.wait()
        on_change()

    @contextlib.contextmanager
    def _open_log(self) -> Iterator[int]:
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            yield descriptor
        finally:
            os.close(descriptor)

    def switch(self, on: bool) -> None:
        """Have the process running, or kill it (SIGKILL: as a power cut would)."""
        self.wanted = on
        self._changed.set()
        if not on and self.process is not None and self.running:
            self.process.send_signal(signal.SIGKILL)

    async def end(self) -> None:
        """End the process: politely, and by force when it does not listen."""
        process = self.process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(_END_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    def last_words(self) -> str:
        """Return the last line of the log."""
        with contextlib.suppress(OSError):
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
            return lines[-1] if lines else "(no log)"
        return "(no log)"


def services_of(layout: Layout) -> list[Service]:
    """Return the demo's services, in the order of starting."""
    state = layout.state
    of_hall = ["--config", str(layout.config), "--state", str(state)]
    atrium = [sys.executable, "-m", "edge", "run"]
    # Headquarters signs what it asks of the hall, with the key that the hall's configuration names.
    of_office = ["--config", str(layout.config), "--state", str(layout.headquarters)]
    api = ["--listen", layout.listen(layout.api)]
    broker = [sys.executable, "-m", "sync.demo_broker"]
    broker += ["--listen", layout.listen(layout.broker), "--state", str(state / "broker")]

    def service(name: str, title: str, command: list[str]) -> Service:
        return Service(name, title, command, state / f"{name}.log")

    return [
        service("broker", "MQTT broker", broker),
        service("edge", "控制器 controller", [*atrium, "edge", *of_hall, *api]),
        service("backoffice", "总部 back office", [*atrium, "backoffice", *of_office]),
        service("kiosk", "客户屏幕 customer screens", [*atrium, "kiosk", *of_hall]),
        service("sync", "同步 link", [*atrium, "sync", *of_hall]),
    ]
