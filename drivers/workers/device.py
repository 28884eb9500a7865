"""What a worker serves: a device behind a library whose calls may block, hang or crash."""

import abc
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from drivers.contract import DeviceEvent, Finding, Health, Kind


class Desk:
    """What a device's thread is given: where to report, and when to end. Safe from any thread."""

    def __init__(
        self,
        be: Callable[[Health, str], None],
        tell: Callable[[DeviceEvent], None],
        stopping: threading.Event,
    ) -> None:
        self.be = be
        self.tell = tell
        self._stopping = stopping
        self._seen_s = time.monotonic()

    @property
    def stopping(self) -> bool:
        """Whether the worker is ending. Whoever asks shows that it does not hang."""
        self._seen_s = time.monotonic()
        return self._stopping.is_set()

    @property
    def ending(self) -> bool:
        """Whether the worker is ending, for further threads: asking shows nothing."""
        return self._stopping.is_set()

    def rest(self, seconds: float) -> None:
        """Let time pass; end at once when the worker does."""
        self._stopping.wait(max(0.0, seconds))

    def unseen_s(self) -> float:
        """Return for how long nobody has asked whether the worker is ending."""
        return time.monotonic() - self._seen_s


class WorkerDevice(abc.ABC):
    """A device and its library. `run` has a thread of its own, so have the others; none is asyncio.

    What the device or its library does wrong is told as health. Anything `run` raises is a bug,
    and ends the worker.
    """

    kind: ClassVar[Kind]
    protocol: ClassVar[str]

    @property
    def serves(self) -> str:
        """What the worker says it serves."""
        return f"{self.kind}.{self.protocol}"

    @abc.abstractmethod
    def run(self, desk: Desk) -> None:
        """Serve the device until `desk.stopping`, which is asked at least every few seconds."""

    def do(self, name: str, body: Mapping[str, Any]) -> None:
        """Do what was asked. Raises `UnknownRequestError`, or a `DeviceError`."""
        raise UnknownRequestError(self.serves, name)

    def details(self) -> dict[str, Any]:
        """Return what the state tells besides health, as JSON values. Never waits."""
        return {}

    @abc.abstractmethod
    def test(self) -> list[Finding]:
        """Try what can be tried, in plain words."""


class UnknownRequestError(Exception):
    """This device has no such verb."""

    def __init__(self, serves: str, name: str) -> None:
        super().__init__(f"a {serves} worker cannot {name}")
