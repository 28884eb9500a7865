"""The bus driver against its twin, on good days and bad ones, in virtual time."""

import asyncio
import contextlib
import datetime as dt
from itertools import pairwise

import pytest

from drivers import virtualtime
from drivers.caller.ff68.codec import Frame, encode
from drivers.caller.ff68.driver import Ff68Bus
from drivers.caller.ff68.options import Ff68Options
from drivers.caller.ff68.twin import Ff68Twin
from drivers.contract import (
    CallerKey,
    Context,
    DeviceRefusedError,
    Health,
    HealthChanged,
    KeyPressed,
    RatingPressed,
    WireLostError,
)
from drivers.transports.loopback import loopback
from drivers.twins import serve_twin
from drivers.wire import Side

SETTLED_S = 5.0


class Bus:
    """Callers, their driver, and what it says."""

    def __init__(self, **options):
        self.options = Ff68Options(**options)
        self.twin = Ff68Twin(self.options.addresses)
        self.events = []
        self.sent = []
        self.host, self.device = loopback()
        context = Context(self.events.append, lambda: dt.datetime(2026, 3, 2, 9))
        self.driver = Ff68Bus(self, self.options, context)

    async def write(self, data):
        self.sent.append((now_s(), data))
        await self.host.write(data)

    async def read(self, within_s):
        return await self.host.read(within_s)

    async def close(self):
        await self.host.close()

    @contextlib.asynccontextmanager
    async def running(self, twin=True):
        tasks = [asyncio.create_task(self.driver.run())]
        if twin:
            line = Ff68Bus.declaration.line
            tasks.append(asyncio.create_task(serve_twin(self.twin, self.device, line)))
        await asyncio.sleep(0.1)
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def pressed(self):
        return [event for event in self.events if isinstance(event, KeyPressed | RatingPressed)]

    def health(self, unit=""):
        return [
            event.health
            for event in self.events
            if isinstance(event, HealthChanged) and event.unit == unit
        ]

    def unit(self, unit="1"):
        return self.twin.look()["units"][unit]


def now_s():
    return asyncio.get_running_loop().time()


def in_virtual_time(scenario, twin=True, **options):
    async def main():
        bus = Bus(**options)
        async with bus.running(twin):
            await scenario(bus)

    virtualtime.run(main())


@pytest.mark.parametrize(
    ("pressed", "key"),
    [
        ("next", CallerKey.NEXT),
        ("recall", CallerKey.RECALL),
        ("call_back", CallerKey.RECALL),
        ("no_show", CallerKey.NO_SHOW),
        ("park", CallerKey.PARK),
        ("pause", CallerKey.PAUSE),
        ("transfer", CallerKey.TRANSFER),
        ("evaluate", CallerKey.EVALUATE),
        ("cancel", CallerKey.CANCEL),
    ],
)
def test_a_key_is_reported_once_and_acknowledged(pressed, key):
    async def scenario(bus):
        bus.twin.act("press_key", unit="2", key=pressed)
        await asyncio.sleep(SETTLED_S)
        assert bus.pressed() == [KeyPressed("2", key)]
        assert bus.unit("2")["acknowledged"] == pressed
        assert len(bus.sent) == 1

    in_virtual_time(scenario, addresses=(1, 2))


@pytest.mark.parametrize("key", range(4))
def test_a_rating_is_reported_once_and_acknowledged(key):
    async def scenario(bus):
        bus.twin.act("press_rating", unit="1", key=key)
        await asyncio.sleep(SETTLED_S)
        assert bus.pressed() == [RatingPressed("1", key)]
        assert bus.unit()["acknowledged"] == f"rating {key}"

    in_virtual_time(scenario)


def test_an_acknowledgement_goes_out_as_soon_as_the_key_is_heard():
    async def scenario(bus):
        key = encode(Frame(1, 1, b"\x0c", Side.DEVICE))
        await bus.device.write(key)
        heard_s = now_s()
        await asyncio.sleep(0.1)
        assert bus.sent == [(heard_s, key)]

    in_virtual_time(scenario, twin=False)


