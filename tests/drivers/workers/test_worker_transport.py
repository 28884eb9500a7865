"""The port `worker:NAME`: who connects in, and what is said where nobody does."""

import asyncio
import os
import socket
import stat

import pytest

from drivers.contract import LineSettings, WireLostError
from drivers.transports import open_wire
from drivers.transports.worker import open_worker, worker_port, worker_socket

WITHIN_S = 60.0


@pytest.fixture
def place(tmp_path):
    return worker_socket(tmp_path, "card-1")


async def connect(place):
    async with asyncio.timeout(WITHIN_S):
        while True:
            try:
                return await asyncio.open_unix_connection(place)
            except OSError:
                await asyncio.sleep(0)


async def joined(place, tmp_path):
    port = worker_port("worker:card-1", tmp_path)
    return await met(open_wire(port, LineSettings()), place)


async def met(opening, place):
    waiting = asyncio.create_task(opening)
    reader, writer = await connect(place)
    return await waiting, reader, writer


async def test_a_worker_that_connects_is_a_wire(place, tmp_path):
    wire, reader, writer = await joined(place, tmp_path)
    await wire.write(b"how are you")
    assert await reader.read(100) == b"how are you"
    writer.write(b"well")
    assert await wire.read(WITHIN_S) == b"well"
    assert await wire.read(0.0) == b""
    writer.close()
    with pytest.raises(WireLostError, match="worker card-1: its process has ended"):
        await wire.read(WITHIN_S)
    await wire.close()


async def test_without_a_worker_the_error_says_what_to_start(place):
    with pytest.raises(WireLostError, match="not running: atrium run worker card-1"):
        await open_worker(f"worker:{place}", within_s=0.0)
    assert not place.exists()


async def test_a_socket_that_a_killed_controller_left_is_in_nobodys_way(place, tmp_path):
    place.parent.mkdir()
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(place))
    wire, _reader, writer = await joined(place, tmp_path)
    await wire.close()
    writer.close()


async def test_a_second_device_with_the_same_worker_is_refused(place, tmp_path):
    wire, _reader, writer = await joined(place, tmp_path)
    with pytest.raises(WireLostError, match="another device has this worker"):
        await open_worker(f"worker:{place}")
    await wire.close()
    writer.close()
    again, _reader, writer = await joined(place, tmp_path)
    await again.close()
    writer.close()


async def test_while_a_worker_is_connected_no_second_one_finds_a_door(place, tmp_path):
    wire, _reader, writer = await joined(place, tmp_path)
    with pytest.raises(OSError, match="No such file"):
        await asyncio.open_unix_connection(place)
    await wire.close()
    writer.close()


async def test_only_owner_and_group_may_connect(place):
    masked = os.umask(0o077)
    opening = asyncio.create_task(open_worker(f"worker:{place}"))
    async with asyncio.timeout(WITHIN_S):
        while not place.exists():
            await asyncio.sleep(0)
    os.umask(masked)
    assert stat.S_IMODE(place.stat().st_mode) == 0o660
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o750
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)
    assert not place.exists()


async def test_a_worker_that_reads_nothing_is_lost(place):
    wire, _reader, writer = await met(open_worker(f"worker:{place}", write_timeout_s=0.05), place)
    with pytest.raises(WireLostError, match="takes no bytes"):
        while True:
            await wire.write(bytes(1 << 20))
    await wire.close()
    writer.close()


@pytest.mark.parametrize("name", ["", "../edge", "Card", "x" * 33, "a/b"])
def test_a_name_that_is_no_name_is_refused(tmp_path, name):
    with pytest.raises(WireLostError, match="a worker's name has"):
        worker_port(f"worker:{name}", tmp_path)


async def test_a_path_longer_than_a_sockets_is_named(tmp_path):
    deep = tmp_path / ("d" * 100)
    with pytest.raises(WireLostError, match="longer than the 107 bytes"):
        await open_worker(worker_port("worker:card-1", deep))


async def test_a_port_without_its_path_says_what_was_expected():
    with pytest.raises(WireLostError, match="expected worker:/path/NAME"):
        await open_worker("worker:card-1")


async def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "workers").write_text("in the way")
    with pytest.raises(WireLostError, match="workers"):
        await open_worker(worker_port("worker:card-1", tmp_path))


def test_a_lock_is_not_inherited(tmp_path):
    from drivers.transports.worker import _hold  # noqa: PLC0415

    held = _hold(worker_socket(tmp_path, "card-1"))
    assert not os.get_inheritable(held)
    os.close(held)
