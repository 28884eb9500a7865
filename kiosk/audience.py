"""Everybody who watches one screen's state: bounded seats, and a slow watcher loses theirs."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

MessageT = TypeVar("MessageT")

_MESSAGES_MAX = 16


class SeatLostError(Exception):
    """This watcher was too slow, or the house closes. Who comes again sees what is true then."""


class Seat(Generic[MessageT]):
    """One watcher's place."""

    def __init__(self) -> None:
        self._messages: asyncio.Queue[MessageT | None] = asyncio.Queue(_MESSAGES_MAX + 1)

    async def next(self) -> MessageT:
        """Return the next message. Raises `SeatLostError`."""
        message = await self._messages.get()
        if message is None:
            raise SeatLostError
        return message

    def offer(self, message: MessageT) -> bool:
        """Hand over a message; False when the watcher has fallen too far behind."""
        if self._messages.qsize() >= _MESSAGES_MAX:
            self.lose()
            return False
        self._messages.put_nowait(message)
        return True

    def lose(self) -> None:
        """Forget what was not read yet and end the watching. Safe to repeat."""
        while not self._messages.empty():
            self._messages.get_nowait()
        self._messages.put_nowait(None)


class Audience(Generic[MessageT]):
    """The watchers of one screen."""

    def __init__(self, on_arrival: Callable[[], None] = lambda: None) -> None:
        self._on_arrival = on_arrival
        self._seats: set[Seat[MessageT]] = set()

    @contextmanager
    def seat(self, first: MessageT) -> Iterator[Seat[MessageT]]:
        """Sit down; the first message is what is true now."""
        seat: Seat[MessageT] = Seat()
        seat.offer(first)
        self._seats.add(seat)
        self._on_arrival()
        try:
            yield seat
        finally:
            self._seats.discard(seat)

    @property
    def is_there(self) -> bool:
        """Whether anybody watches."""
        return bool(self._seats)

    def publish(self, message: MessageT) -> None:
        """Hand `message` to everybody; waits for nobody."""
        self._seats = {seat for seat in self._seats if seat.offer(message)}

    def close(self) -> None:
        """End all watching."""
        for seat in self._seats:
            seat.lose()
        self._seats.clear()
