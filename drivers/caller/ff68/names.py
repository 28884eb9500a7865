"""What the bytes of an FF 68 message mean, by name.

Seen in public code of one queueing system; no maker's document is known. FUNC of a key frame is not
fixed there: anything but 11 is a key.
"""

from collections.abc import Mapping
from typing import Any

from drivers.wire import Side

KEY = 0x01
DISPLAY = 0x02
BEEP = 0x03
RATING = 0x11

BLANK = 0x0A
EVALUATE = 0x0B
CONFIRM = 0x0F

KEYS: Mapping[int, str] = {
    EVALUATE: "evaluate",
    0x0C: "next",
    0x0D: "recall",
    0x0E: "cancel",
    CONFIRM: "confirm",
    0x11: "one-metre line",
    0x12: "pause",
    0x13: "transfer",
}
# A digit and the confirm key, told in one frame.
SEQUENCES: Mapping[int, str] = {0x00: "hang", 0x03: "call back", 0x06: "give up"}

_BLANKS = bytes([BLANK] * 3)


def key_name(data: bytes) -> str | None:
    """Return the name of what was pressed, or None where the code is unknown."""
    if len(data) > 1 and data[-1] == CONFIRM:
        return SEQUENCES.get(data[-2])
    return KEYS.get(data[-1]) if data else None


def digits(data: bytes) -> str:
    """Return display digits as people read them, blanks as spaces."""
    return "".join(str(digit) if digit < BLANK else " " for digit in data)


def describe(func: int, data: bytes, side: Side) -> dict[str, Any]:
    """Return name and fields of a message, whatever stands in it."""
    named = _from_device(func, data) if side is Side.DEVICE else _from_host(func, data)
    return named or {"name": f"unknown {func:02X} {data.hex(' ').upper()}".rstrip()}


def _from_device(func: int, data: bytes) -> dict[str, Any] | None:
    if func == RATING:
        return {"name": "rating", "key": data[0]} if data else None
    key = key_name(data)
    return {"name": f"key {key}"} if key else None


def _from_host(func: int, data: bytes) -> dict[str, Any] | None:
    if func == BEEP and not data:
        return {"name": "beep"}
    if func == DISPLAY and len(data) == 6:
        return _display(data)
    if func == DISPLAY and len(data) == 1 and data[0] < BLANK:
        return {"name": "stars", "stars": data[0]}
    if func == KEY and data == bytes([EVALUATE]):
        # The acknowledgement of the evaluate key is the same frame: it starts the evaluation.
        return {"name": "start evaluation"}
    if func == KEY and len(data) == 1 and data[0] < BLANK:
        return {"name": "ack rating", "key": data[0]}
    key = key_name(data)
    return {"name": f"ack key {key}"} if key else None


def _display(data: bytes) -> dict[str, Any]:
    waiting, ticket = digits(data[:3]), digits(data[3:])
    if data[:3] == _BLANKS:
        return {"name": "show ticket", "ticket": ticket}
    if data[3:] == _BLANKS:
        return {"name": "show waiting", "waiting": waiting}
    return {"name": "show digits", "waiting": waiting, "ticket": ticket}
