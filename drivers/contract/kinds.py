"""What a device is for, and how it and its paper are doing: the words of the contract.

Health words follow XFS4IoT's `Common.Status`, paper words its `Printer.Status`.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What a device is for. The hall binds devices by kind and never by protocol."""

    READER = "reader"  # identity cards
    CHIP = "chip"  # chip cards: purchase cards
    PRINTER = "printer"
    SCANNER = "scanner"  # barcodes and QR codes, cameras included
    LED = "led"
    CALLER = "caller"
    VOICE = "voice"
    RELAY = "relay"  # doors, lights, call lamps
    UPS = "ups"
    FOOTFALL = "footfall"  # people counters


class Health(StrEnum):
    """How a device is (XFS4IoT `Common.Status.device`, and `assumed` for one-way wires)."""

    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"
    POWER_OFF = "powerOff"
    NO_DEVICE = "noDevice"
    HARDWARE_ERROR = "hardwareError"
    USER_ERROR = "userError"
    DEVICE_BUSY = "deviceBusy"
    FRAUD_ATTEMPT = "fraudAttempt"
    ASSUMED = "assumed"

    @property
    def usable(self) -> bool:
        """Whether the hall may count on the device now."""
        return self in (Health.ONLINE, Health.ASSUMED, Health.DEVICE_BUSY)


class Paper(StrEnum):
    """How much paper a printer has (XFS4IoT `Printer.Status.paper`)."""

    UNKNOWN = "unknown"
    FULL = "full"
    LOW = "low"
    OUT = "out"
    JAMMED = "jammed"
