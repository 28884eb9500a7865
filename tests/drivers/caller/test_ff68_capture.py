"""A recorded session of two callers on an adapter that echoes, decoded and played back."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from drivers import virtualtime
from drivers.caller.ff68.codec import WIRE_PROTOCOL
from drivers.caller.ff68.driver import Ff68Bus
from drivers.caller.ff68.options import Ff68Options
from drivers.contract import CallerKey, Context, KeyPressed, RatingPressed
from drivers.transports.capture import Piece, read_capture
from drivers.transports.loopback import loopback
from drivers.wire import Side, decode

SESSION = Path(__file__).parent / "ff68_session.capture"


@pytest.fixture
def pieces() -> list[Piece]:
    with SESSION.open() as lines:
        return read_capture(lines, SESSION.name)


async def heard_again(pieces: list[Piece], device) -> None:
    """Let what the bus said come at the times at which it came."""
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    for piece in pieces:
        if piece.side is Side.DEVICE:
            await asyncio.sleep(began_s + piece.at_s - loop.time())
            await device.write(piece.data)


def test_a_recorded_session_gives_the_same_keys_and_the_same_repetition_again(pieces):
    events, device_heard = [], []

    async def session():
        host, device = loopback()
        context = Context(events.append, lambda: dt.datetime(2026, 3, 2, 9))
        bus = Ff68Bus(host, Ff68Options(addresses=(1, 2)), context)
        running = asyncio.create_task(bus.run())
        hearing = asyncio.create_task(heard_again(pieces, device))
        await asyncio.sleep(0.1)
        await bus.show_ticket("1", "A007")
        await asyncio.sleep(0.6 - asyncio.get_running_loop().time())
        await bus.show_ticket("1", "A008")
        await hearing
        device_heard.append(await device.read(1.0))
        running.cancel()

    virtualtime.run(session())
    assert device_heard == [b"".join(p.data for p in pieces if p.side is Side.HOST)]
    pressed = [event for event in events if isinstance(event, KeyPressed | RatingPressed)]
    assert pressed == [
        KeyPressed("2", CallerKey.NEXT),
        RatingPressed("1", 0),
        KeyPressed("1", CallerKey.RECALL),
        KeyPressed("2", CallerKey.RECALL),
    ]


def test_what_the_host_said_in_a_recorded_session_decodes_to_named_frames(pieces):
    data = b"".join(piece.data for piece in pieces if piece.side is Side.HOST)
    found = decode(WIRE_PROTOCOL, data, Side.HOST)
    assert found["errors"] == []
    assert [frame["name"] for frame in found["frames"]] == [
        "show ticket",
        "show ticket",
        "ack key next",
        "show ticket",
        "ack rating",
        "ack key recall",
        "ack key recall",
    ]


def test_collisions_in_a_recorded_session_are_named_as_noise(pieces):
    data = b"".join(piece.data for piece in pieces if piece.side is Side.DEVICE)
    reasons = [error["reason"] for error in decode(WIRE_PROTOCOL, data, Side.HOST)["errors"]]
    assert reasons == ["length 0 is outside 2 to 32", "check is 00, should be 0E"]
