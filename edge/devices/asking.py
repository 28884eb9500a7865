"""Asking a driver: whatever goes wrong inside it is the device's trouble, never the hall's."""

import logging
from collections.abc import Awaitable
from typing import TypeVar

from drivers.contract import DeviceError, OutcomeUnknownError

log = logging.getLogger(__name__)

T = TypeVar("T")


class DriverFailedError(OutcomeUnknownError):
    """A driver's own bug cut a verb short: what it was to do may have happened, or not."""

    code = "driver_failed"


async def ask(device: str, verb: Awaitable[T]) -> T:
    """Return what a verb of the driver of `device` returns. Raises `DeviceError` only."""
    try:
        return await verb
    except DeviceError:
        raise
    except Exception as error:  # a driver's own bug costs its device, never the hall
        log.exception("%s: its driver failed", device)
        raise DriverFailedError("its driver failed; see the log") from error
