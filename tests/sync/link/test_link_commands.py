"""Commands on their way down: the real link and the real receiver, on a clock that jumps."""

import asyncio
import contextlib
import itertools
import random
from pathlib import Path

from bookingoffice import HOUR, NINE, SECRET
from obedienthall import ObedientHall
from syncfakes import Headquarters, until

from drivers import virtualtime
from edge.client import HallError
from sync import topics
from sync.backoffice.bookings import Bookings, Wanted
from sync.backoffice.reader import Reader
from sync.backoffice.signing import Signer
from sync.backoffice.sqlite_store import SqliteStore
from sync.broker import Message
from sync.broker.memory import MemoryBroker
from sync.envelope import COMMAND_MAX_BYTES, CommandMessage, encode
from sync.link.config import SyncConfig
from sync.link.run import LinkPorts, run_link
from sync.link.status import LinkStatus

CONFIG = SyncConfig(batch_facts_max=50, confirm_every_s=0.0, greet_again_s=30.0)


class World:
    """A hall, a link, a broker, and headquarters with a database that others may book in."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.hall = ObedientHall()
        self.broker = MemoryBroker(random.Random(seed))
        self.database = folder / "hq.db"
        self.store = SqliteStore(self.database)
        drawn = itertools.count(1)
        signer = Signer(SECRET, lambda size: next(drawn).to_bytes(size, "big"))
        self.bookings = Bookings(self.database, signer)
        self.headquarters = Headquarters(self.broker.connector(), store=self.store)
        self.status = LinkStatus(lambda: 0, broker="in memory")
        self._dice = random.Random(seed)

    async def __aenter__(self) -> "World":
        self.headquarters.switch_on()
        sessions = map("S{}".format, itertools.count(1))
        connect = self.broker.connector()
        ports = LinkPorts(self.hall, connect, self._dice.random, lambda: next(sessions), {})
        self._link = asyncio.ensure_future(run_link(CONFIG, ports, self.status))
        await until(lambda: self.store.cursor("H-01", "E1") and self.quotas())
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.headquarters.switch_off()
        self._link.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._link
        self.store.close()
        self.bookings.close()

    def quotas(self) -> bool:
        return bool(self.bookings.places("H-01", 0))

    def book(self, count: int = 1) -> None:
        for _booking in range(count):
            self.bookings.book("H-01", Wanted("bill", NINE, NINE + HOUR), 0)
        self.headquarters.receiver.look()

    def results(self) -> set[str]:
        with contextlib.closing(Reader(self.database)) as reader:
            return {each.result for each in reader.commands()}


def test_a_booking_reaches_the_hall_at_once_and_its_result_comes_back(tmp_path: Path):
    async def main():
        async with World(tmp_path) as world:
            await asyncio.sleep(10)
            world.book()
            await until(lambda: world.results() == {"done"}, 1)
            assert len(world.hall.commands) == 1
            assert world.status.report()["commands"] == {"done": 1}

    virtualtime.run(main())


def test_over_a_broker_that_loses_doubles_and_delays_every_command_is_ended(tmp_path: Path):
    async def main():
        async with World(tmp_path, seed=7) as world:
            faults = world.broker.faults
            faults.lose, faults.double, faults.delay_max_s = 0.3, 0.3, 3.0
            world.book(100)
            await until(lambda: world.results() == {"done"}, 3600)
            assert len({each.command for each in world.hall.commands}) == 100

    virtualtime.run(main())


def test_a_hall_that_refuses_is_counted_and_asked_again(tmp_path: Path):
    async def main():
        async with World(tmp_path) as world:
            world.hall.refusal = HallError("bad_signature", "no", status=403)
            world.book()
            await asyncio.sleep(20)
            assert world.status.report()["commands"]["bad_signature"] > 2
            assert world.results() == {""}
            world.hall.refusal = None
            await until(lambda: world.results() == {"done"}, 60)

    virtualtime.run(main())


def test_garbage_on_the_topic_of_commands_is_counted_and_passed_to_nobody(tmp_path: Path):
    async def main():
        async with World(tmp_path) as world, world.broker.connector()() as stranger:
            for payload in (b"", b"{}", b"\xff" * 50, b" " * (COMMAND_MAX_BYTES + 1)):
                await stranger.publish(Message(topics.down("H-01", "command"), payload))
            await asyncio.sleep(1)
            assert world.status.report()["commands"] == {"garbage": 4}
            assert world.hall.commands == []
            world.book()
            await until(lambda: world.results() == {"done"}, 5)

    virtualtime.run(main())


def test_a_hall_is_asked_nothing_before_its_journal_has_been_compared(tmp_path: Path):
    async def main():
        async with World(tmp_path) as world:
            await world.headquarters.switch_off()
            world.broker.restart()
            async with world.broker.connector()() as stranger:
                command = CommandMessage(
                    hall="H-01",
                    command="C1",
                    kind="door.open",
                    effect="at_most_once",
                    issued=0,
                    expires=NINE,
                    args="{}",
                    signature="",
                )
                for _second in range(30):
                    message = Message(topics.down("H-01", "command"), encode(command))
                    await stranger.publish(message)
                    await asyncio.sleep(1)
            assert world.hall.commands == []
            world.headquarters.switch_on()

    virtualtime.run(main())


def test_headquarters_with_nothing_to_ask_does_nothing(tmp_path: Path):
    async def main():
        async with World(tmp_path) as world:
            looked = 0
            offer = world.store.offer

            def counted(at: int):
                nonlocal looked
                looked += 1
                return offer(at)

            world.store.offer = counted  # type: ignore[method-assign]
            await asyncio.sleep(25)
            assert looked <= 1

    virtualtime.run(main())
