"""Headquarters' end of the broker: one message after another, answered after the commit."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Never, Protocol, TypeVar

from sync import topics
from sync.backoffice.intake import Intake
from sync.backoffice.store import StoreError
from sync.broker import Broker, BrokerLostError, Connect, Message
from sync.pacing import Draw, Timing, full_jitter

_log = logging.getLogger(__name__)

T = TypeVar("T")


class Offload(Protocol):
    """How to run what waits for the disk. In a simulation it runs at once."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]:
        """Return the result of `work()`."""


class Receiver:
    """Feeds the intake from the broker. `changed` is called with a hall after news of it is kept.

    `now_ms` tells wall-clock milliseconds.
    """

    def __init__(
        self,
        intake: Intake,
        connect: Connect,
        offload: Offload,
        now_ms: Callable[[], int],
        changed: Callable[[str], None],
    ) -> None:
        self._intake = intake
        self._connect = connect
        self._offload = offload
        self._now_ms = now_ms
        self._changed = changed
        self._trouble = ""

    async def run(self, timing: Timing, draw: Draw) -> Never:
        """Receive until cancelled, through any number of lost connections."""
        failures = 0
        while True:
            try:
                async with self._connect() as broker:
                    failures = 0
                    await self._receive(broker)
            except BrokerLostError as error:
                self._note(f"no connection to the broker: {error}")
            failures += 1
            await asyncio.sleep(full_jitter(timing, failures, draw))

    async def _receive(self, broker: Broker) -> None:
        await broker.subscribe(topics.UP_FILTER)
        _log.info("connected to the broker")
        await self._answer(broker, lambda: self._intake.resumption(self._now_ms()))
        self._trouble = ""
        async for message in broker.messages():
            if await self._answer(broker, self._taking(message)):
                self._tell(message)

    def _taking(self, message: Message) -> Callable[[], list[Message]]:
        at = self._now_ms()
        return lambda: self._intake.take(message, at)

    async def _answer(self, broker: Broker, work: Callable[[], list[Message]]) -> bool:
        """Do `work`, which commits, then publish what it says.

        If the store fails there is no answer, and the hall will send again.
        """
        try:
            answers = await self._offload(work)
        except StoreError as error:
            self._note(f"cannot store: {error}")
            return False
        except Exception:  # noqa: BLE001 - a bug met by one hall's message must not end the service of all others
            _log.exception("a message could not be taken in; it stays unanswered")
            return False
        for answer in answers:
            await broker.publish(answer)
        return True

    def _tell(self, message: Message) -> None:
        try:
            self._changed(topics.read_up(message.topic).hall)
        except topics.UnknownTopicError:
            return

    def _note(self, trouble: str) -> None:
        if trouble != self._trouble:
            _log.error("%s", trouble)
        self._trouble = trouble
