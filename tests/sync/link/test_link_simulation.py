"""Link and receiver, whole but for wires and disk, on a clock that jumps."""

import asyncio
import contextlib
import itertools
import random

import pytest
from syncfakes import FakeHall, Headquarters, own_rows, until

from drivers import virtualtime
from edge.api import shapes
from sync.broker import Message
from sync.broker.memory import MemoryBroker
from sync.link.config import SyncConfig
from sync.link.run import LinkPorts, run_link
from sync.link.status import LinkStatus

CONFIG = SyncConfig(batch_facts_max=50, confirm_every_s=0.0)


class World:
    """A hall, a broker, headquarters, and the link between them."""

    def __init__(self, hall: FakeHall | None = None, seed: int = 1) -> None:
        self.hall = hall or FakeHall()
        self.broker = MemoryBroker(random.Random(seed))
        self.headquarters = Headquarters(self.broker.connector())
        self.status = LinkStatus(lambda: 0, broker="in memory")
        self.dice = random.Random(seed)
        self.heard: list[Message] = []

    async def __aenter__(self) -> "World":
        self.headquarters.switch_on()
        self.start_link()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.headquarters.switch_off()
        await self.stop_link()

    def start_link(self) -> None:
        sessions = map("S{}".format, itertools.count(1))
        connect = self.broker.connector()
        ports = LinkPorts(self.hall, connect, self.dice.random, lambda: next(sessions), {})
        self.link = asyncio.ensure_future(run_link(CONFIG, ports, self.status))

    async def stop_link(self) -> None:
        self.link.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self.link

    async def happen(self, count: int) -> None:
        self.hall.happen_many(count)
        await self.hall.tell()

    def in_step(self) -> bool:
        return self.headquarters.holds(self.hall) == own_rows(self.hall)

    def confirmed(self) -> bool:
        return self.in_step() and self.hall.acked == self.hall.last


def filled(count: int) -> FakeHall:
    hall = FakeHall()
    hall.happen_many(count)
    return hall


def yesterday(hall: FakeHall, last: int) -> FakeHall:
    """The hall from a copy of its card that was made at fact `last`."""
    old = hall.copy()
    del old.rows[last:]
    old.acked = last
    return old


def test_what_has_happened_arrives_and_the_hall_is_told():
    async def main():
        async with World(filled(333)) as world:
            await until(world.confirmed, 5)

    virtualtime.run(main())


def test_what_happens_later_arrives_at_once_and_without_polling():
    async def main():
        async with World(filled(10)) as world:
            await until(world.confirmed)
            await asyncio.sleep(3600)
            assert world.hall.reads == 1
            reads = world.hall.reads
            await world.happen(1)
            await until(world.confirmed, 0.2)
            assert world.hall.reads == reads + 1

    virtualtime.run(main())


def test_more_is_under_way_than_one_batch_but_never_more_than_the_credit():
    async def main():
        world = World(filled(1000))
        world.broker.faults.delay_max_s = 0.2
        most = 0
        async with world:
            while not world.confirmed():
                await asyncio.sleep(0.01)
                if world.status.outbox is not None:
                    most = max(most, len(world.status.outbox.window.flights))
        assert most == 4

    virtualtime.run(main())


def test_a_controller_that_comes_back_without_a_confirmation_is_told_again():
    async def main():
        async with World(filled(10)) as world:
            await until(world.confirmed)
            world.hall.reachable = False
            await world.hall.tell()
            await asyncio.sleep(3)
            world.hall.acked -= 1  # what it was told last was in its memory only
            world.hall.reachable = True
            await until(world.confirmed, 10)

    virtualtime.run(main())


def test_what_a_restored_headquarters_has_forgotten_comes_again_though_nothing_happens():
    async def main():
        async with World(filled(10)) as world:
            await until(world.confirmed)
            world.headquarters.store.facts.clear()
            world.headquarters.store.cursors.clear()
            await until(world.in_step, 310)

    virtualtime.run(main())


@pytest.mark.parametrize("seed", range(8))
def test_over_a_network_that_loses_doubles_and_shuffles_everything_arrives_in_order(seed):
    async def main():
        world = World(filled(1000), seed)
        faults = world.broker.faults
        faults.lose, faults.double, faults.delay_max_s = 0.1, 0.1, 0.3
        world.hall.dice = world.dice
        async with world:
            for _burst in range(5):
                await asyncio.sleep(world.dice.uniform(0, 5))
                await world.happen(20)
            await until(world.in_step)
            faults.lose = 0.0
            await until(world.confirmed)
            assert world.hall.renewals == []
            assert world.headquarters.store.issues == []

    virtualtime.run(main())


