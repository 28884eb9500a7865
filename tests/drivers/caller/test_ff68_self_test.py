"""The bus's self-test in plain words, and how its units are found on an unknown port."""

import asyncio
import contextlib

import pytest

from drivers import registry, virtualtime
from drivers.caller.ff68.codec import Frame, encode
from drivers.caller.ff68.driver import Ff68Bus
from drivers.caller.ff68.options import Ff68Options
from drivers.caller.ff68.probe import PROBE
from drivers.caller.ff68.twin import Ff68Twin
from drivers.contract import Context, Finding, WireLostError
from drivers.transports.loopback import loopback
from drivers.twins import serve_twin
from drivers.wire import Side

NEXT = bytes.fromhex("FF6803036801010C0E16")


def on_a_bus(story, addresses=(1, 2)):
    """Run `story(driver, twin, device_end)` beside a running bus."""

    async def main():
        host, device = loopback()
        twin = Ff68Twin(addresses)
        context = Context(lambda _event: None, lambda: None)
        driver = Ff68Bus(host, Ff68Options(addresses=addresses), context)
        tasks = [
            asyncio.create_task(driver.run()),
            asyncio.create_task(serve_twin(twin, device, driver.declaration.line)),
        ]
        await asyncio.sleep(0.1)
        try:
            await story(driver, twin, device)
        finally:
            for task in tasks:
                task.cancel()
            with contextlib.suppress(WireLostError):
                await asyncio.gather(*tasks, return_exceptions=True)

    virtualtime.run(main())


def units(twin):
    return twin.look()["units"]


def test_every_unit_sounds_and_shows_its_address_and_then_what_it_showed():
    async def story(driver, twin, _device):
        await driver.show_ticket("1", "A007")
        testing = asyncio.create_task(driver.self_test())
        await asyncio.sleep(2.0)
        assert [unit["ticket"] for unit in units(twin).values()] == ["001", "002"]
        assert [unit["beeps"] for unit in units(twin).values()] == [1, 1]
        await testing
        await asyncio.sleep(0.1)
        assert [unit["ticket"] for unit in units(twin).values()] == ["007", ""]

    on_a_bus(story)


def test_units_that_were_heard_pass_and_others_are_to_be_pressed():
    async def story(driver, twin, _device):
        twin.act("press_key", unit="2", key="pause")
        await asyncio.sleep(1.0)
        first, second, line = await driver.self_test()
        assert first == Finding(
            False,
            "unit 1 was told to sound and to show 001: look whether it did; "
            "nothing was heard from it: press a key on it, then test again",
        )
        assert second.ok
        assert second.said.endswith("frames heard from it: 1")
        said = "no echo was heard; 0 broken frames, 0 collisions with our own"
        assert line == Finding(True, said)

    on_a_bus(story)


def test_strangers_on_the_bus_are_named():
    async def story(driver, _twin, device):
        await device.write(encode(Frame(9, 1, b"\x0c", Side.DEVICE)))
        await asyncio.sleep(1.0)
        findings = await driver.self_test()
        assert Finding(False, "heard and not in the configuration: unit 9") in findings

    on_a_bus(story)


def test_an_echo_and_a_line_that_breaks_frames_are_said():
    async def story(driver, twin, device):
        twin.act("echo")
        await driver.show_ticket("1", "A007")
        for _time in range(5):
            await device.write(NEXT[:-1] + b"\x17")
            await asyncio.sleep(1.0)
        line = (await driver.self_test())[-1]
        assert not line.ok
        assert line.said.startswith("the adapter echoes, which is allowed for; ")

    on_a_bus(story)


def test_a_unit_that_says_a_key_while_a_port_is_listened_to_is_recognised():
    assert PROBE.question == b""
    assert PROBE.recognise(b"\x00" + NEXT) == "FF 68 bus, unit 1 says: key next"


@pytest.mark.parametrize("heard", [b"", NEXT[:-1], bytes(100), b"6901234567892\r\n"])
def test_silence_and_other_devices_are_no_unit(heard):
    assert PROBE.recognise(heard) == ""


def test_the_probe_is_registered():
    assert PROBE in registry.probes()
