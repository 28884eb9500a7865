"""Taking turns on a wire: who asks comes before who listens, and an answer after its question."""

import asyncio

import pytest

from drivers import virtualtime
from drivers.contract import DeviceSilentError
from drivers.conversation import Conversation
from drivers.transports.loopback import LoopbackEnd, loopback
from drivers.wire import Noise


class Bytewise:
    """Every byte is a frame."""

    def feed(self, data: bytes) -> list[int | Noise]:
        return list(data)

    def finish(self) -> list[int | Noise]:
        return []


async def answering(device: LoopbackEnd, delay_s: float = 0.1) -> None:
    while True:
        for byte in await device.read(1000):
            await asyncio.sleep(delay_s)
            await device.write(bytes([byte + 1]))


def test_a_second_question_in_a_row_does_not_wait_for_a_listener() -> None:
    async def scenario() -> None:
        host, device = loopback()
        talk: Conversation[int] = Conversation(host, Bytewise)
        loop = asyncio.get_running_loop()
        tasks = [
            asyncio.ensure_future(answering(device)),
            asyncio.ensure_future(talk.listen(60)),
        ]
        await asyncio.sleep(0)
        for question in (1, 3):
            answer = await talk.ask(bytes([question]), lambda frame: frame, within_s=1)
            assert answer == question + 1
        assert loop.time() < 0.5
        for task in tasks:
            task.cancel()

    virtualtime.run(scenario())


def test_what_came_before_the_question_is_not_its_answer() -> None:
    async def scenario() -> None:
        host, device = loopback()
        stray: list[int] = []
        talk: Conversation[int] = Conversation(host, Bytewise, stray.append)
        await device.write(b"\x63")
        answering_task = asyncio.ensure_future(answering(device))
        await device.read(0)
        assert await talk.ask(b"\x01", lambda frame: frame, within_s=1) == 2
        assert stray == [0x63]
        answering_task.cancel()

    virtualtime.run(scenario())


def test_silence_is_an_error_after_the_last_attempt() -> None:
    async def scenario() -> None:
        host, _device = loopback()
        talk: Conversation[int] = Conversation(host, Bytewise)
        with pytest.raises(DeviceSilentError, match="asked 3 times"):
            await talk.ask(b"\x01", lambda frame: frame, within_s=2, attempts_max=3)
        assert asyncio.get_running_loop().time() == pytest.approx(6)

    virtualtime.run(scenario())


def test_listening_passes_on_what_nobody_asked_for() -> None:
    async def scenario() -> None:
        host, device = loopback()
        heard: list[int] = []
        talk: Conversation[int] = Conversation(host, Bytewise, heard.append)
        listening = asyncio.ensure_future(talk.listen(5))
        await asyncio.sleep(1)
        await device.write(b"\x07\x08")
        await listening
        assert heard == [7, 8]

    virtualtime.run(scenario())


class OnlyNoise(Bytewise):
    """Not one byte is a frame."""

    def feed(self, data: bytes) -> list[int | Noise]:
        return [Noise(data, "no frame")] if data else []


def test_silence_says_so_when_something_else_answers() -> None:
    async def scenario() -> None:
        host, device = loopback()
        answering_task = asyncio.ensure_future(answering(device))
        stranger: Conversation[int] = Conversation(host, OnlyNoise)
        with pytest.raises(DeviceSilentError, match="3 bytes came that it never says"):
            await stranger.ask(b"abc", lambda frame: frame, within_s=1)
        answering_task.cancel()

    virtualtime.run(scenario())


def test_silence_says_nothing_of_strangers_when_the_device_itself_says_something_else() -> None:
    async def scenario() -> None:
        host, device = loopback()
        answering_task = asyncio.ensure_future(answering(device))
        talk: Conversation[int] = Conversation(host, Bytewise)
        with pytest.raises(DeviceSilentError, match=r"asked 1 times$"):
            await talk.ask(b"abc", lambda _frame: None, within_s=1)
        answering_task.cancel()

    virtualtime.run(scenario())
