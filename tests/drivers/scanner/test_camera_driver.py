"""The camera through good and bad days, on its twin in virtual time."""

import asyncio
import contextlib
import logging

import pytest

from drivers import virtualtime
from drivers.conformance.bench import NOW
from drivers.contract import (
    CodeScanned,
    Context,
    DeviceRefusedError,
    DeviceSilentError,
    Health,
    HealthChanged,
)
from drivers.scanner.camera.driver import CameraScanner
from drivers.scanner.camera.held import Held
from drivers.scanner.camera.options import CameraOptions
from drivers.scanner.camera.twin import CameraTwin
from drivers.transports.loopback import loopback
from drivers.twins import serve_twin
from drivers.workers.codec import Message

CODE = CodeScanned("A001", "qrCode")


class Sight:
    """A camera at work."""

    def __init__(self, twin, driver, events):
        self.twin, self.driver, self.events = twin, driver, events

    @property
    def codes(self):
        return [event for event in self.events if isinstance(event, CodeScanned)]

    @property
    def healths(self):
        return [event.health for event in self.events if isinstance(event, HealthChanged)]


@contextlib.asynccontextmanager
async def sight(twin=None):
    host_end, device_end = loopback()
    at_twin, events = twin or CameraTwin(), []
    driver = CameraScanner(host_end, CameraOptions(), Context(events.append, lambda: NOW))
    tasks = [
        asyncio.create_task(serve_twin(at_twin, device_end, driver.declaration.line)),
        asyncio.create_task(driver.run()),
    ]
    try:
        await asyncio.sleep(1.0)
        yield Sight(at_twin, driver, events)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def test_a_code_is_told_once_while_it_is_held():
    async def story():
        async with sight() as at:
            at.twin.act("hold_code")
            await asyncio.sleep(60.0)
            assert at.codes == [CODE]

    virtualtime.run(story())


@pytest.mark.parametrize(("away_s", "told"), [(1.0, 1), (4.0, 2)])
def test_a_code_is_told_again_when_it_was_away_long_enough(away_s, told):
    async def story():
        async with sight() as at:
            at.twin.act("hold_code")
            await asyncio.sleep(20.0)
            at.twin.act("take_away")
            await asyncio.sleep(away_s)
            at.twin.act("hold_code")
            await asyncio.sleep(20.0)
            assert len(at.codes) == told

    virtualtime.run(story())


def test_a_camera_unplugged_is_lost_once_and_back_once():
    async def story():
        async with sight() as at:
            at.twin.act("unplug")
            at.twin.act("hold_code")
            await asyncio.sleep(30.0)
            assert at.codes == []
            at.twin.act("plug")
            await asyncio.sleep(30.0)
            assert at.healths == [Health.ONLINE, Health.NO_DEVICE, Health.ONLINE]
            assert at.codes == [CODE]

    virtualtime.run(story())


def test_a_camera_that_rests_tells_nothing():
    async def story():
        async with sight() as at:
            await at.driver.set_scanning(False)
            at.twin.act("hold_code")
            await asyncio.sleep(10.0)
            assert at.codes == []
            await at.driver.set_scanning(True)
            await asyncio.sleep(10.0)
            assert at.codes == [CODE]

    virtualtime.run(story())


def test_a_worker_that_started_anew_is_told_what_was_wished():
    async def story():
        async with sight() as at:
            await at.driver.set_scanning(False)
            at.twin.scanning = True
            await asyncio.sleep(10.0)
            assert at.twin.scanning is False

    virtualtime.run(story())


def test_what_was_wished_of_a_worker_that_hangs_is_done_when_it_is_back():
    async def story():
        async with sight() as at:
            at.twin.act("hang")
            with pytest.raises(DeviceSilentError):
                await at.driver.set_scanning(False)
            at.twin.act("go_on")
            await asyncio.sleep(20.0)
            assert at.twin.scanning is False
            assert at.healths[-1] is Health.ONLINE

    virtualtime.run(story())


def test_a_worker_that_refuses_what_was_wished_ends_nothing():
    class Stubborn(CameraTwin):
        def answer(self, request):
            if request.name == "scan":
                return Message("refused", request.number, {"reason": "no", "meaning": "not now"})
            return super().answer(request)

    async def story():
        async with sight(Stubborn()) as at:
            with pytest.raises(DeviceRefusedError, match="not now"):
                await at.driver.set_scanning(False)
            await asyncio.sleep(10.0)
            at.twin.act("hold_code")
            await asyncio.sleep(1.0)
            assert at.codes == [CODE]
            assert at.healths == [Health.ONLINE]

    virtualtime.run(story())


def test_a_smeared_lens_reads_nothing_and_a_clean_one_does():
    async def story():
        async with sight() as at:
            at.twin.act("smear_lens")
            at.twin.act("hold_code")
            await asyncio.sleep(10.0)
            assert at.codes == []
            at.twin.act("clean_lens")
            await asyncio.sleep(1.0)
            assert at.codes == [CODE]
            assert at.twin.look()["in_sight"] == "A001"

    virtualtime.run(story())


def test_the_self_test_says_what_the_worker_saw():
    async def story():
        async with sight() as at:
            at.twin.act("unplug")
            assert [found.ok for found in await at.driver.self_test()] == [True, False]

    virtualtime.run(story())


def test_no_text_reaches_log_or_repr(caplog):
    async def story():
        async with sight() as at:
            at.twin.act("hold_code", text="13800138000")
            await asyncio.sleep(5.0)
            return repr(at.events)

    with caplog.at_level(logging.DEBUG):
        shown = virtualtime.run(story()) + caplog.text
    assert "13800138000" not in shown


def test_codes_side_by_side_are_each_told_once():
    held = Held(away_s=2.0)
    other = CodeScanned("A001", "code128")
    assert held.new([CODE, other, CODE], 0.0) == [CODE, other]
    assert held.new([other], 1.9) == []
    assert held.new([CODE], 2.0) == [CODE]
    assert held.new([other], 3.8) == []
    assert held.new([], 100.0) == []
    assert held.new([other], 100.0) == [other]


@pytest.mark.parametrize(
    ("option", "value"),
    [("frame_rate_hz", 0), ("away_s", -1), ("width_px", 0), ("text_max", 257), ("heartbeat_s", 0)],
)
def test_an_option_out_of_bounds_is_named(option, value):
    with pytest.raises(ValueError, match=f"{option}: {value} is"):
        CameraOptions(**{option: value})
