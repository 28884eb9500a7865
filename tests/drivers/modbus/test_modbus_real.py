"""The Modbus drivers on pymodbus's own servers: RTU on a pseudo-terminal, and TCP."""

import asyncio
import contextlib
import datetime as dt

import pytest
from real_modbus import INPUT_REGISTERS, INPUTS, driving, serial_server, tcp_server

from drivers.contract import (
    Context,
    DeviceRefusedError,
    Health,
    HealthChanged,
    InputChanged,
    PeopleCounted,
)
from drivers.footfall.modbus.driver import PulseCounter
from drivers.footfall.modbus.options import PulseOptions
from drivers.led.panel.driver import NumericPanels, PanelOptions
from drivers.modbus.codec import Framing
from drivers.relay.modbus.driver import RelayBoard
from drivers.relay.modbus.options import Board, RelayOptions

COILS, HOLDING = 1, 3


class Heard:
    """What a driver has reported, waited for."""

    def __init__(self):
        self._events = asyncio.Queue()
        self.context = Context(self._events.put_nowait, dt.datetime.now)

    async def until(self, wanted):
        async with asyncio.timeout(60):
            while not wanted(event := await self._events.get()):
                pass
            return event

    async def online(self):
        await self.until(lambda e: isinstance(e, HealthChanged) and e.health is Health.ONLINE)


@pytest.fixture(params=["rtu", "tcp"])
def server(request, tmp_path):
    """Give a server of either framing, not yet started."""
    return serial_server(tmp_path) if request.param == "rtu" else tcp_server()


async def test_a_relay_board_is_found_out_switched_and_watched(server):
    heard = Heard()
    options = RelayOptions(board=Board.PLAIN, momentary_s={"3": 0.1}, reply_timeout_s=0.3)
    async with server as (real, port), driving(RelayBoard, options, port, heard.context) as board:
        await heard.online()
        await board.switch("2", True)
        await board.switch("2", True)
        await board.switch("3", True)
        assert await real.async_getValues(1, COILS, 0, 8) == [False, True, True] + [False] * 5
        await real.async_setValues(1, INPUTS, 4, [True])
        assert await heard.until(lambda e: isinstance(e, InputChanged)) == InputChanged("5", True)
        said = [finding.said for finding in await board.self_test()]
        assert said[1:] == [
            "outputs on: 2",
            "output 1 takes orders; it was left as it is",
            "inputs on: 5",
        ]


async def test_a_relay_that_is_not_there_is_refused_in_words(server):
    heard = Heard()
    options = RelayOptions(outputs={"1": 0, "far": 7}, board=Board.WAVESHARE, momentary_s={"1": 1})
    async with server as (_real, port), driving(RelayBoard, options, port, heard.context) as board:
        await heard.online()
        with pytest.raises(DeviceRefusedError, match="it has nothing at this address"):
            await board.switch("1", True)


async def test_a_panel_shows_the_digits_of_the_ticket(server):
    heard, options = Heard(), PanelOptions()
    async with server as (real, port), driving(NumericPanels, options, port, heard.context) as led:
        await heard.online()
        await led.show("1", "A012 到3号窗口")
        assert await real.async_getValues(1, HOLDING, 0, 1) == [12]


async def test_people_are_counted_by_a_register_and_none_is_lost_over_a_reconnect(server):
    heard = Heard()
    options = PulseOptions(inputs={}, counters={"front": 2}, counter_bits=32, counter_poll_s=0.05)

    async def count(real, number):
        words = [number >> 16, number & 0xFFFF]
        await real.async_setValues(1, INPUT_REGISTERS, 2, words)

    async with server as (real, port):
        await count(real, 65_534)
        async with driving(PulseCounter, options, port, heard.context):
            await heard.online()
            await count(real, 65_537)
            assert await heard.until(is_count) == PeopleCounted("front", 3)
        await count(real, 65_540)
        async with driving(PulseCounter, options, port, heard.context):
            assert await heard.until(is_count) == PeopleCounted("front", 3)


def is_count(event):
    return isinstance(event, PeopleCounted)


async def test_a_tcp_device_asked_in_rtu_is_silent_and_on_its_next_wire_found_out():
    heard = Heard()
    async with tcp_server() as (_real, port), contextlib.AsyncExitStack() as stack:
        wrong = RelayOptions(framing=Framing.RTU, reply_timeout_s=0.2, attempts_max=1)
        await stack.enter_async_context(driving(RelayBoard, wrong, port, heard.context))
        lost = await heard.until(lambda e: isinstance(e, HealthChanged))
        assert lost.health is Health.OFFLINE
        await stack.enter_async_context(driving(RelayBoard, RelayOptions(), port, heard.context))
        await heard.online()
