"""Devices served by a worker: the port listens, and the worker's process connects in.

One worker at a time: while one is connected nobody listens, and a second one waits its turn.
"""

import asyncio
import contextlib
import fcntl
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

from drivers.contract import Wire, WireLostError
from drivers.transports.stream import StreamWire

SCHEME = "worker:"

_CONNECT_WITHIN_S = 5.0
_WRITE_TIMEOUT_S = 10.0
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
# `sockaddr_un` of Linux, its closing zero left out.
_PATH_BYTES_MAX = 107


def worker_socket(state: Path, name: str) -> Path:
    """Return where the worker `name` of the hall in `state` connects. Raises `WireLostError`."""
    if not _NAME.fullmatch(name):
        raise WireLostError(
            f"{SCHEME}{name}: a worker's name has up to 32 of a-z, 0-9, - and _, nothing else"
        )
    return state / "workers" / f"{name}.sock"


def worker_port(port: str, state: Path) -> str:
    """Return `worker:NAME` with the whole path of its socket. Raises `WireLostError`."""
    return f"{SCHEME}{worker_socket(state.absolute(), port.removeprefix(SCHEME))}"


async def open_worker(
    port: str, within_s: float = _CONNECT_WITHIN_S, write_timeout_s: float = _WRITE_TIMEOUT_S
) -> Wire:
    """Wait for the worker at `worker:/path/NAME.sock`. Raises `WireLostError`."""
    path = Path(port.removeprefix(SCHEME))
    if not path.is_absolute():
        raise WireLostError(f"{port}: expected {SCHEME}/path/NAME.sock")
    held = _hold(path)
    try:
        connected = await _accept(path, within_s)
        reader, writer = await asyncio.open_connection(sock=connected)
    except BaseException:
        os.close(held)
        raise
    return _WorkerWire(reader, writer, f"worker {path.stem}", write_timeout_s, held)


def _hold(path: Path) -> int:
    """Return the descriptor of a lock that is held for as long as the port is in use."""
    try:
        _make(path.parent)
        held = os.open(path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise WireLostError(f"{path}: {error.strerror}") from error
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        raise WireLostError(f"{path}: another device has this worker") from None
    return held


def _make(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Whatever the process creates otherwise: workers are in its group.
        folder.chmod(0o750)


async def _accept(path: Path, within_s: float) -> socket.socket:
    with _listening(path) as listener:
        try:
            async with asyncio.timeout(within_s):
                connected, _ = await asyncio.get_running_loop().sock_accept(listener)
        except TimeoutError:
            name = path.stem
            raise WireLostError(f"its worker is not running: atrium run worker {name}") from None
    return connected


@contextlib.contextmanager
def _listening(path: Path) -> Iterator[socket.socket]:
    if len(os.fsencode(path)) > _PATH_BYTES_MAX:
        raise WireLostError(f"{path}: longer than the {_PATH_BYTES_MAX} bytes of a socket's path")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.setblocking(False)
        try:
            # Whoever holds the lock is the only one: what lies here was left by a killed one.
            path.unlink(missing_ok=True)
            listener.bind(str(path))
            path.chmod(0o660)
            listener.listen(1)
        except OSError as error:
            raise WireLostError(f"{path}: {error.strerror}") from error
        try:
            yield listener
        finally:
            path.unlink(missing_ok=True)


class _WorkerWire(StreamWire):
    """A connected worker. Its place is free again when the wire is closed."""

    hung_up = "its process has ended"

    def __init__(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        name: str,
        write_timeout_s: float,
        held: int,
    ) -> None:
        super().__init__(reader, writer, name, write_timeout_s)
        self._held: int | None = held

    async def close(self) -> None:
        held, self._held = self._held, None
        try:
            await super().close()
        finally:
            if held is not None:
                os.close(held)
