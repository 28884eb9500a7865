"""A real broker as a process, and a whole link with headquarters around it."""

import asyncio
import contextlib
import random
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hallapi import served
from syncfakes import FakeHall

from edge.client import HallClient
from sync.backoffice.intake import Intake
from sync.backoffice.receiver import Receiver
from sync.backoffice.sqlite_store import SqliteStore
from sync.broker.config import BrokerConfig
from sync.broker.mqtt import mqtt_connector
from sync.link.config import SyncConfig
from sync.link.run import LinkPorts, run_link
from sync.link.status import LinkStatus
from sync.pacing import Timing

DEADLINE_S = 60.0

# MQTT 3.1.1, 3.1: a clean session of a client without a name.
_CONNECT = bytes.fromhex("100C 0004 4D515454 04 02 003C 0000")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class BrokerProcess:
    """A broker that can be killed and started again at the same port.

    It is up when it greets in the clear; one that `hides` behind TLS, when it listens.
    """

    def __init__(self, port: int, command: list[str], *, hides: bool = False) -> None:
        self.port = port
        self._command = command
        self._hides = hides
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + DEADLINE_S
        while not self._answers():
            assert self._process.poll() is None, "the broker ended at once"
            assert time.monotonic() < deadline, "the broker does not listen"

    def _answers(self) -> bool:
        # A broker that only listens may not yet have set what it does when it is told to stop.
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.settimeout(1.0)
            probe.connect(("127.0.0.1", self.port))
            if self._hides:
                return True
            probe.sendall(_CONNECT)
            return probe.recv(4)[:1] == b"\x20"  # CONNACK (MQTT 3.1.1, 3.2.1)
        return False

    def hang(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.end(signal.SIGKILL)

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        code = 0
        if self._process is not None:
            self._process.send_signal(how)
            code = self._process.wait(DEADLINE_S)
            self._process = None
        return code


@contextlib.contextmanager
def broker_process(
    port: int, command: list[str], *, hides: bool = False
) -> Iterator[BrokerProcess]:
    broker = BrokerProcess(port, command, hides=hides)
    try:
        broker.start()
        yield broker
    finally:
        broker.end()


class RealWorld:
    """A hall behind HTTP, the real link, a real broker, the real receiver with its database."""

    def __init__(self, port: int, folder: Path, hall: FakeHall) -> None:
        self.hall = hall
        self.database = folder / "hq.db"
        self.broker = BrokerConfig(port=port, answer_timeout_s=1.0, keepalive_s=2)
        self.status = LinkStatus(lambda: time.time_ns() // 1_000_000)
        self._folder = folder
        self._link: asyncio.Task[None] | None = None
        self._headquarters: asyncio.Task[None] | None = None

    def connector(self, name: str):
        return mqtt_connector(self.broker, f"{name}-{secrets.token_hex(4)}", None)

    def start_link(self, **settings) -> None:
        self._link = asyncio.ensure_future(self._run_link(settings))

    async def _run_link(self, settings) -> None:
        path = self._folder / f"{secrets.token_hex(2)}.sock"
        pace = {"pause_base_s": 0.05, "pause_max_s": 0.5, "answer_min_s": 0.3}
        config = SyncConfig(broker=self.broker, confirm_every_s=0.05, **(pace | settings))
        async with served(self.hall, path) as address, HallClient(address) as client:
            ports = LinkPorts(
                client, self.connector("link"), random.random, lambda: secrets.token_hex(8), {}
            )
            await run_link(config, ports, self.status)

    def start_headquarters(self, credit: int = 4) -> None:
        self._headquarters = asyncio.ensure_future(self._run_headquarters(credit))

    async def _run_headquarters(self, credit: int) -> None:
        with (
            contextlib.closing(SqliteStore(self.database)) as store,
            ThreadPoolExecutor(1) as executor,
        ):
            loop = asyncio.get_running_loop()
            receiver = Receiver(
                Intake(store, credit),
                self.connector("hq"),
                lambda work: loop.run_in_executor(executor, work),
                lambda: time.time_ns() // 1_000_000,
                lambda _hall: None,
                look_every_s=0.1,
            )
            await receiver.run(Timing(pause_base_s=0.05, pause_max_s=0.3), random.random)

    async def stop_link(self) -> None:
        await _ended(self._link)
        self.hall.reachable = True

    async def stop_headquarters(self) -> None:
        await _ended(self._headquarters)

    def confirmed(self) -> bool:
        return self.hall.acked == self.hall.last

    async def until(self, holds: Callable[[], bool], within_s: float = DEADLINE_S) -> None:
        async with asyncio.timeout(within_s):
            while not holds():
                await asyncio.sleep(0.01)


async def _ended(task: asyncio.Task[None] | None) -> None:
    if task is None:
        return
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


@contextlib.asynccontextmanager
async def real_world(port: int, folder: Path, hall: FakeHall) -> AsyncIterator[RealWorld]:
    world = RealWorld(port, folder, hall)
    world.start_headquarters()
    world.start_link()
    try:
        yield world
    finally:
        await world.stop_link()
        await world.stop_headquarters()