@pytest.mark.parametrize("seed", range(5))
def test_whatever_crashes_and_comes_back_everything_arrives_once(seed):
    async def main():
        async with World(filled(500), seed) as world:
            world.broker.faults.delay_max_s = 0.1
            world.hall.dice = world.dice
            for _crash in range(20):
                await asyncio.sleep(world.dice.uniform(0, 0.5))
                await crash(world, world.dice.choice(["broker", "link", "headquarters", "disk"]))
                await world.happen(10)
            await until(world.confirmed)
            assert world.hall.renewals == []
            assert world.headquarters.store.issues == []

    virtualtime.run(main())


class WitnessedHall(FakeHall):
    """Notes what headquarters held (seq) whenever the hall was told what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[tuple[int, int]] = []
        self.held = lambda: 0

    async def acknowledge(self, ack: shapes.SyncAck) -> shapes.SyncAcked:
        self.told.append((ack.upto, self.held()))
        return await super().acknowledge(ack)


@pytest.mark.parametrize("seed", range(3))
def test_the_hall_is_never_told_of_a_fact_that_headquarters_does_not_hold(seed):
    async def main():
        hall = WitnessedHall()
        hall.happen_many(300)
        world = World(hall, seed)
        hall.held = lambda: len(world.headquarters.holds(hall))
        world.broker.faults.lose, world.broker.faults.delay_max_s = 0.2, 0.3
        async with world:
            for _crash in range(10):
                await asyncio.sleep(world.dice.uniform(0, 1))
                await crash(world, world.dice.choice(["broker", "link", "headquarters", "disk"]))
                await world.happen(10)
            world.broker.faults.lose = 0.0
            await until(world.confirmed)
        assert hall.told
        assert [(upto, held) for upto, held in hall.told if upto > held] == []

    virtualtime.run(main())


async def crash(world: World, what: str) -> None:
    if what == "broker":
        world.broker.restart()
    elif what == "link":
        await world.stop_link()
        world.start_link()
    elif what == "headquarters":
        await world.headquarters.switch_off()
        world.headquarters.switch_on()
    else:
        world.headquarters.store.failing = True
        await asyncio.sleep(0.5)
        world.headquarters.store.failing = False


def test_after_a_long_absence_of_headquarters_a_hall_is_in_step_within_seconds():
    async def main():
        async with World(filled(100)) as world:
            await until(world.confirmed)
            await world.headquarters.switch_off()
            await world.happen(200)
            await asyncio.sleep(7200)
            assert not world.in_step()
            world.headquarters.switch_on()
            await until(world.confirmed, 3)

    virtualtime.run(main())


def test_a_silent_headquarters_is_asked_ever_less_often():
    async def main():
        world = World(filled(10))
        hellos = 0
        async with world:
            await world.headquarters.switch_off()
            async with world.broker.connector()() as wire:
                await wire.subscribe("atrium/v1/+/up/hello")
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(3600):
                        async for _message in wire.messages():
                            hellos += 1
        assert hellos < 90

    virtualtime.run(main())


def test_while_the_broker_is_down_the_link_tries_again_and_says_so():
    async def main():
        world = World(filled(10))
        world.broker.faults.up = False
        async with world:
            await asyncio.sleep(600)
            assert world.status.report()["problem"] == "the broker is down"
            assert not world.status.report()["connected"]
            world.broker.faults.up = True
            await until(world.confirmed, 120)
            assert world.status.report()["problem"] == ""

    virtualtime.run(main())


def test_while_the_hall_is_away_the_link_waits_for_it():
    async def main():
        async with World(filled(10)) as world:
            await until(world.confirmed)
            world.hall.reachable = False
            await world.hall.tell()
            await asyncio.sleep(100)
            assert "does not answer" in world.status.report()["problem"]
            world.hall.reachable = True
            await world.happen(5)
            await until(world.confirmed, 120)
            assert world.status.report()["problem"] == ""

    virtualtime.run(main())


def test_a_hall_restored_from_an_old_card_renews_its_epoch_and_goes_on():
    async def main():
        async with World(filled(100)) as world:
            await until(world.confirmed)
            await world.stop_link()
            first = world.hall
            world.hall = yesterday(first, 60)
            world.hall.happen_many(10)
            world.start_link()
            await until(world.confirmed)
            assert [renewal.reason for renewal in world.hall.renewals] == ["restored"]
            assert world.hall.first == 61
            assert world.headquarters.holds(first) == first.rows
            assert [issue.code for issue in world.headquarters.store.issues] == ["behind"]

    virtualtime.run(main())


def test_a_hall_restored_and_grown_past_headquarters_has_diverged_and_renews_its_epoch():
    async def main():
        async with World(filled(100)) as world:
            await until(world.confirmed)
            await world.stop_link()
            first = world.hall
            world.hall = yesterday(first, 60)
            world.hall.happen_many(70)
            world.start_link()
            await until(world.confirmed)
            assert [renewal.reason for renewal in world.hall.renewals] == ["diverged"]
            assert world.hall.first == 61
            assert world.headquarters.holds(first) == first.rows

    virtualtime.run(main())


def test_headquarters_restored_from_an_old_backup_gets_again_what_it_lost():
    async def main():
        async with World(filled(100)) as world:
            await until(world.confirmed)
            journal = (world.hall.hall, world.hall.epoch)
            store = world.headquarters.store
            del store.facts[journal][40:]
            row, digest = store.facts[journal][-1]
            store.cursors[journal] = type(store.cursors[journal])(row.seq, digest)
            await world.happen(1)
            await until(world.in_step)
            assert world.hall.renewals == []

    virtualtime.run(main())


def test_headquarters_that_lost_everything_gets_everything_again():
    async def main():
        async with World(filled(100)) as world:
            await until(world.confirmed)
            world.headquarters.store.facts.clear()
            world.headquarters.store.cursors.clear()
            await world.happen(1)
            await until(world.in_step)

    virtualtime.run(main())


def test_facts_that_the_hall_no_longer_has_are_named_as_the_problem():
    async def main():
        hall = filled(100)
        del hall.rows[:30]
        async with World(hall) as world:
            await asyncio.sleep(60)
            assert world.status.report()["problem"] == "the journal has no fact 1"

    virtualtime.run(main())


def test_a_fact_that_headquarters_refuses_is_named_and_tried_again_with_patience():
    async def main():
        hall = filled(100)
        row, digest = hall.rows[70]
        hall.rows[70] = (row._replace(subject="V0"), digest)
        async with World(hall) as world:
            await asyncio.sleep(3600)
            assert "refuses fact 71: broken_chain" in world.status.report()["problem"]
            assert len(world.headquarters.holds(hall)) == 70
            assert len(world.headquarters.store.issues) < 150
            hall.rows[70] = (row, digest)
            await until(world.confirmed, 120)
            assert world.status.report()["problem"] == ""

    virtualtime.run(main())


def test_nonsense_from_headquarters_changes_nothing():
    async def main():
        async with World(filled(10)) as world:
            async with world.broker.connector()() as wire:
                for what in ("ack", "welcome", "song"):
                    await wire.publish(Message(f"atrium/v1/H-01/down/{what}", b"\xff{"))
            await world.happen(5)
            await until(world.confirmed)

    virtualtime.run(main())


def test_a_link_that_stops_says_bye():
    async def main():
        world = World(filled(1))
        async with world, world.broker.connector()() as wire:
            await until(world.confirmed)
            await wire.subscribe("atrium/v1/H-01/up/bye")
            await world.stop_link()
            async for message in wire.messages():
                assert b'"session":"S1"' in message.payload
                break

    virtualtime.run(main())


def test_a_fact_larger_than_a_batch_travels_alone():
    async def main():
        hall = filled(3)
        hall.happen("RequestAnswered", "key", fingerprint="f", status=200, answer="x" * 300_000)
        hall.happen_many(3)
        async with World(hall) as world:
            await until(world.confirmed, 5)

    virtualtime.run(main())


def test_the_report_tells_how_far_everything_is():
    async def main():
        async with World(filled(10)) as world:
            await until(world.confirmed)
            report = world.status.report()
            assert report["in_step"]
            assert (report["hall"], report["epoch"], report["phase"]) == ("H-01", "E1", "send")
            assert (report["newest"], report["sent"], report["acked"]) == (10, 10, 10)

    virtualtime.run(main())
