"""Processes under measurement: started, ready, weighed, and ended."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

_PATIENCE_S = 60.0
_LOOK_S = 0.002
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class DidNotStartError(Exception):
    """A process ended, or said nothing for too long, before it was ready."""


class Process:
    """A process of its own session, with its output in a file."""

    def __init__(self, words: Sequence[str], log: Path) -> None:
        self.log = log
        self._name = " ".join(words)
        self.started_at_s = time.monotonic()
        with log.open("ab") as file:
            self._process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=file, stderr=file
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def rss_mb(self) -> float:
        """The memory that is resident now."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        return int(line.split()[1]) / 1024

    @property
    def cpu_s(self) -> float:
        """The processor time used so far."""
        stat = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii")
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S

    def check(self) -> None:
        """Raise `DidNotStartError` if it has ended or should have been ready by now."""
        late = time.monotonic() - self.started_at_s > _PATIENCE_S
        if late or self._process.poll() is not None:
            words = self.log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise DidNotStartError(f"{self._name}: {words}")

    def kill(self) -> None:
        """Pull the plug."""
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10.0)
        self.kill()


def atrium(*words: str | Path) -> list[str]:
    """Return the command line of `atrium` with these words."""
    return [sys.executable, "-m", "edge", *map(str, words)]


def module(name: str, *words: str | Path) -> list[str]:
    """Return the command line of a module of this folder."""
    return [sys.executable, "-m", name, *map(str, words)]


@contextlib.contextmanager
def running(words: Sequence[str], log: Path) -> Iterator[Process]:
    """Run a process until the end of the block."""
    with Process(words, log) as process:
        yield process


async def answers(process: Process, address: str | Path, path: str) -> float:
    """Return how long after its start `process` answered `GET path` on the Unix socket."""
    while True:
        process.check()
        try:
            reader, writer = await asyncio.open_unix_connection(address)
        except OSError:
            await asyncio.sleep(_LOOK_S)
            continue
        try:
            writer.write(f"GET {path} HTTP/1.1\r\nHost: hall\r\n\r\n".encode())
            if await reader.readline():
                return time.monotonic() - process.started_at_s
        except OSError:
            continue
        finally:
            writer.close()


def wait_until_it_answers(process: Process, address: str | Path, path: str) -> float:
    """Do as `answers`, from outside an event loop."""
    return asyncio.run(answers(process, address, path))


async def listening(port: int) -> None:
    """Return once somebody listens on `port`."""
    async with asyncio.timeout(_PATIENCE_S):
        while True:
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return


def free_port() -> int:
    """Return a port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
