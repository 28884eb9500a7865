"""People counters against their twin: nobody lost, nobody counted twice."""

import asyncio
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from modbus_room import Room, play

from drivers import virtualtime
from drivers.contract import Health, PeopleCounted
from drivers.footfall.modbus.counting import CounterDoor, InputDoor, People
from drivers.footfall.modbus.driver import PulseCounter
from drivers.footfall.modbus.options import PulseOptions, Table, WordOrder
from drivers.footfall.modbus.twin import FootfallTwin, make_twin
from drivers.modbus.codec import Framing
from drivers.twins import UnknownActionError


def door(**options):
    known = PulseOptions(framing=Framing.RTU, **options)
    return lambda: Room(PulseCounter, known, FootfallTwin(known))


def register(**options):
    return door(inputs={}, counters={"front": 10}, **options)


def counted(room):
    return sum(event.count for event in room.of(PeopleCounted))


def test_everybody_who_goes_through_is_counted_once():
    async def scene(room):
        await asyncio.sleep(1)
        for people in (1, 3, 2):
            room.twin.act("pass", people=people)
            await asyncio.sleep(3)

    for of in (door(), register()):
        room = play(of, scene)
        assert counted(room) == sum(room.twin.look()["passed"].values()) == 6


@pytest.mark.parametrize("table", Table)
@pytest.mark.parametrize("order", WordOrder)
def test_a_register_of_32_bits_is_read_as_its_maker_says(table, order):
    async def scene(room):
        room.twin.set_counter("front", 0x1FFFE)
        await asyncio.sleep(3)
        room.twin.act("pass", people=5)
        await asyncio.sleep(3)
        room.findings = await room.driver.self_test()

    room = play(register(counter_bits=32, counter_table=table, word_order=order), scene)
    assert counted(room) == 5
    assert [finding.said for finding in room.findings] == ["front: the counter is at 131075"]


@pytest.mark.parametrize("bits", [16, 32])
def test_a_counter_that_begins_again_at_its_end_loses_nobody(bits):
    async def scene(room):
        room.twin.set_counter("front", -2)
        await asyncio.sleep(3)
        room.twin.act("pass", people=5)
        await asyncio.sleep(3)

    room = play(register(counter_bits=bits), scene)
    assert counted(room) == 5
    assert room.twin.look()["counters"] == {"front": 3}


def test_what_a_counter_counted_before_the_first_reading_is_nobody():
    async def scene(room):
        room.twin.set_counter("front", 4711)
        await asyncio.sleep(3)

    room = play(register(), scene)
    assert room.of(PeopleCounted) == []


def test_people_who_came_while_the_device_was_silent_are_counted_when_it_is_back():
    async def scene(room):
        await asyncio.sleep(3)
        room.twin.act("silence")
        await asyncio.sleep(10)
        room.twin.act("pass", people=7)
        await asyncio.sleep(10)
        room.twin.act("speak")
        await asyncio.sleep(5)

    room = play(register(), scene)
    assert room.of(PeopleCounted) == [PeopleCounted("front", 7)]
    assert [health for health, _detail in room.healths()] == [
        Health.ONLINE,
        Health.OFFLINE,
        Health.ONLINE,
    ]


def test_people_who_came_while_the_wire_was_lost_are_counted_on_the_next_one():
    async def scene():
        room = register()()
        async with room.running():
            await asyncio.sleep(3)
        room.twin.act("pass", people=7)
        await asyncio.sleep(30)
        room.plug()
        async with room.running():
            await asyncio.sleep(3)
        return room

    assert virtualtime.run(scene()).of(PeopleCounted) == [PeopleCounted("front", 7)]


def test_an_input_that_closed_while_nobody_watched_counts_and_one_that_stayed_closed_does_not():
    async def scene():
        room = door()()
        async with room.running():
            await asyncio.sleep(1)
        room.twin.act("pass")
        for _wire in range(3):
            room.plug()
            async with room.running():
                await asyncio.sleep(0.05)
        return room

    assert virtualtime.run(scene()).of(PeopleCounted) == [PeopleCounted("1", 1)]


