"""A font card is found on an unknown port, and reached through a socket."""

import asyncio
import contextlib

import pytest
from onbon_line import NOW

from drivers.contract import Context, HealthChanged, Kind
from drivers.led.onbon.codec import Frame, Header, OnbonDecoder, encode
from drivers.led.onbon.driver import OnbonStrips
from drivers.led.onbon.options import OnbonOptions
from drivers.led.onbon.probe import PROBE
from drivers.led.onbon.requests import NETWORK_ADDRESS, ping
from drivers.led.onbon.twin import OnbonTwin, make_twin
from drivers.registry import probes, twin_for
from drivers.transports import open_wire
from drivers.wire import Side

ACK = bytes.fromhex("A000000000")


def test_the_question_is_a_ping_to_whoever_is_there_and_no_more():
    [frame] = OnbonDecoder(Side.HOST).feed(PROBE.question)
    assert frame == ping(0xFFFE)


def test_it_is_asked_at_9600_and_then_at_57600_for_two_seconds_each():
    assert [line.baudrate for line in PROBE.lines] == [9600, 57600]
    assert PROBE.within_s == 2.0


def test_a_card_with_any_address_is_recognised():
    answer = OnbonTwin((7,)).receive(PROBE.question)
    assert PROBE.recognise(b"\x00\xff" + answer) == "Onbon font card BX-5K or 6K"


def test_a_card_that_says_its_model_is_named():
    answer = Frame(0x8000, 0xFFFE, ACK, Side.DEVICE, Header(device_type=0x61))
    assert PROBE.recognise(encode(answer)) == "Onbon font card BX-6K1"


@pytest.mark.parametrize(
    "heard",
    [b"", PROBE.question, b"\xaa\xaa\xaa\x96\x69", OnbonTwin((7,)).receive(PROBE.question)[:-1]],
    ids=["silence", "our own echo", "another device", "half an answer"],
)
def test_what_is_no_card_is_not_recognised(heard):
    assert PROBE.recognise(heard) == ""


def test_the_registry_knows_probe_and_twin():
    assert PROBE in probes()
    twin = twin_for(Kind.LED, "onbon", {"addresses": [1, 2], "series": "5K"})
    assert list(twin.look()["strips"]) == ["1", "2"]


async def test_a_card_behind_a_socket_shows_its_text():
    twin = make_twin({"addresses": [NETWORK_ADDRESS]})

    async def card(reader, writer):
        while data := await reader.read(4096):
            writer.write(twin.receive(data))
        writer.close()

    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(await asyncio.start_server(card, "127.0.0.1", 0))
        port = server.sockets[0].getsockname()[1]
        wire = await open_wire(f"tcp://127.0.0.1:{port}", OnbonStrips.declaration.line)
        stack.push_async_callback(wire.close)
        online = asyncio.Event()

        def note(event):
            if isinstance(event, HealthChanged) and event.health.usable:
                online.set()

        options = OnbonOptions(addresses=(NETWORK_ADDRESS,))
        driver = OnbonStrips(wire, options, Context(note, lambda: NOW))
        running = asyncio.create_task(driver.run())
        stack.callback(running.cancel)
        async with asyncio.timeout(60):
            await online.wait()
            await driver.show("32768", "请A001号")
            await driver.set_brightness(100)
        assert twin.text(NETWORK_ADDRESS) == "请A001号"