def test_a_unit_that_missed_the_acknowledgement_gets_another_and_the_key_counts_once():
    async def scenario(bus):
        bus.twin.act("miss_acks", unit="1", count=3)
        bus.twin.act("press_key", unit="1", key="next")
        await asyncio.sleep(SETTLED_S)
        assert len(bus.sent) == 4
        assert bus.pressed() == [KeyPressed("1", CallerKey.NEXT)]
        assert bus.unit()["acknowledged"] == "next"

    in_virtual_time(scenario)


def test_a_unit_that_never_hears_us_calls_one_visitor_and_no_more():
    async def scenario(bus):
        key = encode(Frame(1, 1, b"\x0c", Side.DEVICE))
        for _time in range(20):
            await bus.device.write(key)
            await asyncio.sleep(1.5)
        assert bus.pressed() == [KeyPressed("1", CallerKey.NEXT)]
        assert len(bus.sent) == 20

    in_virtual_time(scenario, twin=False)


def test_the_same_key_after_a_while_is_pressed_again():
    async def scenario(bus):
        for _time in range(2):
            bus.twin.act("press_key", unit="1", key="next")
            await asyncio.sleep(SETTLED_S)
        assert bus.pressed() == [KeyPressed("1", CallerKey.NEXT)] * 2

    in_virtual_time(scenario)


def test_the_same_key_on_two_units_counts_for_both():
    async def scenario(bus):
        bus.twin.act("press_key", unit="1", key="next")
        await asyncio.sleep(0.1)
        bus.twin.act("press_key", unit="2", key="next")
        await asyncio.sleep(SETTLED_S)
        assert bus.pressed() == [
            KeyPressed("1", CallerKey.NEXT),
            KeyPressed("2", CallerKey.NEXT),
        ]

    in_virtual_time(scenario, addresses=(1, 2))


def test_two_units_that_speak_at_once_are_both_heard_in_the_end():
    async def scenario(bus):
        bus.twin.act("collide", first="1", second="2", key="recall")
        await asyncio.sleep(SETTLED_S)
        assert sorted(event.unit for event in bus.pressed()) == ["1", "2"]
        assert bus.unit("1")["acknowledged"] == bus.unit("2")["acknowledged"] == "recall"

    in_virtual_time(scenario, addresses=(1, 2))


@pytest.mark.parametrize("fault", ["unequal_lengths", "bad_check"])
def test_a_broken_frame_is_not_acknowledged_and_its_repetition_is(fault):
    async def scenario(bus):
        bus.twin.act(fault, unit="1")
        bus.twin.act("press_key", unit="1", key="next")
        await asyncio.sleep(0.3)
        assert bus.sent == []
        await asyncio.sleep(SETTLED_S)
        assert bus.pressed() == [KeyPressed("1", CallerKey.NEXT)]
        assert len(bus.sent) == 1

    in_virtual_time(scenario)


def test_our_own_voice_is_never_taken_for_a_key():
    async def scenario(bus):
        bus.twin.act("echo", on=True)
        await bus.driver.ask_rating("1")  # the same bytes as the evaluate key
        await bus.driver.show_ticket("1", "A007")
        bus.twin.act("press_key", unit="1", key="next")
        await asyncio.sleep(SETTLED_S)
        assert bus.pressed() == [KeyPressed("1", CallerKey.NEXT)]
        assert len(bus.sent) == 3, "nothing but two messages and one acknowledgement"

    in_virtual_time(scenario)


def test_a_missed_acknowledgement_is_repeated_on_an_adapter_with_echo_too():
    async def scenario(bus):
        bus.twin.act("echo")
        bus.twin.act("miss_acks", unit="1", count=2)
        bus.twin.act("press_key", unit="1", key="next")
        await asyncio.sleep(SETTLED_S)
        assert bus.pressed() == [KeyPressed("1", CallerKey.NEXT)]
        assert bus.unit()["acknowledged"] == "next"
        assert len(bus.sent) == 3

    in_virtual_time(scenario)


def test_where_no_echo_is_expected_every_key_is_a_key():
    async def scenario(bus):
        await bus.driver.ask_rating("1")
        bus.twin.act("press_key", unit="1", key="evaluate")
        await asyncio.sleep(SETTLED_S)
        assert bus.pressed() == [KeyPressed("1", CallerKey.EVALUATE)]

    in_virtual_time(scenario, own_echo=False)


