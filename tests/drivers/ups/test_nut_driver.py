"""The UPS against its twin, on good days and bad ones, in virtual time."""

import asyncio
import contextlib
import datetime as dt
import itertools

import pytest

from drivers import virtualtime
from drivers.contract import (
    Context,
    Health,
    HealthChanged,
    PowerChanged,
    PowerState,
    WireLostError,
)
from drivers.transports.loopback import loopback
from drivers.twins import UnknownActionError, serve_twin
from drivers.ups.nut.driver import NutOptions, NutUps
from drivers.ups.nut.power import is_news, power_of
from drivers.ups.nut.probe import PROBE
from drivers.ups.nut.twin import NutTwin, SimulatedUps, make_twin

LINE = NutUps.declaration.line


class Room:
    """A UPS, its server, and what the driver reported."""

    def __init__(self, twin=None, **options):
        self.twin = twin or NutTwin()
        self.events = []
        self.host, self.device = loopback()
        context = Context(self.events.append, lambda: dt.datetime(2026, 3, 2, 9))
        self.driver = NutUps(self.host, NutOptions(**options), context)

    @contextlib.asynccontextmanager
    async def running(self):
        tasks = [
            asyncio.create_task(serve_twin(self.twin, self.device, LINE)),
            asyncio.create_task(self.driver.run()),
        ]
        try:
            yield tasks[1]
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def powers(self):
        return [event.power for event in self.events if isinstance(event, PowerChanged)]

    def healths(self):
        return [(e.health, e.detail) for e in self.events if isinstance(e, HealthChanged)]


def play(scene, twin=None, **options):
    async def run():
        room = Room(twin, **options)
        async with room.running() as task:
            await scene(room, task)
        return room

    return virtualtime.run(run())


def test_what_is_known_first_is_reported_and_then_nothing_while_nothing_changes():
    async def scene(_room, _task):
        await asyncio.sleep(60)

    room = play(scene)
    assert room.powers() == [
        PowerState(on_battery=False, low=False, charge_percent=100, runtime_s=1800)
    ]
    assert room.healths() == [(Health.ONLINE, "")]


def test_mains_gone_the_battery_going_down_and_low_and_mains_back():
    async def scene(room, _task):
        await asyncio.sleep(5)
        room.twin.act("cut_mains")
        await asyncio.sleep(1500)
        room.twin.act("restore_mains")
        await asyncio.sleep(5)

    powers = play(scene).powers()
    assert powers[1].on_battery and powers[1].charge_percent > 99
    charges = [power.charge_percent for power in powers[1:-1]]
    steps = [before - after for before, after in itertools.pairwise(charges)]
    assert all(step <= 6 for step in steps)
    first_low = next(power for power in powers if power.low)
    assert first_low.charge_percent <= 20
    assert (
        sum(power.low and power.charge_percent == first_low.charge_percent for power in powers) == 1
    )
    assert not powers[-1].on_battery


@pytest.mark.parametrize(
    ("action", "health", "word"),
    [
        ("make_stale", Health.OFFLINE, "DATA-STALE"),
        ("stop_driver", Health.NO_DEVICE, "DRIVER-NOT-CONNECTED"),
    ],
)
def test_data_that_is_none_is_a_matter_of_health_and_said_once(action, health, word):
    async def scene(room, _task):
        await asyncio.sleep(5)
        room.twin.act(action)
        await asyncio.sleep(30)
        room.twin.act("start_driver")
        await asyncio.sleep(5)

    room = play(scene)
    assert [said for said, _detail in room.healths()] == [Health.ONLINE, health, Health.ONLINE]
    assert word in room.healths()[1][1]
    assert len(room.powers()) == 1


def test_a_wrong_name_is_answered_with_the_names_there_are():
    async def scene(_room, _task):
        await asyncio.sleep(5)

    room = play(scene, NutTwin({"hall": SimulatedUps(), "shop": SimulatedUps()}), ups="hal")
    assert room.healths() == [(Health.USER_ERROR, "no UPS 'hal'; there are: hall, shop")]


def test_without_a_name_the_only_ups_is_taken_and_of_several_none():
    async def scene(_room, _task):
        await asyncio.sleep(5)

    assert play(scene, NutTwin({"any": SimulatedUps()})).powers()
    several = play(scene, NutTwin({"hall": SimulatedUps(), "shop": SimulatedUps()}))
    [(health, detail)] = several.healths()
    assert health is Health.USER_ERROR
    assert detail == "which UPS? the server has several: hall, shop; name one in the option ups"
    assert play(scene, NutTwin({"a": SimulatedUps()})).healths() == [(Health.ONLINE, "")]


