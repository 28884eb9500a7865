"""One connection of a worker to its hall: answers questions, and passes on what happens."""

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from drivers.contract import (
    DeviceError,
    DeviceEvent,
    DeviceRefusedError,
    Health,
    Wire,
    WireLostError,
)
from drivers.wire import Side
from drivers.workers.codec import Message, WorkerDecoder, encode
from drivers.workers.device import UnknownRequestError, WorkerDevice
from drivers.workers.events import message_of

# What happened while no hall was there is told if it comes back this soon: a visitor still stands
# there then. Later it would surprise whoever comes next.
EVENT_FRESH_S = 3.0
_EVENTS_MAX = 32

# A line has 4 KiB, and a character of a reader's name may take six bytes of it.
_TEXT_MAX = 100
_FINDINGS_MAX = 5

# A hall asks every few seconds: one that has not for so long hangs, and its socket with it.
_ASKED_WITHIN_S = 15.0


class HallHangsError(Exception):
    """The hall is connected and asks nothing."""


class Book:
    """What the worker knows of its device: how it is, and what nobody has been told yet."""

    def __init__(self, device: WorkerDevice) -> None:
        self._device = device
        self._health = Health.STARTING
        self._detail = ""
        self._events: deque[tuple[float, DeviceEvent]] = deque(maxlen=_EVENTS_MAX)
        self.news = asyncio.Event()
        self.changed = False

    def be(self, health: Health, detail: str) -> None:
        """Note how the device is."""
        detail = detail[:_TEXT_MAX]
        if (health, detail) != (self._health, self._detail):
            self._health, self._detail = health, detail
            self.changed = True
            self.news.set()

    def tell(self, event: DeviceEvent) -> None:
        """Note what happened."""
        self._events.append((asyncio.get_running_loop().time(), event))
        self.news.set()

    def state(self, number: int) -> Message:
        """Return how the device is, as an answer to question `number`."""
        body = {
            "serves": self._device.serves,
            "health": self._health.value,
            "detail": self._detail,
            **self._device.details(),
        }
        return Message("state", number, body)

    def take(self) -> list[Message]:
        """Return all that is to be said unasked, and forget it."""
        self.news.clear()
        now_s = asyncio.get_running_loop().time()
        fresh = [event for at_s, event in self._events if now_s - at_s <= EVENT_FRESH_S]
        self._events.clear()
        said = [self.state(0)] if self.changed else []
        self.changed = False
        return said + [message_of(event) for event in fresh]


async def attend(device: WorkerDevice, book: Book, wire: Wire) -> None:
    """Serve the hall at `wire`. Raises `WireLostError`, or `HallHangsError`."""
    answering: set[asyncio.Task[None]] = set()
    speaking = asyncio.create_task(_speak(book, wire))
    try:
        await _listen(device, book, wire, answering)
    finally:
        for task in (speaking, *answering):
            task.cancel()
        await asyncio.gather(speaking, *answering, return_exceptions=True)


async def _speak(book: Book, wire: Wire) -> None:
    while True:
        await book.news.wait()
        for message in book.take():
            await wire.write(encode(message))


async def _listen(
    device: WorkerDevice, book: Book, wire: Wire, answering: set[asyncio.Task[None]]
) -> None:
    decoder = WorkerDecoder(Side.HOST)
    while data := await wire.read(_ASKED_WITHIN_S):
        for item in decoder.feed(data):
            if not isinstance(item, Message):
                continue
            if item.name == "report":
                await wire.write(encode(book.state(item.number)))
            else:
                task = asyncio.create_task(_answer(device, wire, item))
                answering.add(task)
                task.add_done_callback(answering.discard)
    raise HallHangsError(f"the hall has asked nothing for {_ASKED_WITHIN_S:g} s")


async def _answer(device: WorkerDevice, wire: Wire, request: Message) -> None:
    try:
        answer = await in_thread(lambda: _carry_out(device, request))
    except UnknownRequestError as error:
        answer = _refusal(request, "unknown", str(error))
    except DeviceRefusedError as error:
        answer = _refusal(request, error.reason, error.meaning)
    except DeviceError as error:
        answer = _refusal(request, error.code, str(error))
    with contextlib.suppress(WireLostError):  # whoever listens is told the same
        await wire.write(encode(answer))


def _refusal(request: Message, reason: int | str, meaning: str) -> Message:
    return Message("refused", request.number, {"reason": reason, "meaning": meaning[:_TEXT_MAX]})


def _carry_out(device: WorkerDevice, request: Message) -> Message:
    if request.name == "test":
        found = device.test()[:_FINDINGS_MAX]
        findings = [{"ok": one.ok, "said": one.said[:_TEXT_MAX]} for one in found]
        return Message("tested", request.number, {"findings": findings})
    device.do(request.name, request.body)
    return Message("done", request.number)


def in_thread(work: Callable[[], Any]) -> "asyncio.Future[Any]":
    """Run `work` in a thread that never keeps the process from ending, however long it takes."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Any] = loop.create_future()

    def settle(result: Any, error: Exception | None) -> None:
        if done.cancelled():
            return
        if error is None:
            done.set_result(result)
        else:
            done.set_exception(error)

    def target() -> None:
        try:
            result, error = work(), None
        except Exception as raised:  # noqa: BLE001 - whatever it is, it belongs to whoever awaits
            result, error = None, raised
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody awaits any more
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=target, daemon=True).start()
    return done
