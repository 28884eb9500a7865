"""The device's side of the wire: what a twin is, and how one is put behind a real port.

A twin is plain state with three inputs (bytes, time, a person's hands) and two outputs (bytes, a
look at it). It ships with the product: demo halls, staff training and tests run on twins.
"""

import abc
import asyncio
import contextlib
import os
import random
import tty
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from drivers.contract import LineSettings, WireLostError
from drivers.transports.inbox import Inbox

_SLICE_S = 0.005
_INSTANT_S = 1e-6


class UnknownActionError(ValueError):
    """The device panel asked for something this twin's hands cannot do."""


class Twin(abc.ABC):
    """One simulated device, or the units sharing one line.

    Faults are plain switches. `silent` is common to all: the device hears and does not answer.
    """

    def __init__(self) -> None:
        self.silent = False
        self.on_change: Callable[[], None] = lambda: None

    @property
    def due_s(self) -> float | None:
        """Seconds until it does something by itself, or None while it only reacts."""
        return None

    @abc.abstractmethod
    def receive(self, data: bytes) -> bytes:
        """Take bytes from the host, in any cut, and return what the device says at once."""

    def tick(self, dt_s: float) -> bytes:
        """Let `dt_s` seconds pass and return what the device says by itself."""
        return b""

    @abc.abstractmethod
    def look(self) -> dict[str, Any]:
        """Return what a person in front of the device sees, as JSON values."""

    def actions(self) -> Mapping[str, Callable[..., None]]:
        """Return what a person's hands can do: name to a callable with keyword arguments."""
        return {}

    def act(self, name: str, /, **values: Any) -> None:
        """Do one of `actions`, and wake whoever serves the twin. Raises `UnknownActionError`."""
        action = self.actions().get(name)
        if action is None:
            known = ", ".join(sorted(self.actions())) or "none"
            raise UnknownActionError(f"no action {name!r} on this device; there are: {known}")
        try:
            action(**values)
        except TypeError as error:
            raise UnknownActionError(f"action {name!r}: {error}") from error
        self.on_change()


@dataclass(slots=True)
class LineFaults:
    """What the line does to bytes, in both directions. Rates are per byte, from 0 to 1."""

    lose: float = 0.0
    flip: float = 0.0
    repeat: float = 0.0
    chop: bool = False  # hand over one byte at a time
    hold_max_s: float = 0.0  # a piece is held up by as much as that
    dice: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311

    def spoil(self, data: bytes) -> bytes:
        """Return `data` as it comes out of the line."""
        if not self.lose and not self.flip and not self.repeat:
            return data
        spoilt = bytearray()
        for byte in data:
            if self.dice.random() < self.lose:
                continue
            if self.dice.random() < self.flip:
                byte ^= 1 << self.dice.randrange(8)  # noqa: PLW2901
            spoilt.append(byte)
            if self.dice.random() < self.repeat:
                spoilt.append(byte)
        return bytes(spoilt)

    def on_the_way_s(self, piece: bytes, line: LineSettings) -> float:
        """Return how long `piece` takes from one end to the other."""
        held_s = self.dice.uniform(0.0, self.hold_max_s) if self.hold_max_s else 0.0
        return len(piece) * line.byte_s + held_s


class DevicePort(Protocol):
    """The far end of a wire, as the device has it. `Wire` read from the other side."""

    async def write(self, data: bytes) -> None: ...
    async def read(self, within_s: float) -> bytes: ...
    async def close(self) -> None: ...


async def serve_twin(
    twin: Twin, port: DevicePort, line: LineSettings, faults: LineFaults | None = None
) -> None:
    """Be the device at `port` until it closes. Bytes take the time they take on `line`.

    Both directions are paced: the twin sees a byte when its stop bit has passed, and the host sees
    the answer no faster than the line carries it.
    """
    line_faults = faults or LineFaults()
    life = _Life(twin, line_faults)
    with contextlib.suppress(WireLostError):
        async with _all_or_none(
            _hear(life, port, line, line_faults),
            _speak(port, line, line_faults, life.said),
            life.run(),
        ) as serving:
            await serving