def test_the_one_metre_line_is_acknowledged_and_means_nothing():
    async def scenario(bus):
        bus.twin.act("press_key", unit="1", key="one_metre")
        await asyncio.sleep(SETTLED_S)
        assert bus.pressed() == []
        assert bus.unit()["acknowledged"] == "one_metre"

    in_virtual_time(scenario)


def test_a_unit_that_is_not_ours_is_left_without_an_answer():
    async def scenario(bus):
        await bus.device.write(encode(Frame(9, 1, b"\x0c", Side.DEVICE)))
        await asyncio.sleep(SETTLED_S)
        assert bus.sent == []
        assert bus.pressed() == []

    in_virtual_time(scenario, twin=False)


def test_keys_may_mean_something_else_in_another_hall():
    async def scenario(bus):
        for data in (b"\x0c", b"\x09\x0f", b"\x11"):
            await bus.device.write(encode(Frame(1, 7, data, Side.DEVICE)))
            await asyncio.sleep(0.1)
        assert bus.pressed() == [
            KeyPressed("1", CallerKey.START),
            KeyPressed("1", CallerKey.FINISH),
        ]

    keys = {"0c": CallerKey.START, "090F": CallerKey.FINISH}
    in_virtual_time(scenario, twin=False, keys=keys)


def test_results_may_mean_other_keys_in_another_hall():
    async def scenario(bus):
        for data in (b"\x00", b"\x05", b"\x01"):
            await bus.device.write(encode(Frame(1, 0x11, data, Side.DEVICE)))
            await asyncio.sleep(0.1)
        assert bus.pressed() == [RatingPressed("1", 3), RatingPressed("1", 0)]
        assert len(bus.sent) == 3, "a result that means nothing is acknowledged too"

    in_virtual_time(scenario, twin=False, ratings={"00": 3, "05": 0})


def test_a_frame_longer_than_any_unit_says_is_no_key():
    async def scenario(bus):
        await bus.device.write(encode(Frame(1, 1, bytes(3) + b"\x0c")))
        await asyncio.sleep(SETTLED_S)
        assert bus.sent == []
        assert bus.pressed() == []

    in_virtual_time(scenario, twin=False)


def test_a_message_that_collided_is_said_again_where_the_adapter_echoes():
    async def scenario(bus):
        bus.twin.act("echo")
        await bus.driver.show_ticket("1", "A007")
        await asyncio.sleep(0.1)
        bus.twin.act("talk_over", unit="2", key="next")
        await bus.driver.show_ticket("1", "A008")
        assert bus.unit("1")["ticket"] == "008"
        await asyncio.sleep(SETTLED_S)
        assert bus.pressed() == [KeyPressed("2", CallerKey.NEXT)]
        assert bus.unit("2")["acknowledged"] == "next"
        assert len(bus.sent) == 4, "two tickets, one of them twice, and one acknowledgement"

    in_virtual_time(scenario, addresses=(1, 2))


def test_without_an_echo_a_collision_is_not_noticed_and_the_next_message_repairs_it():
    async def scenario(bus):
        bus.twin.act("talk_over", unit="2", key="next")
        await bus.driver.show_ticket("1", "A008")
        await asyncio.sleep(0.1)
        assert bus.unit("1")["ticket"] == ""
        await bus.driver.show_ticket("1", "A008")
        await asyncio.sleep(0.1)
        assert bus.unit("1")["ticket"] == "008"

    in_virtual_time(scenario, addresses=(1, 2))


def test_a_message_that_never_comes_back_ends_and_echoes_are_expected_no_more(caplog):
    async def scenario(bus):
        bus.twin.act("echo")
        await bus.driver.show_ticket("1", "A007")
        await asyncio.sleep(0.1)
        bus.twin.act("echo", on=False)
        began_s = now_s()
        await bus.driver.show_ticket("1", "A008")
        assert len(bus.sent) == 1 + bus.options.says_max
        assert now_s() - began_s < 1.0
        await bus.driver.show_ticket("1", "A009")
        assert len(bus.sent) == 2 + bus.options.says_max

    in_virtual_time(scenario)
    assert [record.message for record in caplog.records] == [
        "unit 1 was told something and it may not have arrived"
    ]


