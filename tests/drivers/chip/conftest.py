"""What the tests of chip cards share: published bytes, and a reader in virtual time."""

import asyncio
import contextlib
from pathlib import Path

import pytest

from drivers.chip.pcsc.case import PROFILE
from drivers.chip.pcsc.driver import PcscReader
from drivers.chip.pcsc.options import PcscOptions
from drivers.chip.pcsc.twin import PcscTwin
from drivers.conformance.bench import NOW
from drivers.contract import Context, HealthChanged
from drivers.transports.loopback import loopback
from drivers.twins import serve_twin

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def published():
    """Give published bytes by name."""
    lines = (HERE / "pcsc_frames.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(" | ") for line in lines if not line.startswith("#"))
    return {name: bytes.fromhex(digits) for name, _side, digits, _source in rows}


@pytest.fixture
def profile_file():
    """Give the profile that ships with the product."""
    return HERE.parents[2] / "config/profiles/purchase_card/south-grid-user-card.toml"


class Slot:
    """A reader at work."""

    def __init__(self, driver, twin, events, device_end):
        self.driver, self.twin, self.events, self.device_end = driver, twin, events, device_end

    @property
    def cards(self):
        return [event for event in self.events if not isinstance(event, HealthChanged)]

    @property
    def healths(self):
        return [event.health for event in self.events if isinstance(event, HealthChanged)]

    async def until(self, condition, within_s=60.0):
        async with asyncio.timeout(within_s):
            while not condition():
                await asyncio.sleep(0.05)


@pytest.fixture
def slot():
    """Give a reader with its twin, to be used in virtual time."""

    @contextlib.asynccontextmanager
    async def made(profile=PROFILE, twin=None):
        host_end, device_end = loopback()
        at_twin = twin or PcscTwin(profile)
        events = []
        driver = PcscReader(host_end, PcscOptions(), Context(events.append, lambda: NOW))
        tasks = [
            asyncio.create_task(serve_twin(at_twin, device_end, driver.declaration.line)),
            asyncio.create_task(driver.run()),
        ]
        try:
            at = Slot(driver, at_twin, events, device_end)
            await at.until(lambda: at.healths)
            yield at
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    return made
