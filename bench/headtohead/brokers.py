"""A mosquitto of Debian on loopback, and a collector that notes what arrives there."""

import asyncio
import contextlib
import logging
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import aiomqtt

from bench.headtohead.processes import Processes, free_port, listens
from bench.headtohead.system import NotAcknowledgedError, SetupError

_PATH_WITH_SBIN = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
_LAST_WORDS_S = 0.1
_CONNECT_TIMEOUT_S = 10.0
_CENTRE = ("persistence false", "max_queued_messages 0", "max_inflight_messages 0")

Answer = tuple[str, bytes]
Read = Callable[[str, bytes], tuple[list[int], Answer | None]]


def mosquitto() -> str:
    """Return the program. Raises `SetupError`."""
    found = shutil.which("mosquitto", path=_PATH_WITH_SBIN)
    if found is None:
        raise SetupError("mosquitto is not installed: apt install mosquitto")
    return found


def mosquitto_version() -> str:
    """Return the version of the installed program. Raises `SetupError`."""
    said = subprocess.run([mosquitto(), "-h"], capture_output=True, text=True, check=False).stdout
    return said.split("\n", 1)[0].removeprefix("mosquitto version ").strip()


def mosquitto_command(port: int, folder: Path, settings: Sequence[str]) -> list[str]:
    """Return the command of a broker with `settings`, one line each; its files lie in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"listener {port} 127.0.0.1", "allow_anonymous true", *settings]
    if os.geteuid() == 0:
        lines.append("user root")  # else it becomes a user that cannot write this folder
    path = folder / "mosquitto.conf"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [mosquitto(), "-c", str(path)]


class Publisher:
    """Publishes with QoS 1, one message after the other; each connection is a new session."""

    def __init__(self, port: int) -> None:
        # What paho tells of a broker that was killed is what this script does on purpose.
        self._client = aiomqtt.Client("127.0.0.1", port, logger=_silent())
        self._connected: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect. Raises `SetupError`."""
        connected = asyncio.Event()
        self._connected = asyncio.create_task(self._stay(connected))
        waiting = asyncio.create_task(connected.wait())
        await asyncio.wait((self._connected, waiting), return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
            raise SetupError("the edge broker takes no connection")

    async def _stay(self, connected: asyncio.Event) -> None:
        with contextlib.suppress(aiomqtt.MqttError):
            async with self._client:
                connected.set()
                async for _message in self._client.messages:
                    pass

    async def publish(self, topic: str, payload: str) -> None:
        """Return with the PUBACK. Raises `NotAcknowledgedError` when the connection is gone."""
        assert self._connected is not None
        if self._connected.done():
            raise NotAcknowledgedError
        # A publish that waits for its PUBACK does not notice by itself that the broker is gone.
        sending = asyncio.ensure_future(self._client.publish(topic, payload, qos=1))
        await asyncio.wait((sending, self._connected), return_when=asyncio.FIRST_COMPLETED)
        # A PUBACK that came just before the end is still on its way to the one who waits.
        await asyncio.wait((sending,), timeout=_LAST_WORDS_S)
        if not sending.done():
            sending.cancel()
            raise NotAcknowledgedError
        if sending.exception() is not None:
            raise NotAcknowledgedError

    async def stop(self) -> None:
        """Let go of the connection. Safe to repeat."""
        if self._connected is not None:
            self._connected.cancel()
            await asyncio.gather(self._connected, return_exceptions=True)


def _silent() -> logging.Logger:
    logger = logging.getLogger("bench.headtohead.mqtt")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    return logger


class Centre:
    """A central broker, and a collector which gives `read` each message to find numbers in it.

    The broker is ended only while nothing is under way, so that a loss is never the centre's.
    `read` may return an answer to publish as well: topic and payload.
    """

    def __init__(
        self, folder: Path, topics: Sequence[str], read: Read, settings: Sequence[str] = ()
    ) -> None:
        self.port = free_port()
        self.arrived: list[int] = []
        self._topics = topics
        self._read = read
        self._processes = Processes(folder)
        self._folder = folder / "centre"
        self._settings = (*_CENTRE, *settings)
        self._collecting: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Let the broker listen, and the collector with it."""
        command = mosquitto_command(self.port, self._folder, self._settings)
        self._processes.start("centre", command)
        await self._processes.until(lambda: listens(self.port), "the central broker")
        subscribed = asyncio.Event()
        self._collecting = asyncio.create_task(self._collect(subscribed))
        await asyncio.wait_for(subscribed.wait(), _CONNECT_TIMEOUT_S)

    async def _collect(self, subscribed: asyncio.Event) -> None:
        async with aiomqtt.Client("127.0.0.1", self.port, logger=_silent()) as client:
            await client.subscribe([(topic, 1) for topic in self._topics])
            subscribed.set()
            async for message in client.messages:
                assert isinstance(message.payload, bytes)
                numbers, answer = self._read(str(message.topic), message.payload)
                self.arrived += numbers
                if answer is not None:
                    await client.publish(*answer, qos=1)

    async def stop(self) -> None:
        """End the broker and the collector. Safe to repeat."""
        if self._collecting is not None:
            self._collecting.cancel()
            await asyncio.gather(self._collecting, return_exceptions=True)
            self._collecting = None
        await self._processes.end()
