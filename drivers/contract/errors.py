"""What a driver may raise: the world's faults, never our own."""

from typing import ClassVar

from drivers.contract.kinds import Health


class DeviceError(Exception):
    """Something the device or its wire did. `code` is stable, for screens and the back office."""

    code = "device_error"
    health: ClassVar[Health] = Health.HARDWARE_ERROR


class WireLostError(DeviceError):
    """The other end is gone: unplugged, connection reset, port missing."""

    code = "wire_lost"
    health = Health.NO_DEVICE


class DeviceSilentError(DeviceError):
    """The wire is there and nobody answered in time."""

    code = "device_silent"
    health = Health.OFFLINE


class DeviceRefusedError(DeviceError):
    """The device answered, and the answer was no. `reason` is its own code, `meaning` in words."""

    code = "device_refused"

    def __init__(self, reason: int | str, meaning: str) -> None:
        super().__init__(f"{meaning} ({reason})")
        self.reason = reason
        self.meaning = meaning


class NotPossibleError(DeviceError):
    """The device at hand cannot do this, now or ever: the message says what and why."""

    code = "not_possible"


class PaperOutError(DeviceError):
    """The printer has no paper, or ran out on the way. What it held has been discarded."""

    code = "paper_out"
    health = Health.USER_ERROR


class PaperJammedError(DeviceError):
    """Cutter or paper path stands still until a person looks."""

    code = "paper_jammed"


class CoverOpenError(DeviceError):
    """The printer's cover is open."""

    code = "cover_open"
    health = Health.USER_ERROR


class OutcomeUnknownError(DeviceError):
    """The order was handed over and its end was never heard: it may have happened, or not."""

    code = "outcome_unknown"
    health = Health.OFFLINE
