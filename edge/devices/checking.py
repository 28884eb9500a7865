"""A device's self-test, asked for by a person who stands in front of it."""

import asyncio

from drivers.contract import DeviceError, Finding
from edge.devices.asking import ask
from edge.devices.slot import DeviceSlot

_WITHIN_S = 60.0


async def self_test(slot: DeviceSlot) -> list[Finding]:
    """Return what the device's own test saw; where there is no device, why."""
    driver = slot.driver
    if driver is None:
        return [Finding(False, f"nobody is there at {slot.config.port}: {slot.own.detail}")]
    try:
        async with asyncio.timeout(_WITHIN_S):
            return await ask(slot.config.id, driver.self_test())
    except TimeoutError:
        return [Finding(False, f"its test came to no end within {_WITHIN_S:g} s")]
    except DeviceError as error:
        return [Finding(False, str(error) or error.code)]
