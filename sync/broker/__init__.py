"""What hall and headquarters ask of a message broker: a small port, and nothing of it is trusted.

A broker may lose, double, delay and forget; correctness is in the messages and in the two
databases. So there are no sessions, no retained messages, and no meaning in a broker's own
acknowledgement.
"""

import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from typing import NamedTuple, Protocol


class BrokerLostError(Exception):
    """There is no connection to the broker, or it has ended. Expected; try again later."""


class Message(NamedTuple):
    """A topic and the bytes said on it."""

    topic: str
    payload: bytes


class Broker(Protocol):
    """One connection. Every method raises `BrokerLostError` once it has ended."""

    async def publish(self, message: Message) -> None:
        """Hand a message over, waiting while too many are on their way.

        Says nothing about whether it will arrive.
        """

    async def subscribe(self, topic_filter: str) -> None:
        """Hear what is said on the topics of a filter from now on."""

    def messages(self) -> AsyncIterator[Message]:
        """Yield what is heard, in order.

        A message counts as taken when the next one is asked for: a slow reader slows the broker.
        """


class Connect(Protocol):
    """How to get a connection."""

    def __call__(self, last_words: Message | None = None) -> AbstractAsyncContextManager[Broker]:
        """Connect for the length of an `async with`.

        `last_words` are published when the connection ends, by whichever side and reason.
        """


@contextlib.contextmanager
def one_loss(*also: type[Exception]) -> Iterator[None]:
    """Turn a lost connection that several tasks have noticed into one `BrokerLostError`.

    `also` are the library's own words for it.
    """
    reason = None
    losses: tuple[type[Exception], ...] = (BrokerLostError, *also)
    try:
        yield
    except* losses as group:
        reason = _first(group)
    if reason is not None:
        raise BrokerLostError(reason)


def _first(group: BaseExceptionGroup[Exception]) -> str:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else str(first)
