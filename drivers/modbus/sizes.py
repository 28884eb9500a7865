"""Where an RTU frame may begin and how long it is, by function and byte count, after pymodbus."""

import re
from collections.abc import Mapping

from pymodbus.framer import FramerRTU
from pymodbus.pdu import DecodePDU

from drivers.wire import Side

EXCEPTION = 0x80
CRC_SIZE = 2
_BYTE_COUNTS = range(1, 251)
KNOWN = frozenset({1, 2, 3, 4, 5, 6, 7, 11, 15, 16, 17, 22, 23})
PDUS: Mapping[Side, DecodePDU] = {
    Side.HOST: DecodePDU(is_server=True),
    Side.DEVICE: DecodePDU(is_server=False),
}


class BrokenFrameError(ValueError):
    """No frame begins here; the message says why."""


def _form(side: Side, function: int) -> tuple[int, int]:
    """Return the RTU size of messages of a function, or 0 and where their byte count stands."""
    message = PDUS[side].lookupPduClass(bytes((0, function, 0, 0)))
    assert message is not None  # noqa: S101 - pymodbus knows all of `KNOWN`
    return message.rtu_frame_size, message.rtu_byte_count_pos


_REFUSALS = range(EXCEPTION, 0x100)
_FORMS: Mapping[Side, Mapping[int, tuple[int, int]]] = {
    Side.HOST: {function: _form(Side.HOST, function) for function in KNOWN},
    Side.DEVICE: {function: _form(Side.DEVICE, function) for function in (*KNOWN, *_REFUSALS)},
}


def _beginnings(side: Side) -> re.Pattern[bytes]:
    """Return a pattern that is found where a frame may begin, as far as its first bytes tell."""
    by_place: dict[int, list[int]] = {}
    for function, (_size, place) in _FORMS[side].items():
        by_place.setdefault(place, []).append(function)
    choices = [rb"\Z"]
    for place, functions in by_place.items():
        # Place 0 is none, the others are counted from the unit; two bytes have been looked at.
        named = b"".join(rb"\x%02x" % function for function in functions)
        more = b""
        if place:
            more = rb"(?:.{0,%d}\Z|.{%d}[\x01-\xfa])" % (place - 2, place - 2)
        choices.append(rb"[%s]%s" % (named, more))
    return re.compile(rb"(?s)(?=.(?:%s))" % b"|".join(choices))


BEGINNINGS = {side: _beginnings(side) for side in Side}


def size_by_function(head: bytes, side: Side) -> int:
    """Return the RTU size of what begins with `head`, 0 while it cannot be told."""
    if len(head) < 2:
        return 0
    function = head[1]
    if function & EXCEPTION and side is Side.HOST:
        raise BrokenFrameError("a host makes no exceptions")
    if function not in _FORMS[side]:
        raise BrokenFrameError(f"nobody knows how long function {function:02X} is")
    size, place = _FORMS[side][function]
    if size or len(head) <= place:
        return size
    if head[place] not in _BYTE_COUNTS:
        raise BrokenFrameError(f"byte count {head[place]} is outside 1 to {_BYTE_COUNTS[-1]}")
    return head[place] + place + 1 + CRC_SIZE


def crc(data: bytes | bytearray) -> int:
    """Return CRC-16/MODBUS, by pymodbus's table."""
    value, table = 0xFFFF, FramerRTU.crc16_table
    for byte in data:
        value = (value >> 8) ^ table[(value ^ byte) & 0xFF]
    return value
