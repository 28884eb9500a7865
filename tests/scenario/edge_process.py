"""Real controllers: processes that are started, heard, ended, and leave nothing behind."""

import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

DEMO = Path(__file__).parents[2] / "config" / "demo.toml"
CLERKS, PIN = ("1001", "1002", "1003", "1004", "1005"), "2468"
_ATRIUM = (sys.executable, "-m", "edge")
# How long anything may take before a test gives up; no test is about this time.
PATIENCE_S = 60.0


def atrium(*words: str, timeout_s: float = PATIENCE_S) -> subprocess.CompletedProcess[str]:
    """Run an `atrium` command to its end."""
    return subprocess.run(
        [*_ATRIUM, *words],
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )


class EdgeProcess:
    """A controller on `state`. Its log is collected as it comes."""

    def __init__(self, state: Path, *options: str, config: Path) -> None:
        self.state = state
        self.log: list[str] = []
        self.asked_at_s = time.monotonic()
        self.ready_after_s = 0.0
        self._heard = threading.Condition()
        self._over = False
        self._process = subprocess.Popen(
            [*_ATRIUM, "run", "edge", "--config", config, "--state", state, *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if "is ready" in line:
                self.ready_after_s = time.monotonic() - self.asked_at_s
            with self._heard:
                self.log.append(line)
                self._heard.notify_all()
        with self._heard:
            self._over = True
            self._heard.notify_all()

    def wait_for_line(self, words: str) -> str:
        """Return the first line of the log with `words`; fail if there will be none."""
        with self._heard:
            self._heard.wait_for(lambda: self._over or self._line(words), PATIENCE_S)
        assert self._line(words), f"never heard {words!r} in:\n{self.text}"
        return self._line(words)

    def _line(self, words: str) -> str:
        return next((line for line in self.log if words in line), "")

    def wait_until_ready(self) -> Self:
        """Return when the hall answers."""
        self.wait_for_line("is ready")
        return self

    @property
    def text(self) -> str:
        """The log so far."""
        return "".join(self.log)

    @property
    def pid(self) -> int:
        return self._process.pid

    def socket(self, role: str) -> str:
        """The address of a role's socket."""
        return str(self.state / "sockets" / f"{role}.sock")

    def kill(self) -> None:
        """Pull the plug: of what it had started, nothing goes on either."""
        self._process.send_signal(signal.SIGSTOP)  # nothing more is started meanwhile
        children = _children_of(self.pid)
        self._process.kill()
        for child in children:
            _kill_and_wait(child)

    def wait_for_the_end(self) -> int:
        """Return the exit code, once the process and its last words are over."""
        code = self._process.wait(PATIENCE_S)
        self._listening.join(PATIENCE_S)
        assert self._process.stderr is not None
        self._process.stderr.close()
        return code

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to stop and return its exit code."""
        self._process.send_signal(number)
        return self.wait_for_the_end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self.kill()
        self.wait_for_the_end()


def _children_of(pid: int) -> list[int]:
    tasks = Path("/proc", str(pid), "task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _kill_and_wait(pid: int) -> None:
    with suppress(ProcessLookupError):
        process = os.pidfd_open(pid)
        try:
            signal.pidfd_send_signal(process, signal.SIGKILL)
            select.select([process], [], [], PATIENCE_S)
        finally:
            os.close(process)


Start = Callable[..., EdgeProcess]
Figure = Callable[[str], None]


def free_port() -> int:
    """Return a port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def short_dir() -> Iterator[Path]:
    """Give a directory with a short name: a Unix socket's path has 107 characters at most."""
    with tempfile.TemporaryDirectory(prefix="atrium-") as name:
        yield Path(name)


def demo_config(folder: Path, without: Sequence[str] = ("voice",)) -> Path:
    """Write the demo hall's configuration without some of its devices, and return the file.

    The voice renders its clips whenever a hall starts for the first time: no matter here.
    """
    shipped = DEMO.read_text(encoding="utf-8").replace('"forms/', f'"{DEMO.parent}/forms/')
    head, *tables = shipped.split("\n[[")
    dropped = [table for table in tables if any(_is_device(table, name) for name in without)]
    assert len(dropped) == len(without), f"{DEMO} has not all of {without}"
    path = folder / "hall.toml"
    kept = [table for table in tables if table not in dropped]
    path.write_text("\n[[".join([head, *kept]), encoding="utf-8")
    return path


def _is_device(table: str, name: str) -> bool:
    return table.startswith("devices]]") and f'id = "{name}"' in table
