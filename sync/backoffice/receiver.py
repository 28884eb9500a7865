"""Headquarters' end of the broker: one message after another, answered after the commit."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Never, Protocol, TypeVar

from sync import topics
from sync.backoffice.intake import Intake
from sync.backoffice.store import StoreError
from sync.broker import Broker, BrokerLostError, Connect, Message, one_loss
from sync.pacing import Draw, Timing, full_jitter

_log = logging.getLogger(__name__)

T = TypeVar("T")

_OFFER_PAUSE_S = 0.1
_STORE_PAUSE_S = 5.0


class Offload(Protocol):
    """How to run what waits for the disk. In a simulation it runs at once."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]:
        """Return the result of `work()`."""


class Receiver:
    """Feeds the intake from the broker. `changed` is called with a hall after news of it is kept.

    `now_ms` tells wall-clock milliseconds. Where other processes may book, commands are looked for
    every `look_every_s`.
    """

    def __init__(
        self,
        intake: Intake,
        connect: Connect,
        offload: Offload,
        now_ms: Callable[[], int],
        changed: Callable[[str], None],
        look_every_s: float | None = None,
    ) -> None:
        self._intake = intake
        self._connect = connect
        self._offload = offload
        self._now_ms = now_ms
        self._changed = changed
        self._look_every_s = look_every_s
        self._news = asyncio.Event()
        self._trouble = ""

    async def run(self, timing: Timing, draw: Draw) -> Never:
        """Receive until cancelled, through any number of lost connections."""
        failures = 0
        while True:
            try:
                async with self._connect() as broker:
                    failures = 0
                    with one_loss():
                        await self._serve(broker)
            except BrokerLostError as error:
                self._note(f"no connection to the broker: {error}")
            failures += 1
            await asyncio.sleep(full_jitter(timing, failures, draw))

    async def _serve(self, broker: Broker) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._receive(broker))
            tasks.create_task(self._offer(broker))

    async def _offer(self, broker: Broker) -> None:
        """Say commands when they are due: after news from a hall, or by the clock."""
        while True:
            self._news.clear()
            await self._answer(broker, lambda: self._intake.offers(self._now_ms()))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(await self._pause_s()):
                    await self._news.wait()

    async def _pause_s(self) -> float | None:
        """Return how long there is nothing to offer, as far as is known; None: till there is news.

        Other processes may book, so somebody looks now and then.
        """
        now = self._now_ms()
        try:
            next_at = await self._offload(lambda: self._intake.next_offer_at(now))
        except StoreError as error:
            self._note(f"cannot look for commands: {error}")
            return _STORE_PAUSE_S
        pauses = [] if next_at is None else [max(_OFFER_PAUSE_S, (next_at - now) / 1000)]
        if self._look_every_s is not None:
            pauses.append(self._look_every_s)
        return min(pauses, default=None)

    def look(self) -> None:
        """Look for something to offer now: there may be a new command."""
        self._news.set()

    async def _receive(self, broker: Broker) -> None:
        await broker.subscribe(topics.UP_FILTER)
        _log.info("connected to the broker")
        await self._answer(broker, lambda: self._intake.resumption(self._now_ms()))
        self._trouble = ""
        async for message in broker.messages():
            if await self._answer(broker, self._taking(message)):
                self._tell(message)
                self._news.set()

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
