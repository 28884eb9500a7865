"""The worker as a process, the hall's supervision on the other side of its socket."""

import asyncio
import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from drivers.contract import CodeScanned, HealthChanged
from drivers.transports.worker import worker_socket
from drivers.workers.notify import notify
from edge.devices.config import DeviceConfig
from edge.devices.pool import DevicePool, wires_in

WITHIN_S = 60.0
CODE = "A012-7"


@pytest.fixture
def picture(tmp_path):
    import numpy as np  # noqa: PLC0415
    import zxingcpp  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    barcode = zxingcpp.create_barcode(CODE, zxingcpp.BarcodeFormat.QRCode)
    path = tmp_path / "sight.png"
    Image.fromarray(np.array(barcode.to_image(scale=6))).save(path)
    return path


class Workers:
    """Worker processes of one hall."""

    def __init__(self, state):
        self.state = state
        self._started = []

    def start(self, kind="camera", environment=None, **options):
        place = worker_socket(self.state, "cam")
        arguments = ["--socket", place, "--kind", kind, "--options", json.dumps(options)]
        process = subprocess.Popen(
            [sys.executable, "-m", "drivers.workers", "cam", *arguments],
            env={**os.environ, **(environment or {})},
            stderr=subprocess.PIPE,
            text=True,
        )
        self._started.append(process)
        return process

    def end(self):
        for process in self._started:
            process.kill()
            process.communicate(timeout=WITHIN_S)


@pytest.fixture
def workers(tmp_path):
    made = Workers(tmp_path)
    yield made
    made.end()


class Heard:
    """All that the hall is told, to be waited for."""

    def __init__(self):
        self.events = []
        self._more = asyncio.Event()

    def __call__(self, _slot, event):
        self.events.append(event)
        self._more.set()

    async def until(self, condition):
        async with asyncio.timeout(WITHIN_S):
            while not condition():
                self._more.clear()
                await self._more.wait()

    @property
    def healths(self):
        told = [event.health.value for event in self.events if isinstance(event, HealthChanged)]
        return [health for health in told if health != "starting"]

    @property
    def codes(self):
        return [event.text for event in self.events if isinstance(event, CodeScanned)]


async def test_a_worker_killed_and_restarted_is_lost_once_and_back_once(tmp_path, workers, picture):
    config = DeviceConfig("cam-1", "scanner", "camera", "worker:cam")
    now = dt.datetime.now
    pool = DevicePool([config], "hall.toml", tmp_path, wires_in(tmp_path), now, lambda: 0)
    heard = Heard()
    pool.subscribe(heard)
    supervising = asyncio.create_task(pool.run())
    try:
        first = workers.start(source=str(picture))
        await heard.until(lambda: heard.codes == [CODE])
        first.send_signal(signal.SIGKILL)
        await heard.until(lambda: heard.healths[-1:] == ["noDevice"])
        second = workers.start(source=str(picture))
        await heard.until(lambda: heard.codes == [CODE, CODE])
        driver = pool.slots["cam-1"].driver
        assert all(found.ok for found in await driver.self_test() if "second" not in found.said)
        assert heard.healths == ["online", "noDevice", "online"]
        second.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(second.wait, WITHIN_S) == 0
    finally:
        supervising.cancel()
        await asyncio.gather(supervising, return_exceptions=True)


@pytest.mark.parametrize(
    ("kind", "options", "why"),
    [
        ("camera", {"frame_rate": 3}, "the nearest known is 'frame_rate_hz'"),
        ("chip", {"profile": "/none.toml"}, "profile: /none.toml: No such file or directory"),
        ("chip", {"busy_s": 0}, "busy_s: 0 is not above 0"),
    ],
)
def test_options_that_cannot_be_used_end_it_with_one_line(workers, kind, options, why):
    process = workers.start(kind, **options)
    _, said = process.communicate(timeout=WITHIN_S)
    assert process.returncode == 2
    assert said.startswith("worker cam: ")
    assert why in said
    assert said.count("\n") == 1


def test_without_a_hall_it_waits_and_ends_when_told(tmp_path, workers, picture):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.settimeout(WITHIN_S)
        systemd.bind(str(tmp_path / "notify"))
        process = workers.start(
            environment={"NOTIFY_SOCKET": str(tmp_path / "notify")}, source=str(picture)
        )
        assert systemd.recv(100) == b"READY=1"
        assert systemd.recv(100) == b"WATCHDOG=1"
        process.send_signal(signal.SIGTERM)
        assert process.wait(WITHIN_S) == 0


def test_a_systemd_that_does_not_listen_is_no_reason_to_end(tmp_path):
    notify("READY=1", {"NOTIFY_SOCKET": str(tmp_path / "nobody")})
    notify("READY=1", {"NOTIFY_SOCKET": "@nobody"})
    notify("READY=1", {})