class _Life:
    """A twin in time: whatever happens to it happens after the time before has passed for it."""

    def __init__(self, twin: Twin, faults: LineFaults) -> None:
        self.said = Inbox()
        self._twin = twin
        self._faults = faults
        self._loop = asyncio.get_running_loop()
        self._passed_s = self._loop.time()
        self._woken = asyncio.Event()
        twin.on_change = self._woken.set

    def hear(self, data: bytes) -> None:
        """Let the device hear `data` now."""
        self._pass_time()
        self._say(self._twin.receive(data))
        self._woken.set()

    async def run(self) -> None:
        """Let time pass for the device, waking when it has something to do."""
        while True:
            self._woken.clear()
            self._pass_time()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._rest_s()):
                    await self._woken.wait()

    def _rest_s(self) -> float | None:
        # What rounding leaves of a time may be too little for any clock to show that it passed.
        due_s = self._twin.due_s
        return None if due_s is None else max(due_s, _INSTANT_S)

    def _pass_time(self) -> None:
        now_s = self._loop.time()
        self._say(self._twin.tick(now_s - self._passed_s))
        self._passed_s = now_s

    def _say(self, data: bytes) -> None:
        if data and not self._twin.silent:
            self.said.put(self._faults.spoil(data))


class _all_or_none:  # noqa: N801 - reads as a statement
    """Run coroutines together; when one ends or fails, cancel the others and raise its error."""

    def __init__(self, *parts: Any) -> None:
        self._parts = parts

    async def __aenter__(self) -> Awaitable[None]:
        self._tasks = [asyncio.ensure_future(part) for part in self._parts]
        return self._first()

    async def _first(self) -> None:
        done, _pending = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def __aexit__(self, *_error: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def _slices(data: bytes, line: LineSettings, faults: LineFaults) -> list[bytes]:
    size = 1 if faults.chop else max(1, int(_SLICE_S / line.byte_s))
    return [data[start : start + size] for start in range(0, len(data), size)]


async def _hear(life: _Life, port: DevicePort, line: LineSettings, faults: LineFaults) -> None:
    while True:
        data = await port.read(3600.0)
        for piece in _slices(data, line, faults):
            await asyncio.sleep(faults.on_the_way_s(piece, line))
            life.hear(faults.spoil(piece))


async def _speak(port: DevicePort, line: LineSettings, faults: LineFaults, said: Inbox) -> None:
    while True:
        data = await said.take(3600.0)
        for piece in _slices(data, line, faults):
            await asyncio.sleep(faults.on_the_way_s(piece, line))
            await port.write(piece)


class PtyPort:
    """A pseudo-terminal whose far end is reached by a link with a name that stays the same."""

    def __init__(self, link: Path) -> None:
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self._slave = slave  # held open, so that a host that comes and goes hangs nothing up
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(os.ttyname(slave))
        self._link = link
        self._inbox = Inbox()
        self._loop = asyncio.get_running_loop()
        os.set_blocking(self._master, False)
        self._loop.add_reader(self._master, self._on_readable)

    def _on_readable(self) -> None:
        try:
            self._inbox.put(os.read(self._master, 4096))
        except BlockingIOError:
            return
        except OSError as error:
            self._loop.remove_reader(self._master)
            self._inbox.lose(error.strerror or "read failed")

    async def write(self, data: bytes) -> None:
        if self._inbox.lost is not None:
            raise WireLostError(self._inbox.lost)
        # A full pty means a host that reads nothing: a real line would lose the bytes too.
        with contextlib.suppress(BlockingIOError):
            os.write(self._master, data)

    async def read(self, within_s: float) -> bytes:
        return await self._inbox.take(within_s)

    async def close(self) -> None:
        """Pull the plug: the link goes, and whoever has it open is told."""
        if self._inbox.lost is None:
            self._inbox.lose("unplugged")
            self._loop.remove_reader(self._master)
            self._link.unlink(missing_ok=True)
            os.close(self._slave)
            os.close(self._master)


class TwinOnPty:
    """A twin behind a pseudo-terminal, with a plug that can be pulled and put back."""

    def __init__(
        self, twin: Twin, link: Path, line: LineSettings, faults: LineFaults | None = None
    ) -> None:
        self.twin = twin
        self.faults = faults or LineFaults()
        self._link = link
        self._line = line
        self._port: PtyPort | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def plugged(self) -> bool:
        """Whether the device can be reached."""
        return self._port is not None

    async def plug(self) -> None:
        """Put the device on its wire. Safe to repeat."""
        if self._port is None:
            self._port = PtyPort(self._link)
            self._serving = asyncio.create_task(
                serve_twin(self.twin, self._port, self._line, self.faults)
            )

    async def unplug(self) -> None:
        """Pull the wire out, in mid-frame if it so happens. Safe to repeat."""
        port, serving = self._port, self._serving
        self._port = self._serving = None
        if port is not None and serving is not None:
            await port.close()
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
