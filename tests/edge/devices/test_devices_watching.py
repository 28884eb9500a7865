"""What passes on a wire is told in words, and what was too much to be told is counted."""

import asyncio
from typing import Any

import pytest
from devicefakes import Bench
from edgefakes import in_virtual_time

from drivers.caller.ff68.driver import Ff68Bus
from drivers.contract import Driver, Kind
from drivers.led.strip.driver import StripScreens
from drivers.led.strip.options import StripOptions
from drivers.modbus.codec import Framing
from drivers.registry import driver_for, known_drivers, wire_protocol_of
from drivers.relay.modbus.options import RelayOptions
from drivers.wire import Side
from edge.devices import watching
from edge.devices.config import DeviceConfig

PRESSED = bytes.fromhex("FF6803036801010C0E16")


def watched(driver_class: type[Driver], options: Any = None) -> Bench:
    bench = Bench(driver_class)
    declared = driver_class.declaration
    bench.slot.config = DeviceConfig("device-1", declared.kind, declared.protocol)
    bench.slot.options = options or declared.options()
    return bench


@pytest.mark.parametrize(("kind", "protocol"), known_drivers())
def test_every_device_with_a_wire_can_be_watched_as_its_driver_is_set_by_itself(
    kind: Kind, protocol: str
):
    if kind is not Kind.VOICE:
        assert wire_protocol_of(protocol, driver_for(kind, protocol).declaration.options())


def test_a_device_is_watched_in_the_variant_that_it_is_set_to():
    assert wire_protocol_of("strip", StripOptions()).name == "strip-pingan"
    assert wire_protocol_of("strip", StripOptions(profile="yinda")).name == "strip-yinda"
    assert wire_protocol_of("modbus-relay", RelayOptions()).name == "modbus"
    tcp = RelayOptions(framing=Framing.TCP)
    assert wire_protocol_of("modbus-relay", tcp).name == "modbus-tcp"


@in_virtual_time
async def test_strips_of_the_usual_make_are_watched_without_naming_it():
    watching.decoded(watched(StripScreens).slot)


@in_virtual_time
async def test_what_was_too_fast_to_be_shown_is_counted_though_a_frame_comes_in_pieces():
    slot = watched(Ff68Bus).slot
    frames = watching.decoded(slot)
    first = asyncio.create_task(anext(frames))
    await asyncio.sleep(0)
    lost = [PRESSED, PRESSED]
    for piece in (*lost, PRESSED[:3], PRESSED[3:], *[PRESSED] * 998):
        slot.tap.pass_on(Side.DEVICE, piece)
    assert (await first)["missed"] == 2
    assert (await anext(frames))["missed"] == 0


@pytest.mark.parametrize("shown", [watching.decoded, watching.raw])
@in_virtual_time
async def test_nobody_is_kept_waiting_at_a_wire_by_a_hall_that_stops(shown):
    slot = watched(Ff68Bus).slot
    frames = shown(slot)
    waiting = asyncio.create_task(anext(frames))
    await asyncio.sleep(1)
    slot.tap.close()
    assert await waiting == {}
    assert [frame async for frame in frames] == []
    assert [frame async for frame in shown(slot)] == []
    assert asyncio.get_running_loop().time() < 2
