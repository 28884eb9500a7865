"""The worker's end of its line: it answers while its device blocks, and loses nothing fresh."""

import asyncio
import contextlib
import threading

import pytest

from drivers.contract import (
    ChipCardKind,
    ChipCardSeen,
    DeviceRefusedError,
    Finding,
    Health,
    Kind,
    NotPossibleError,
)
from drivers.transports.loopback import loopback
from drivers.wire import Side
from drivers.workers.codec import Message, WorkerDecoder, encode
from drivers.workers.device import Desk, WorkerDevice
from drivers.workers.line import Book, attend

WITHIN_S = 10.0
SEEN = ChipCardSeen(ChipCardKind.BANK, "3B00")


class Kettle(WorkerDevice):
    """A device whose test blocks until it is let go."""

    kind, protocol = Kind.CHIP, "kettle"

    def __init__(self):
        self.let_go = threading.Event()

    def run(self, desk):
        pass

    def do(self, name, body):
        if name == "boil":
            return
        if name == "freeze":
            raise NotPossibleError("a kettle only heats")
        if name == "brew":
            raise DeviceRefusedError("no_tea", "there is no tea")
        super().do(name, body)

    def test(self):
        assert self.let_go.wait(WITHIN_S)
        return [Finding(True, "汤" * 500)] * 50


class Hall:
    """Who asks."""

    def __init__(self, wire):
        self.wire = wire
        self._decoder = WorkerDecoder(Side.DEVICE)
        self._heard = []

    async def ask(self, name, number=1, **body):
        await self.wire.write(encode(Message(name, number, body)))

    async def hear(self):
        while not self._heard:
            self._heard += self._decoder.feed(await self.wire.read(WITHIN_S))
        return self._heard.pop(0)


@contextlib.asynccontextmanager
async def worker(device):
    hall_end, worker_end = loopback()
    book = Book(device)
    attending = asyncio.create_task(attend(device, book, worker_end))
    try:
        yield Hall(hall_end), book
    finally:
        device.let_go.set()
        attending.cancel()
        await asyncio.gather(attending, return_exceptions=True)


async def test_it_answers_how_it_is_while_its_library_blocks():
    async with worker(Kettle()) as (hall, book):
        await hall.ask("test", number=1)
        await hall.ask("report", number=2)
        assert (await hall.hear()).number == 2
        book.be(Health.ONLINE, "warm")
        assert (await hall.hear()).body["health"] == "online"


async def test_what_a_test_saw_fits_a_line_however_much_it_is():
    device = Kettle()
    async with worker(device) as (hall, _book):
        await hall.ask("test", number=4)
        device.let_go.set()
        answer = await hall.hear()
        assert (answer.name, answer.number) == ("tested", 4)
        assert answer.body["findings"][0]["ok"] is True


@pytest.mark.parametrize(
    ("verb", "answer"),
    [
        ("boil", Message("done", 1)),
        ("brew", Message("refused", 1, {"reason": "no_tea", "meaning": "there is no tea"})),
        (
            "freeze",
            Message("refused", 1, {"reason": "not_possible", "meaning": "a kettle only heats"}),
        ),
        (
            "fly",
            Message(
                "refused", 1, {"reason": "unknown", "meaning": "a chip.kettle worker cannot fly"}
            ),
        ),
    ],
)
async def test_a_verb_is_done_or_refused_by_name(verb, answer):
    async with worker(Kettle()) as (hall, _book):
        await hall.ask(verb)
        assert await hall.hear() == answer


async def test_what_happened_is_said_at_once_and_the_state_once():
    async with worker(Kettle()) as (hall, book):
        for _repeated in range(3):
            book.be(Health.ONLINE, "warm")
        book.tell(SEEN)
        assert [(await hall.hear()).name for _each in range(2)] == ["state", "card"]
        await hall.ask("report", number=9)
        assert (await hall.hear()).number == 9


async def test_bytes_that_are_no_message_disturb_nobody():
    async with worker(Kettle()) as (hall, _book):
        await hall.wire.write(b"\x00\xff garbage\n")
        await hall.ask("report", number=3)
        assert (await hall.hear()).number == 3


class Clock(asyncio.SelectorEventLoop):
    """A loop whose clock is put on by hand."""

    ahead_s = 0.0

    def time(self):
        return super().time() + self.ahead_s


@pytest.mark.parametrize(("away_s", "said"), [(1.0, ["card"]), (5.0, [])])
def test_what_happened_while_no_hall_was_there_is_told_while_it_is_fresh(away_s, said):
    async def story():
        book = Book(Kettle())
        book.tell(SEEN)
        loop.ahead_s += away_s
        return [message.name for message in book.take()]

    with asyncio.Runner(loop_factory=Clock) as runner:
        loop = runner.get_loop()
        assert runner.run(story()) == said


def test_a_device_that_asks_whether_to_end_is_seen():
    stopping = threading.Event()
    desk = Desk(lambda *_: None, lambda *_: None, stopping)
    assert not desk.stopping
    assert desk.unseen_s() < WITHIN_S
    stopping.set()
    desk.rest(WITHIN_S)
    assert desk.stopping