def test_callers_show_tickets_and_how_many_wait_and_evaluators_ask():
    async def scenario(bus):
        await bus.driver.show_ticket("2", "A007")
        await asyncio.sleep(0.1)
        assert bus.unit("2")["ticket"] == "007"
        await bus.driver.show_waiting("2", 12)
        await asyncio.sleep(0.1)
        assert (bus.unit("2")["ticket"], bus.unit("2")["waiting"]) == ("", "012")
        await bus.driver.ask_rating("2")
        await asyncio.sleep(0.1)
        assert bus.unit("2")["asking"]
        assert bus.unit("1") == bus.twin.look()["units"]["1"]
        assert not bus.unit("1")["asking"]

    in_virtual_time(scenario, addresses=(1, 2))


def test_messages_of_ours_follow_each_other_with_a_pause():
    async def scenario(bus):
        await asyncio.gather(*(bus.driver.show_waiting("1", count) for count in range(3)))
        times = [at_s for at_s, _data in bus.sent]
        on_the_line_s = 15 * Ff68Bus.declaration.line.byte_s
        for earlier_s, later_s in pairwise(times):
            assert later_s - earlier_s >= on_the_line_s + bus.options.quiet_s - 1e-9

    in_virtual_time(scenario)


def test_a_message_waits_while_a_unit_is_talking_but_not_for_ever():
    async def scenario(bus):
        async def babble():
            while True:
                await bus.device.write(b"\x00")
                await asyncio.sleep(0.01)

        babbling = asyncio.create_task(babble())
        await asyncio.sleep(0.1)
        began_s = now_s()
        await bus.driver.show_waiting("1", 5)
        assert 0.9 < now_s() - began_s < 1.1
        babbling.cancel()

    in_virtual_time(scenario, twin=False)


def test_units_are_assumed_until_they_are_heard_and_never_lost():
    async def scenario(bus):
        assert bus.health() == bus.health("1") == bus.health("2") == [Health.ASSUMED]
        bus.twin.act("press_key", unit="2", key="next")
        await asyncio.sleep(SETTLED_S)
        bus.twin.silent = True
        await asyncio.sleep(3600)
        assert bus.health() == bus.health("1") == [Health.ASSUMED]
        assert bus.health("2") == [Health.ASSUMED, Health.ONLINE]

    in_virtual_time(scenario, addresses=(1, 2))


@pytest.mark.parametrize("verb", ["show_ticket", "show_waiting", "ask_rating"])
def test_a_unit_that_is_not_on_the_bus_is_refused_by_name(verb):
    async def scenario(bus):
        arguments = {"show_ticket": ("A001",), "show_waiting": (1,), "ask_rating": ()}[verb]
        with pytest.raises(DeviceRefusedError, match=r"no caller '9'.*1, 2"):
            await getattr(bus.driver, verb)("9", *arguments)

    in_virtual_time(scenario, addresses=(1, 2))


def test_a_verb_does_not_hang_on_a_wire_that_is_gone():
    async def main():
        bus = Bus()
        await bus.device.close()
        with pytest.raises(WireLostError):
            await bus.driver.show_ticket("1", "A001")
        with pytest.raises(WireLostError):
            await bus.driver.run()

    virtualtime.run(main())


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"addresses": ()}, "addresses"),
        ({"addresses": (1, 1)}, "addresses"),
        ({"addresses": (256,)}, "addresses: 256"),
        ({"keys": {"next": CallerKey.NEXT}}, "keys: 'next'"),
        ({"keys": {"": CallerKey.NEXT}}, "keys: ''"),
        ({"ratings": {"zero": 0}}, "ratings: 'zero'"),
        ({"ratings": {"00": -1}}, "ratings: -1"),
        ({"says_max": 0}, "says_max"),
    ],
)
def test_impossible_options_are_named(options, named):
    with pytest.raises(ValueError, match=named):
        Ff68Options(**options)
