"""The whole way from the hall's API to headquarters' database, over a real broker."""

import asyncio
import contextlib
import json
import sqlite3
import time

import pytest
from bookingoffice import HOUR, NINE
from obedienthall import ObedientHall
from realparts import RealWorld, broker_process, free_port, real_world
from syncfakes import FakeHall, header_of, hello_of, on, own_rows, rows_of

from edge.domain.chain import Row
from sync.backoffice.bookings import Bookings, Wanted
from sync.backoffice.reader import Reader
from sync.backoffice.signing import load_signer
from sync.batch import pack
from sync.broker import BrokerLostError, Message
from sync.demo_broker import broker_command
from sync.envelope import encode

pytestmark = pytest.mark.real("mosquitto")


@pytest.fixture
def broker(tmp_path):
    port = free_port()
    with broker_process(port, broker_command(port, tmp_path / "broker")) as broker:
        yield broker


def filled(count: int) -> FakeHall:
    hall = FakeHall()
    hall.happen_many(count)
    return hall


def held(world: RealWorld, hall: FakeHall | None = None) -> list[tuple[Row, bytes]]:
    hall = hall or world.hall
    with contextlib.closing(sqlite3.connect(world.database)) as connection:
        found = connection.execute(
            "SELECT seq, kind, at, boot, mono, clock, subject, body, sealed, hash FROM facts "
            "WHERE hall = ? AND epoch = ? ORDER BY seq",
            (hall.hall, hall.epoch),
        )
        return [(Row(*columns), digest) for *columns, digest in found]


async def test_what_happens_in_the_hall_is_at_headquarters(broker, tmp_path):
    async with real_world(broker.port, tmp_path, filled(1200)) as world:
        await world.until(world.confirmed)
        assert held(world) == own_rows(world.hall)
        world.hall.happen("CounterOpened", "3", staff="1001")
        await world.hall.tell()
        await world.until(world.confirmed)
        assert held(world) == own_rows(world.hall)


async def test_a_broker_that_is_killed_and_comes_back_empty_costs_nothing(broker, tmp_path):
    async with real_world(broker.port, tmp_path, filled(100)) as world:
        await world.until(world.confirmed)
        for _kill in range(3):
            broker.kill()
            world.hall.happen_many(500)
            await world.hall.tell()
            broker.start()
            await world.until(lambda: world.hall.acked > world.hall.last - 400)
        await world.until(world.confirmed)
        assert held(world) == own_rows(world.hall)
        assert world.hall.renewals == []


async def test_a_broker_that_hangs_is_noticed_and_costs_nothing(broker, tmp_path):
    async with real_world(broker.port, tmp_path, filled(100)) as world:
        await world.until(world.confirmed)
        broker.hang()
        world.hall.happen_many(600)
        await world.hall.tell()
        await world.until(lambda: not world.status.connected)
        broker.go_on()
        await world.until(world.confirmed)
        assert held(world) == own_rows(world.hall)


async def test_headquarters_may_be_away(broker, tmp_path):
    async with real_world(broker.port, tmp_path, filled(100)) as world:
        await world.until(world.confirmed)
        await world.stop_headquarters()
        world.hall.happen_many(700)
        await world.hall.tell()
        await world.until(lambda: not world.status.report()["in_step"])
        world.start_headquarters()
        await world.until(world.confirmed)
        assert held(world) == own_rows(world.hall)


async def test_the_link_may_be_killed_in_the_middle(broker, tmp_path):
    async with real_world(broker.port, tmp_path, filled(5000)) as world:
        for reached in (500, 2000, 3500):
            await world.until(lambda goal=reached: world.hall.acked > goal)
            await world.stop_link()
            world.start_link()
        await world.until(world.confirmed)
        assert held(world) == own_rows(world.hall)


async def test_doubled_reordered_and_foreign_messages_change_nothing(broker, tmp_path):
    async with real_world(broker.port, tmp_path, filled(300)) as world:
        await world.until(world.confirmed)
        hall = world.hall
        await world.stop_link()
        hall.happen_many(100)
        async with world.connector("stranger")() as wire:
            for first in (351, 301, 301, 1, 351, 351):
                header = header_of(hall, first, first + 49)
                await wire.publish(
                    on(hall, "facts", pack(header, rows_of(hall, first, first + 49)))
                )
            await wire.publish(Message("atrium/v1/H-01/up/facts", b"\x00\x01\x02"))
            await wire.publish(Message("atrium/v1/H-01/up/hello", encode(hello_of(hall))[:-9]))
        world.start_link()
        await world.until(world.confirmed)
        assert held(world) == own_rows(hall)


async def test_a_restored_hall_goes_on_under_a_new_epoch(broker, tmp_path):
    async with real_world(broker.port, tmp_path, filled(200)) as world:
        await world.until(world.confirmed)
        await world.stop_link()
        before = world.hall
        world.hall = before.copy()
        del world.hall.rows[150:]
        world.hall.acked = 150
        world.start_link()
        await world.until(lambda: bool(world.hall.renewals))
        await world.until(world.confirmed)
        assert held(world, before) == before.rows
        assert held(world) == own_rows(world.hall)


async def test_a_backlog_of_twenty_thousand_facts_drains_in_seconds(broker, tmp_path):
    hall = filled(20_000)
    begun = time.monotonic()
    async with real_world(broker.port, tmp_path, hall) as world:
        await world.until(world.confirmed)
        assert time.monotonic() - begun < 15
        assert held(world) == own_rows(hall)


async def test_what_is_booked_reaches_the_hall_and_its_result_comes_back(broker, tmp_path):
    async with real_world(broker.port, tmp_path, ObedientHall()) as world:
        await world.until(world.confirmed)
        signer = load_signer(tmp_path / "headquarters.key")
        with contextlib.closing(Bookings(world.database, signer)) as bookings:
            wanted = Wanted("bill", NINE, NINE + HOUR, person={"name": "李四"})
            booked = [bookings.book("H-01", wanted, 0).appointment for _ in range(40)]
            broker.kill()
            broker.start()
            with contextlib.closing(Reader(world.database)) as reader:
                await world.until(lambda: {each.result for each in reader.commands()} == {"done"})
        said = [json.loads(command.args)["appointment"] for command in world.hall.commands]
        assert set(said) == set(booked)
        assert all(command.sealed for command in world.hall.commands)


async def test_a_broker_that_is_not_there_is_a_lost_broker(tmp_path):
    world = RealWorld(free_port(), tmp_path, filled(1))
    with pytest.raises(BrokerLostError, match="refused"):
        async with world.connector("nobody")():
            pass


async def test_a_dead_broker_is_noticed_at_once_by_who_only_listens(broker, tmp_path):
    world = RealWorld(broker.port, tmp_path, filled(1))
    with pytest.raises(BrokerLostError):
        async with asyncio.timeout(3), world.connector("listener")() as wire:
            await wire.subscribe("atrium/v1/+/up/+")
            broker.kill()
            async for _message in wire.messages():
                pass


async def test_last_words_are_said_at_a_clean_end(broker, tmp_path):
    world = RealWorld(broker.port, tmp_path, filled(1))
    words = Message("atrium/v1/H-01/up/bye", b"bye")
    async with world.connector("listener")() as wire:
        await wire.subscribe("atrium/v1/+/up/bye")
        async with world.connector("speaker")(words):
            pass
        async for message in wire.messages():
            assert message == words
            break