def test_a_counter_that_lost_its_power_counts_from_where_it_began_anew():
    async def scene(room):
        room.twin.set_counter("front", 30_000)
        await asyncio.sleep(3)
        room.twin.act("power_off")
        await asyncio.sleep(30)
        room.twin.act("power_on")
        room.twin.act("pass", people=2)
        await asyncio.sleep(5)

    assert counted(play(register(), scene)) == 2


def test_a_counter_that_shows_nonsense_counts_nobody_and_goes_on():
    async def scene(room):
        room.twin.set_counter("front", 100)
        await asyncio.sleep(3)
        room.twin.act("set_counter", value=50_000)
        await asyncio.sleep(3)
        room.twin.act("pass")
        await asyncio.sleep(3)

    assert counted(play(register(), scene)) == 1


def test_two_pulses_of_a_double_barrier_are_one_person_and_a_half_waits():
    async def scene(room):
        await asyncio.sleep(3)
        room.twin.act("pass", people=3)
        await asyncio.sleep(3)
        room.twin.set_counter("front", 7)
        await asyncio.sleep(3)

    room = play(register(pulses_per_person=2), scene)
    assert counted(room) == 3


def test_a_device_that_refuses_is_named():
    async def scene(_room):
        await asyncio.sleep(3)

    options = PulseOptions(framing=Framing.RTU, inputs={"1": 5})
    twin = FootfallTwin(PulseOptions(framing=Framing.RTU))
    [(health, detail)] = play(lambda: Room(PulseCounter, options, twin), scene).healths()
    assert (health, detail) == (
        Health.HARDWARE_ERROR,
        "unit 1: it has nothing at this address (2)",
    )


@settings(max_examples=50)
@given(st.lists(st.integers(0, 9), max_size=20), st.integers(0, 0xFFFF))
def test_however_it_is_read_a_counter_never_loses_or_doubles_anybody(steps, start):
    counter, value, found = CounterDoor(16, 10.0), start, 0
    counter.take(value, 0.0)
    for second, step in enumerate(steps, 1):
        value = (value + step) & 0xFFFF
        found += counter.take(value, float(second)) + counter.take(value, float(second))
    assert found == sum(steps)


@settings(max_examples=50)
@given(st.lists(st.booleans(), max_size=30))
def test_an_input_counts_each_time_it_closes(readings):
    watched = InputDoor()
    closings = sum(not before and now for before, now in itertools.pairwise(readings))
    assert sum(watched.take(on) for on in readings) == closings


@settings(max_examples=50)
@given(st.lists(st.integers(0, 20), max_size=20), st.integers(1, 4))
def test_no_pulse_is_lost_between_two_people(pulses, each):
    people = People(each)
    assert sum(people.take(some) for some in pulses) == sum(pulses) // each


def test_two_devices_with_the_same_options_are_two_devices():
    first, second = PulseOptions(), PulseOptions()
    assert first != second
    assert len({first, second}) == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"inputs": {}}, "inputs: neither inputs nor counters"),
        ({"counters": {"1": 0}}, "counters: '1' is an input too"),
        ({"counter_bits": 24}, "counter_bits: 24 is neither 16 nor 32"),
        ({"pulses_per_person": 0}, "pulses_per_person: 0 is less than 1"),
        ({"unit": 256}, "unit: 256 is not within 1 to 255"),
    ],
)
def test_options_that_cannot_be_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        PulseOptions(**options)


def test_a_twin_is_made_from_options_as_they_stand_in_a_file():
    twin = make_twin(
        {"inputs": {}, "counters": {"a": 0}, "word_order": "low_first", "framing": "tcp"}
    )
    assert twin.look() == {"passed": {"a": 0}, "lamps": {}, "counters": {"a": 0}}
    with pytest.raises(UnknownActionError, match="there are: a"):
        twin.act("pass", door="b")