def test_a_server_that_wants_a_user_gets_one_and_nobody_else_sees_the_password(caplog):
    async def scene(_room, _task):
        await asyncio.sleep(10)

    twin = make_twin({"ups": "hall", "username": "atrium", "password": "geheim"})
    room = play(scene, twin, username="atrium", password="geheim")
    assert room.healths() == [(Health.ONLINE, "")]
    assert "geheim" not in repr(room.driver.options) + caplog.text
    refused = play(scene, NutTwin(users={"atrium": "geheim"}), username="atrium", password="falsch")
    [(health, detail)] = refused.healths()
    assert health is Health.USER_ERROR
    assert "user name, password" in detail
    assert "falsch" not in detail


def test_a_server_that_restarts_behind_an_open_wire_is_lost_once_and_back_once():
    async def scene(room, _task):
        await asyncio.sleep(5)
        room.twin.act("restart", down_s=20)
        await asyncio.sleep(60)

    healths = [health for health, _detail in play(scene).healths()]
    assert healths == [Health.ONLINE, Health.OFFLINE, Health.ONLINE]


def test_a_server_that_hangs_up_ends_the_wire_at_once():
    async def scene(room, task):
        await asyncio.sleep(5)
        before_s = asyncio.get_running_loop().time()
        await room.device.close()
        with pytest.raises(WireLostError):
            await task
        assert asyncio.get_running_loop().time() - before_s < 0.1

    play(scene)


def test_a_ups_without_charge_and_runtime_still_says_when_the_mains_are_gone():
    class Bare(SimulatedUps):
        def variables(self):
            return {"ups.status": "OL" if self.mains else "OB"}

    async def scene(room, _task):
        await asyncio.sleep(5)
        room.twin.act("cut_mains")
        await asyncio.sleep(5)

    powers = play(scene, NutTwin({"hall": Bare()})).powers()
    assert powers == [PowerState(False, False), PowerState(True, False)]


def test_a_server_that_waits_for_its_first_data_reports_no_power():
    class Waiting(SimulatedUps):
        def variables(self):
            return {"ups.status": "WAIT"}

    async def scene(_room, _task):
        await asyncio.sleep(5)

    room = play(scene, NutTwin({"hall": Waiting()}))
    assert room.powers() == []
    assert room.healths() == [(Health.STARTING, "the server waits for the first data")]


def test_the_self_test_says_in_words_how_the_battery_is():
    async def scene(room, _task):
        await asyncio.sleep(3)
        room.twin.act("cut_mains")
        room.twin.act("set_charge", percent=15)
        room.findings = await room.driver.self_test()

    findings = [(finding.ok, finding.said) for finding in play(scene).findings]
    assert findings == [
        (True, "UPS hall: Atrium Twin"),
        (False, "on battery"),
        (True, "discharging"),
        (False, "battery low"),
        (False, "the battery is at 15 %"),
        (False, "it lasts 4 min more"),
    ]


@pytest.mark.parametrize(
    ("variables", "state"),
    [
        ({"ups.status": "OL CHRG", "battery.charge": "87.6"}, PowerState(False, False, 87)),
        ({"ups.status": "OB LB", "battery.runtime": "61.0"}, PowerState(True, True, None, 61)),
        ({"ups.status": "FSD OL"}, PowerState(False, True)),
        ({"ups.status": "OL", "battery.charge": "unknown"}, PowerState(False, False)),
        ({"ups.status": "OL", "battery.charge": "nan"}, PowerState(False, False)),
        ({}, PowerState(False, False)),
    ],
)
def test_what_the_variables_mean(variables, state):
    assert power_of(variables) == state


def test_a_charge_is_news_from_five_percent_on():
    said = PowerState(True, False, 80)
    assert not is_news(PowerState(True, False, 76), said)
    assert is_news(PowerState(True, False, 75), said)
    assert is_news(PowerState(True, False, None), said)


@pytest.mark.parametrize("options", [{"poll_s": 0}, {"password": "x"}])
def test_options_that_cannot_be_are_refused(options):
    with pytest.raises(ValueError, match=r"^(poll_s|username):"):
        NutOptions(**options)


def test_the_probe_names_the_upses_of_a_server_and_nothing_else():
    heard = NutTwin({"hall": SimulatedUps(), "shop": SimulatedUps()}).receive(PROBE.question)
    assert PROBE.recognise(heard) == "NUT server with UPS: hall, shop"
    assert PROBE.recognise(b"\r\nOK\r\n") == ""


def test_hands_on_a_ups_that_is_not_there_are_told_which_are():
    with pytest.raises(UnknownActionError, match="there are: hall"):
        NutTwin().act("cut_mains", ups="attic")
