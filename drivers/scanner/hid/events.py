"""The kernel's input events as values, and their bytes.

Source: Linux, include/uapi/linux/input.h (struct input_event) and input-event-codes.h.
"""

import struct
from dataclasses import dataclass, field
from enum import IntEnum

EVENT_BYTES_64 = 24  # two 64-bit words of time, and 8 bytes
EVENT_BYTES_32 = 16  # two 32-bit words of time, and 8 bytes

STRUCTS = {EVENT_BYTES_64: struct.Struct("<qqHHi"), EVENT_BYTES_32: struct.Struct("<iiHHi")}

SYN_DROPPED = 3  # a code of EV_SYN: events were lost, because nobody read them in time
_MICROSECONDS = 1_000_000


class EventType(IntEnum):
    """What an event is about. A keyboard has these."""

    SYN = 0x00  # what came since the last one belongs together
    KEY = 0x01
    MSC = 0x04  # the number of the key as the keyboard has it
    LED = 0x11
    REP = 0x14


class Press(IntEnum):
    """The value of a key event."""

    UP = 0
    DOWN = 1
    REPEATED = 2


@dataclass(frozen=True, slots=True)
class InputEvent:
    """One event, at `at_us` microseconds. Keys are what somebody scanned: they stay out of repr."""

    at_us: int
    type: int
    code: int = field(repr=False)
    value: int = field(repr=False)

    @property
    def at_s(self) -> float:
        """When it happened, in seconds of the clock that the kernel stamps events with."""
        return self.at_us / _MICROSECONDS


def encode(event: InputEvent, event_bytes: int = EVENT_BYTES_64) -> bytes:
    """Return the bytes of an event, as a node gives them."""
    seconds, microseconds = divmod(event.at_us, _MICROSECONDS)
    return STRUCTS[event_bytes].pack(seconds, microseconds, event.type, event.code, event.value)


def decode(data: bytes) -> InputEvent:
    """Return the event whose bytes are `data`, 24 or 16 of them."""
    seconds, microseconds, kind, code, value = STRUCTS[len(data)].unpack(data)
    return InputEvent(seconds * _MICROSECONDS + microseconds, kind, code, value)
