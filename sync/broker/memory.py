"""A broker in memory, for tests and simulation: it can lose, double, delay, and forget everything.

Faults are drawn from the `random.Random` it is given, so that a run can be repeated. Waiting is
asyncio's, so that on a virtual clock it costs nothing.
"""

import asyncio
import contextlib
import random
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from sync.broker import Broker, BrokerLostError, Connect, Message, one_loss

_HEARD_MAX = 1000


@dataclass(slots=True)
class Faults:
    """How bad the network is: chances from 0 to 1, and the longest delay of a message."""

    lose: float = 0.0
    double: float = 0.0
    delay_max_s: float = 0.0
    up: bool = True


@dataclass(eq=False)
class MemoryBroker:
    """The broker itself. `faults` may be changed while it runs."""

    dice: random.Random
    faults: Faults = field(default_factory=Faults)
    _lines: list["_Line"] = field(default_factory=list)

    def connector(self) -> Connect:
        """Return how to connect to this broker."""

        @contextlib.asynccontextmanager
        async def connect(last_words: Message | None = None) -> AsyncIterator[Broker]:
            if not self.faults.up:
                raise BrokerLostError("the broker is down")
            line = _Line(self)
            self._lines.append(line)
            with one_loss():
                try:
                    yield line
                finally:
                    self._hang_up(line, last_words)

        return connect

    def restart(self) -> None:
        """Lose every connection, and with them everything that was under way."""
        for line in self._lines:
            line.lose()
        self._lines.clear()

    def carry(self, message: Message) -> None:
        """Give `message` to everybody who listens, as well as the network does today."""
        if self.dice.random() < self.faults.lose:
            return
        copies = 2 if self.dice.random() < self.faults.double else 1
        for line in [line for line in self._lines if line.hears(message.topic)]:
            for _copy in range(copies):
                self._deliver(line, message)

    def _deliver(self, line: "_Line", message: Message) -> None:
        delay_s = self.dice.uniform(0, self.faults.delay_max_s)
        if delay_s:
            asyncio.get_running_loop().call_later(delay_s, line.hear, message)
        else:
            line.hear(message)

    def _hang_up(self, line: "_Line", last_words: Message | None) -> None:
        if line in self._lines:
            self._lines.remove(line)
        if last_words is not None:
            self.carry(last_words)


class _Line:
    """One connection to a `MemoryBroker`."""

    def __init__(self, broker: MemoryBroker) -> None:
        self._broker = broker
        self._filters: list[re.Pattern[str]] = []
        self._heard: asyncio.Queue[Message | None] = asyncio.Queue()
        self._lost = False

    async def publish(self, message: Message) -> None:
        self._still_there()
        self._broker.carry(message)
        await asyncio.sleep(0)

    async def subscribe(self, topic_filter: str) -> None:
        self._still_there()
        parts = [".*" if part == "#" else _level(part) for part in topic_filter.split("/")]
        self._filters.append(re.compile("/".join(parts)))

    async def messages(self) -> AsyncIterator[Message]:
        while True:
            message = await self._heard.get()
            if message is None:
                raise BrokerLostError("the broker has restarted")
            yield message

    def hears(self, topic: str) -> bool:
        return any(pattern.fullmatch(topic) for pattern in self._filters)

    def hear(self, message: Message) -> None:
        if not self._lost and self._heard.qsize() < _HEARD_MAX:
            self._heard.put_nowait(message)

    def lose(self) -> None:
        self._lost = True
        self._heard.put_nowait(None)

    def _still_there(self) -> None:
        if self._lost:
            raise BrokerLostError("the broker has restarted")


def _level(part: str) -> str:
    return "[^/]*" if part == "+" else re.escape(part)
