"""A serial device server that speaks RFC 2217, with a device behind it on a pseudo-terminal."""

import asyncio
import contextlib
import os
import socket
import threading
import tty
from collections.abc import Iterator

import pytest
import serial
from serial.rfc2217 import PortManager

from drivers.contract import LineSettings, WireLostError
from drivers.transports import open_wire

# What pyserial 3.5 says of its own thread.
pytestmark = pytest.mark.filterwarnings("ignore:set(Daemon|Name)\\(\\):DeprecationWarning")

LINE = LineSettings(19200)


class PtyPort(serial.Serial):
    """A port without modem lines: a pseudo-terminal has none to be read or set."""

    cts = dsr = ri = cd = False

    def _update_dtr_state(self) -> None: ...
    def _update_rts_state(self) -> None: ...


class DeviceServer:
    """One port shared over the network; what the device says and hears is at `device`."""

    def __init__(self) -> None:
        self.device, far = os.openpty()
        tty.setraw(far)
        self._far = far
        self._port = PtyPort(os.ttyname(far), timeout=0.05)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"rfc2217://127.0.0.1:{self._listening.getsockname()[1]}"
        self._ended = threading.Event()
        self._client: socket.socket | None = None
        self._threads = [threading.Thread(target=self._serve)]
        self._threads[0].start()

    @property
    def baudrate(self) -> int:
        return int(self._port.baudrate)

    def write(self, data: bytes) -> None:
        with contextlib.suppress(OSError):
            assert self._client is not None
            self._client.sendall(data)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            self._client, _peer = self._listening.accept()
            manager = PortManager(self._port, self)
            upward = threading.Thread(target=self._upward, args=(manager,))
            upward.start()
            self._threads.append(upward)
            while data := self._client.recv(1024):
                self._port.write(b"".join(manager.filter(data)))

    def _upward(self, manager: PortManager) -> None:
        while not self._ended.is_set():
            data = self._port.read(self._port.in_waiting or 1)
            if data:
                self.write(b"".join(manager.escape(data)))

    def hang_up(self) -> None:
        if self._client is not None:
            with contextlib.suppress(OSError):
                self._client.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._ended.set()
        self.hang_up()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        for held in (self._listening, self._client):
            if held is not None:
                held.close()
        for thread in self._threads:
            thread.join()
        self._port.close()
        os.close(self._far)
        os.close(self.device)


@pytest.fixture
def server() -> Iterator[DeviceServer]:
    server = DeviceServer()
    yield server
    server.close()


async def heard_by(server: DeviceServer, count: int) -> bytes:
    return await asyncio.to_thread(_read_all, server.device, count)


def _read_all(device: int, count: int) -> bytes:
    data = b""
    while len(data) < count:
        data += os.read(device, count - len(data))
    return data


async def test_a_device_behind_a_server_is_set_spoken_to_and_heard(server: DeviceServer):
    wire = await open_wire(server.address, LINE)
    try:
        assert server.baudrate == LINE.baudrate
        await wire.write(b"ask \xff\x00")  # 0xFF is telnet's own and must be escaped
        assert await heard_by(server, 6) == b"ask \xff\x00"
        os.write(server.device, b"answer\xff")
        async with asyncio.timeout(60):
            heard = b""
            while len(heard) < 7:
                heard += await wire.read(1.0)
        assert heard == b"answer\xff"
    finally:
        await wire.close()


async def test_a_server_that_hangs_up_is_a_wire_that_is_lost(server: DeviceServer):
    wire = await open_wire(server.address, LINE)
    server.hang_up()
    with pytest.raises(WireLostError, match="rfc2217"):
        async with asyncio.timeout(60):
            while True:
                await wire.read(1.0)
    await wire.close()


async def test_a_server_that_is_not_there_is_named():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(WireLostError, match=f"rfc2217://127.0.0.1:{port}"):
        await open_wire(f"rfc2217://127.0.0.1:{port}", LINE)
