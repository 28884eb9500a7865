"""The wires themselves, on a real pseudo-terminal and real sockets; and a capture of one."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from drivers import virtualtime
from drivers.contract import LineSettings, WireLostError
from drivers.transports import open_wire
from drivers.transports.capture import CapturingWire, Piece, ReplayWire, read_capture
from drivers.transports.loopback import loopback
from drivers.twins import PtyPort
from drivers.wire import Side

LINE = LineSettings()


@asynccontextmanager
async def echoing() -> AsyncIterator[tuple[int, asyncio.Event]]:
    """Serve an echo on a free port; setting the event hangs up."""
    hang_up = asyncio.Event()

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.read(100))
        await hang_up.wait()
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], hang_up
    finally:
        hang_up.set()
        server.close()
        await server.wait_closed()


async def test_a_serial_line_carries_bytes_both_ways_and_says_when_it_is_pulled(tmp_path: Path):
    device = PtyPort(tmp_path / "wire")
    host = await open_wire(str(tmp_path / "wire"), LINE)
    await host.write(b"\x00\xff\x11question")
    assert await device.read(5) == b"\x00\xff\x11question"
    await device.write(b"\x13answer\r\n")
    assert await host.read(5) == b"\x13answer\r\n"
    await device.close()
    with pytest.raises(WireLostError, match="wire"):
        await host.read(5)
    await host.close()


async def test_a_flooded_line_is_read_in_few_pieces_and_loses_nothing(tmp_path: Path):
    device = PtyPort(tmp_path / "wire")
    host = await open_wire(str(tmp_path / "wire"), LINE)
    frames = [b"%04d" % number for number in range(3000)]

    async def flood() -> None:
        for frame in frames:
            await device.write(frame)
            await asyncio.sleep(0)

    flooding = asyncio.create_task(flood())
    heard = [await host.read(5)]
    while heard[-1] and sum(map(len, heard)) < 4 * len(frames):
        heard.append(await host.read(5))
    await flooding
    assert b"".join(heard) == b"".join(frames)
    assert len(heard) < len(frames) / 2
    await host.close()
    await device.close()


async def test_a_flooded_socket_is_read_in_few_pieces_loses_nothing_and_says_when_it_is_over():
    frames = [b"%04d" % number for number in range(3000)]

    async def flood(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for frame in frames:
            writer.write(frame)
            await asyncio.sleep(0)
        writer.close()

    async with await asyncio.start_server(flood, "127.0.0.1", 0) as server:
        host = await open_wire(f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}", LINE)
        heard = []
        with pytest.raises(WireLostError, match="hung up"):
            while True:
                heard.append(await host.read(5))
        await host.close()
    assert b"".join(heard) == b"".join(frames)
    assert len(heard) < len(frames) / 2


async def test_a_port_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(WireLostError, match="missing: No such file or directory"):
        await open_wire(str(tmp_path / "missing"), LINE)


@pytest.mark.parametrize("scheme", ["tcp", "socket"])
async def test_a_socket_carries_bytes_and_says_when_the_other_end_hangs_up(scheme: str):
    async with echoing() as (port, hang_up):
        host = await open_wire(f"{scheme}://127.0.0.1:{port}", LINE)
        await host.write(b"\xa5\x5a")
        assert await host.read(5) == b"\xa5\x5a"
        assert await host.read(0) == b""
        hang_up.set()
        with pytest.raises(WireLostError, match=str(port)):
            await host.read(5)
        await host.close()


async def test_an_address_nobody_listens_at_is_named():
    async with echoing() as (port, _hang_up):
        pass
    with pytest.raises(WireLostError, match=f"127.0.0.1:{port}: "):
        await open_wire(f"tcp://127.0.0.1:{port}", LINE)


async def test_what_was_captured_on_a_wire_plays_back():
    host, device = loopback()
    file = io.StringIO()
    captured = CapturingWire(host, file, lambda: 0.0)
    await captured.write(b"ask")
    await device.write(b"answer")
    assert await captured.read(1) == b"answer"
    replay = ReplayWire(read_capture(iter(file.getvalue().splitlines()), "capture"))
    await replay.write(b"ask")
    assert await replay.read(1) == b"answer"


def test_a_paced_replay_answers_after_the_time_it_took_then():
    pieces = [Piece(0.0, Side.HOST, b"ask"), Piece(2.5, Side.DEVICE, b"answer")]

    async def play() -> tuple[float, list[bytes]]:
        replay, clock = ReplayWire(pieces, paced=True), asyncio.get_running_loop().time
        await replay.write(b"ask")
        began_s = clock()
        heard = [await replay.read(1.0) for _read in range(3)]
        assert replay.ended
        return clock() - began_s, heard

    took_s, heard = virtualtime.run(play())
    assert heard == [b"", b"", b"answer"]
    assert took_s == pytest.approx(2.5)


async def test_a_recording_that_is_not_there_is_a_wire_that_is_lost(tmp_path):
    with pytest.raises(WireLostError, match="No such file"):
        await open_wire(f"replay:{tmp_path / 'nothing.capture'}", LINE)


@pytest.mark.parametrize("when", ["nan", "inf", "-1"])
def test_a_recording_with_a_time_that_is_none_is_named(when: str):
    with pytest.raises(ValueError, match=f"rec:1: expected seconds, > or <, hex: '{when} < 00'"):
        read_capture(iter([f"{when} < 00"]), "rec")
