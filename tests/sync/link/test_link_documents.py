"""Documents on their way down: the real link and the real receiver, on a clock that jumps."""

import asyncio
import contextlib
import itertools
import random
from pathlib import Path

from bookingoffice import SECRET
from readinghall import ReadingHall
from syncfakes import T0, Headquarters, until

from drivers import virtualtime
from edge.client import HallError
from sync import topics
from sync.backoffice.documents import Documents
from sync.backoffice.signing import Signer
from sync.backoffice.sqlite_store import SqliteStore
from sync.broker import Message
from sync.broker.memory import MemoryBroker
from sync.link.config import SyncConfig
from sync.link.run import LinkPorts, run_link
from sync.link.status import LinkStatus

CONFIG = SyncConfig(confirm_every_s=0.0, greet_again_s=30.0, documents_kb_per_s=1024)
FILM = random.Random(5).randbytes(300_000)


class World:
    """A hall, a link, a broker, and headquarters with documents."""

    def __init__(self, folder: Path, seed: int = 1, config: SyncConfig = CONFIG) -> None:
        self.hall = ReadingHall()
        self.broker = MemoryBroker(random.Random(seed))
        self.store = SqliteStore(folder / "hq.db")
        drawn = itertools.count(1)
        signer = Signer(SECRET, lambda size: next(drawn).to_bytes(size, "big"))
        self.documents = Documents(folder / "hq.db", signer)
        self.headquarters = Headquarters(self.broker.connector(), store=self.store)
        self.status = LinkStatus(lambda: 0, broker="in memory")
        self._config = config
        self._dice = random.Random(seed)
        self._sessions = map("S{}".format, itertools.count(1))

    async def __aenter__(self) -> "World":
        self.headquarters.switch_on()
        self.start_link()
        await until(lambda: self.store.cursor("H-01", "E1") is not None)
        return self

    def start_link(self) -> None:
        connect = self.broker.connector()
        ports = LinkPorts(self.hall, connect, self._dice.random, lambda: next(self._sessions), {})
        self._link = asyncio.ensure_future(run_link(self._config, ports, self.status))

    async def kill_link(self) -> None:
        self._link.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._link

    async def __aexit__(self, *_error: object) -> None:
        await self.headquarters.switch_off()
        await self.kill_link()
        self.store.close()
        self.documents.close()

    def publish(self, documents: dict[str, bytes]) -> None:
        there = {document.name for document in self.documents.documents("H-01")}
        for name in there - set(documents):
            self.documents.remove("H-01", name)
        for name, data in documents.items():
            self.documents.put("H-01", name, data, T0)
        self.documents.publish("H-01", T0)
        self.headquarters.receiver.look()


def test_what_is_published_is_at_the_hall_soon(tmp_path: Path):
    async def main():
        async with World(tmp_path) as world:
            world.publish({"tariffs.json": b"[]", "media/film.mp4": FILM, "empty": b""})
            await until(lambda: world.hall.revision == 1, 5)
            assert world.hall.documents == {
                "tariffs.json": b"[]",
                "media/film.mp4": FILM,
                "empty": b"",
            }

    virtualtime.run(main())


def test_a_hall_that_was_away_hears_of_it_with_its_greeting(tmp_path: Path):
    async def main():
        async with World(tmp_path) as world:
            await world.kill_link()
            world.publish({"tariffs.json": b"[]"})
            await asyncio.sleep(60)
            world.start_link()
            await until(lambda: world.hall.revision == 1, 10)

    virtualtime.run(main())


def test_over_a_broker_that_loses_doubles_and_delays_everything_arrives(tmp_path: Path):
    async def main():
        async with World(tmp_path, seed=3) as world:
            faults = world.broker.faults
            faults.lose, faults.double, faults.delay_max_s = 0.3, 0.3, 3.0
            for version in (b"one", b"two", b"three"):
                world.publish({"tariffs.json": version, "film": FILM, version.decode(): version})
                await asyncio.sleep(5)
            await until(lambda: world.hall.revision == 3, 3600)
            assert world.hall.documents == {
                "tariffs.json": b"three",
                "film": FILM,
                "three": b"three",
            }

    virtualtime.run(main())


def test_half_a_film_is_not_sent_again_after_the_link_was_killed(tmp_path: Path):
    async def main():
        async with World(tmp_path) as world:
            world.publish({"film": FILM})
            await until(lambda: world.hall.pieces >= 5)
            await world.kill_link()
            world.start_link()
            await until(lambda: world.hall.revision == 1, 60)
            assert world.hall.pieces == 1 + -(-len(FILM) // 32_768)

    virtualtime.run(main())


def test_facts_do_not_wait_behind_documents(tmp_path: Path):
    slow = SyncConfig(confirm_every_s=0.0, documents_kb_per_s=64)

    async def main():
        async with World(tmp_path, config=slow) as world:
            world.publish({"film": FILM})
            await until(lambda: world.hall.pieces >= 3)
            for _second in range(3):
                world.hall.happen_many(200)
                await world.hall.tell()
                begun_s, last = asyncio.get_running_loop().time(), world.hall.last
                await until(lambda wanted=last: world.hall.acked == wanted, 10)
                assert asyncio.get_running_loop().time() - begun_s < 1
            assert world.hall.revision == 0
            await until(lambda: world.hall.revision == 1, 60)

    virtualtime.run(main())


def test_a_hall_that_cannot_take_documents_is_tried_again(tmp_path: Path):
    async def main():
        async with World(tmp_path) as world:
            world.hall.refusal = HallError("library_unavailable", "the disk is full", status=503)
            world.publish({"tariffs.json": b"[]"})
            await asyncio.sleep(20)
            assert "the disk is full" in world.status.report()["problem"]
            world.hall.refusal = None
            await until(lambda: world.hall.revision == 1, 120)
            assert world.status.report()["problem"] == ""

    virtualtime.run(main())


def test_a_hall_that_refuses_is_not_asked_all_the_time(tmp_path: Path):
    async def main():
        async with World(tmp_path) as world:
            world.hall.refusal = HallError("bad_signature", "no", status=403)
            world.publish({"tariffs.json": b"[]"})
            await asyncio.sleep(20)
            world.hall.refusal = None
            await until(lambda: world.hall.revision == 1, 120)  # with the next greeting

    virtualtime.run(main())


def test_garbage_on_the_topics_of_documents_does_no_harm(tmp_path: Path):
    async def main():
        async with World(tmp_path) as world, world.broker.connector()() as stranger:
            for what in ("library", "piece"):
                for payload in (b"", b"{}", b"\xff" * 50, b"{}\n"):
                    await stranger.publish(Message(topics.down("H-01", what), payload))
            await stranger.publish(Message(topics.up("H-01", "fetch"), b'{"v":1,"hall":"H-01"}'))
            await asyncio.sleep(1)
            world.publish({"tariffs.json": b"[]"})
            await until(lambda: world.hall.revision == 1, 10)

    virtualtime.run(main())
