"""Numeric panels against their twin, on good days and bad ones, in virtual time."""

import asyncio
import contextlib
import datetime as dt

import pytest

from drivers import virtualtime
from drivers.contract import (
    Context,
    DeviceRefusedError,
    DeviceSilentError,
    Health,
    HealthChanged,
)
from drivers.led.panel.driver import Letters, NumericPanels, PanelOptions
from drivers.led.panel.probe import PROBE
from drivers.led.panel.text import registers_of, value_of
from drivers.led.panel.twin import PanelTwin, make_twin
from drivers.modbus.codec import Framing
from drivers.transports.loopback import loopback
from drivers.twins import UnknownActionError, serve_twin


def play(scene, **options):
    """Run `scene(driver, twin)` beside the driver; return the health of each unit, in order."""
    known = PanelOptions(framing=Framing.RTU, **options)
    twin, events = PanelTwin(known.addresses), []

    async def run():
        host, device = loopback()
        context = Context(events.append, lambda: dt.datetime(2026, 3, 2, 9))
        driver = NumericPanels(host, known, context)
        tasks = [
            asyncio.create_task(serve_twin(twin, device, driver.declaration.line)),
            asyncio.create_task(driver.run()),
        ]
        await scene(driver, twin)
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)

    virtualtime.run(run())
    healths = [event for event in events if isinstance(event, HealthChanged)]
    return [(event.unit, event.health) for event in healths]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A012 到3号窗口", 12),
        ("B345 → 1", 345),
        ("3号窗口", 3),
        ("请A0017", 17),
        ("Z98765", 8765),
        ("暂停服务", 0),
        ("", 0),
    ],
)
def test_of_a_text_the_digits_of_its_ticket_are_shown(text, value):
    assert value_of(text) == value


def test_a_panel_that_writes_characters_gets_letters_too_two_to_a_register():
    assert registers_of("A012 到3号窗口", 4) == [0x4130, 0x3132]
    assert registers_of("A12345", 4) == [0x3233, 0x3435]
    assert registers_of("7", 4) == [0x2020, 0x2037]
    assert registers_of("暂停服务", 2) == [0x2020]


def test_characters_are_shown_as_they_are():
    async def scene(driver, twin):
        await driver.show("1", "A012 到3号窗口")
        assert twin.text(1) == "A012"
        await driver.show("1", "暂停服务")
        assert twin.text(1) == ""

    play(scene, letters=Letters.ASCII)


def test_several_panels_on_a_line_are_told_and_missed_one_by_one():
    async def scene(driver, twin):
        await asyncio.sleep(1)
        twin.act("power_off", panel=2)
        await driver.show("1", "A001")
        with pytest.raises(DeviceSilentError, match="unit 2"):
            await driver.show("2", "A002")
        await asyncio.sleep(20)
        twin.act("power_on", panel="2")
        await asyncio.sleep(10)
        assert (twin.text(1), twin.text(2)) == ("1", "2")
        with pytest.raises(DeviceRefusedError, match="no panel '3' on this line; there are: 1, 2"):
            await driver.show("3", "A003")

    assert play(scene, addresses=(1, 2)) == [
        ("1", Health.ONLINE),
        ("", Health.ONLINE),
        ("2", Health.ONLINE),
        ("2", Health.OFFLINE),
        ("2", Health.ONLINE),
    ]


def test_a_panel_that_does_not_let_its_number_be_read_is_there_all_the_same():
    async def scene(_driver, twin):
        twin.act("refuse_next", code=1)
        await asyncio.sleep(3)

    assert play(scene) == [("", Health.ONLINE)]


@pytest.mark.parametrize("hand", [("answer_as", {"unit": 9}), ("silence", {})])
def test_a_panel_that_is_silent_or_another_is_lost_and_shows_its_ticket_when_it_is_back(hand):
    async def scene(driver, twin):
        await driver.show("1", "A007")
        twin.act(hand[0], **hand[1])
        await asyncio.sleep(20)
        twin.act("power_off")
        twin.act("power_on")
        twin.act("answer_as")
        twin.act("speak")
        await asyncio.sleep(10)
        assert twin.text(1) == "7"

    assert [health for _unit, health in play(scene)] == [
        Health.ONLINE,
        Health.OFFLINE,
        Health.ONLINE,
    ]


def test_the_self_test_shows_8888_and_then_what_was_shown_before():
    async def scene(driver, twin):
        await driver.show("1", "A007")
        testing = asyncio.create_task(driver.self_test())
        await asyncio.sleep(0.5)
        assert twin.text(1) == "8888"
        [finding] = await testing
        assert (finding.ok, finding.said) == (True, "panel 1 was told to show 8888: did it?")
        assert twin.text(1) == "7"
        testing = asyncio.create_task(driver.self_test())
        await asyncio.sleep(0.5)
        await driver.show("1", "A008")
        await testing
        assert twin.text(1) == "8"
        twin.act("refuse_next", code=4)
        [finding] = await driver.self_test()
        assert (finding.ok, finding.said) == (False, "panel 1: unit 1: it has failed (4)")

    play(scene)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"addresses": ()}, "addresses: one or more"),
        ({"addresses": (1, 1)}, "addresses: one or more, each once"),
        ({"addresses": (0,)}, "addresses: 0 is not within 1 to 255"),
        ({"width": 3}, "width: 3 is not an even number"),
    ],
)
def test_options_that_cannot_be_are_refused(options, words):
    with pytest.raises(ValueError, match=words):
        PanelOptions(**options)


def test_the_probe_reads_a_panels_own_address_and_knows_nothing_else():
    twin = make_twin({"addresses": [1]})
    heard = twin.receive(PROBE.question)
    assert PROBE.recognise(heard) == "Modbus panel or meter, which calls itself unit 1"
    assert twin.text(1) == ""
    assert PROBE.recognise(bytes.fromhex("018302C0F1")) == ""
    assert PROBE.recognise(b"\r\nOK\r\n") == ""
    with pytest.raises(UnknownActionError, match="there are: 1"):
        twin.act("power_off", panel=5)
