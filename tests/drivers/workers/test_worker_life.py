"""How a worker's life ends: as asked, by a bug, by a library that hangs; and a hall that hangs."""

import asyncio
import logging
import signal
import threading

import pytest

from drivers import virtualtime
from drivers.contract import Finding, Health, Kind, WireLostError
from drivers.transports.loopback import loopback
from drivers.wire import Side
from drivers.workers.codec import Message, WorkerDecoder, encode
from drivers.workers.device import WorkerDevice
from drivers.workers.line import Book, HallHangsError, attend
from drivers.workers.worker import DONE, FAILED, Worker


class Lamp(WorkerDevice):
    """A device that only is there."""

    kind, protocol = Kind.CHIP, "lamp"

    def __init__(self):
        self.lit = threading.Event()

    def run(self, desk):
        desk.be(Health.ONLINE, "lit")
        self.lit.set()
        while not desk.stopping:
            desk.rest(0.01)

    def test(self):
        return [Finding(True, "it shines")]


class Broken(Lamp):
    """A device whose driver has a bug."""

    def run(self, desk):
        raise ZeroDivisionError("watts")


class Stuck(Lamp):
    """A device whose library never comes back."""

    def __init__(self):
        super().__init__()
        self.let_go = threading.Event()

    def run(self, desk):
        self.let_go.wait(60.0)


async def test_it_ends_as_asked(tmp_path):
    device = Lamp()
    running = asyncio.create_task(Worker(device, tmp_path / "lamp.sock").run())
    await asyncio.to_thread(device.lit.wait, 10.0)
    signal.raise_signal(signal.SIGTERM)
    assert await running == DONE


async def test_a_bug_in_its_device_ends_it_and_is_logged(tmp_path, caplog):
    assert await Worker(Broken(), tmp_path / "lamp.sock").run() == FAILED
    assert "chip.lamp failed" in caplog.text
    assert "watts" in caplog.text


async def test_a_library_that_hangs_ends_it_and_is_logged(tmp_path, caplog):
    device = Stuck()
    ending = asyncio.create_task(Worker(device, tmp_path / "lamp.sock", hangs_after_s=0.05).run())
    with caplog.at_level(logging.ERROR):
        while "its library has hung" not in caplog.text:
            await asyncio.sleep(0)
    device.let_go.set()
    assert await ending == FAILED


async def test_it_tells_every_hall_that_comes_how_its_device_is(tmp_path):
    place = tmp_path / "lamp.sock"
    device = Lamp()
    running = asyncio.create_task(Worker(device, place).run())
    for _hall in range(2):
        told = asyncio.get_running_loop().create_future()

        async def meet(reader, writer, told=told):
            writer.write(encode(Message("report", 5)))
            decoder, heard = WorkerDecoder(Side.DEVICE), []
            while not any(message.number == 5 for message in heard):
                heard += decoder.feed(await reader.read(4096))
            writer.close()
            told.set_result(heard[-1].body["serves"])

        place.unlink(missing_ok=True)
        hall = await asyncio.start_unix_server(meet, place)
        async with asyncio.timeout(60.0):
            assert await told == "chip.lamp"
        hall.close()
        await hall.wait_closed()
    signal.raise_signal(signal.SIGTERM)
    assert await running == DONE


def test_a_hall_that_asks_nothing_is_left():
    async def story():
        _hall_end, worker_end = loopback()
        with pytest.raises(HallHangsError, match="asked nothing for 15 s"):
            await attend(Lamp(), Book(Lamp()), worker_end)

    virtualtime.run(story())


def test_a_hall_that_is_gone_is_noticed():
    async def story():
        hall_end, worker_end = loopback()
        attending = asyncio.create_task(attend(Lamp(), Book(Lamp()), worker_end))
        await asyncio.sleep(1.0)
        await hall_end.close()
        with pytest.raises(WireLostError):
            await attending

    virtualtime.run(story())
