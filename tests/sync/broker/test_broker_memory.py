import random

import pytest

from drivers import virtualtime
from sync.broker import BrokerLostError, Message
from sync.broker.memory import MemoryBroker


async def heard(wire, count: int) -> list[bytes]:
    messages = wire.messages()
    return [(await anext(messages)).payload for _message in range(count)]


def test_who_subscribes_hears_what_matches_and_nothing_else():
    async def main():
        connect = MemoryBroker(random.Random(1)).connector()
        async with connect() as wire:
            await wire.subscribe("a/+/c")
            await wire.subscribe("x/#")
            for topic in ("a/b", "a/b/c", "a/b/b/c", "x/y/z"):
                await wire.publish(Message(topic, topic.encode()))
            assert await heard(wire, 2) == [b"a/b/c", b"x/y/z"]

    virtualtime.run(main())


def test_a_restart_ends_every_connection_and_forgets_what_was_under_way():
    async def main():
        broker = MemoryBroker(random.Random(1))
        broker.faults.delay_max_s = 10.0
        with pytest.raises(BrokerLostError, match="restarted"):
            async with broker.connector()() as wire:
                await wire.subscribe("#")
                await wire.publish(Message("a", b"1"))
                broker.restart()
                await heard(wire, 1)

    virtualtime.run(main())


def test_after_a_restart_nothing_can_be_published():
    async def main():
        broker = MemoryBroker(random.Random(1))
        with pytest.raises(BrokerLostError):
            async with broker.connector()() as wire:
                broker.restart()
                await wire.publish(Message("a", b"1"))

    virtualtime.run(main())


def test_last_words_are_said_whichever_side_hangs_up():
    async def main():
        broker = MemoryBroker(random.Random(1))
        connect = broker.connector()
        async with connect() as listener:
            await listener.subscribe("bye")
            async with connect(Message("bye", b"left")):
                pass
            assert await heard(listener, 1) == [b"left"]

    virtualtime.run(main())
