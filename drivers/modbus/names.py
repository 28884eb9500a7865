"""Words for Modbus messages and exceptions, for people who read recordings and error texts."""

from collections.abc import Callable, Mapping
from typing import Any

from pymodbus.pdu import DecodePDU, ModbusPDU

from drivers.wire import Side

FUNCTIONS: Mapping[int, str] = {
    1: "read coils",
    2: "read inputs",
    3: "read registers",
    4: "read input registers",
    5: "write coil",
    6: "write register",
    7: "read exception status",
    11: "read event counter",
    15: "write coils",
    16: "write registers",
    17: "report device",
    22: "mask register",
    23: "read and write registers",
}

# Application protocol 1.1b3, 7.
EXCEPTIONS: Mapping[int, str] = {
    1: "it does not know this function",
    2: "it has nothing at this address",
    3: "it does not take this value",
    4: "it has failed",
    5: "it is at it and will take long",
    6: "it is busy",
    8: "its memory is damaged",
    10: "the gateway has no way to it",
    11: "it does not answer the gateway",
}

_BITS = (1, 2)
_REGISTERS = (3, 4, 23)
# How many bytes so many coils or registers take.
_WRITE_SEVERAL: Mapping[int, Callable[[int], int]] = {
    15: lambda count: (count + 7) // 8,
    16: lambda count: 2 * count,
}
_COIL_VALUES = {0xFF00: "on", 0x0000: "off", 0x5500: "toggle"}


def exception_meaning(code: int) -> str:
    """Return an exception in words."""
    return EXCEPTIONS.get(code, "it refuses, with a code nobody knows")


def describe(pdu: bytes, pdus: DecodePDU, side: Side) -> dict[str, Any]:
    """Return the fields of a message by name, `pdus` being pymodbus's classes for that side."""
    function = pdu[0] & 0x7F
    name = FUNCTIONS.get(function, f"unknown function {function:02X}")
    if pdu[0] & 0x80:
        return {
            "name": "exception",
            "to": name,
            "code": pdu[1],
            "meaning": exception_meaning(pdu[1]),
        }
    if side is Side.DEVICE:
        name = f"{name}: answer"
    if function not in FUNCTIONS:
        return {"name": name}
    if function == 5:
        return {"name": name, **_coil(pdu)}
    if side is Side.DEVICE and function in (*_BITS, *_REGISTERS):
        return {"name": name, **_read(function, pdus.decode(pdu))}
    return {"name": name, **_asked(function, pdu, pdus)}


def _coil(pdu: bytes) -> dict[str, Any]:
    # By hand: pymodbus knows on and off alone, and boards have values of their own.
    value = int.from_bytes(pdu[3:5], "big")
    meaning = _COIL_VALUES.get(value, "unknown")
    return {"address": int.from_bytes(pdu[1:3], "big"), "value": f"{value:04X}", "means": meaning}


def _read(function: int, message: ModbusPDU | None) -> dict[str, Any]:
    if message is None:
        return {}
    if function in _BITS:
        return {"bits": [int(bit) for bit in message.bits]}
    return {"registers": list(message.registers)}


def _asked(function: int, pdu: bytes, pdus: DecodePDU) -> dict[str, Any]:
    """Return what is asked for or written, and of an answer what was written."""
    address, word = int.from_bytes(pdu[1:3], "big"), int.from_bytes(pdu[3:5], "big")
    if function == 6:
        return {"address": address, "registers": [word]}
    if function not in (1, 2, 3, 4, *_WRITE_SEVERAL):
        return {}
    fields: dict[str, Any] = {"address": address, "count": word}
    # Of counts that cannot be, pymodbus complains on the error stream.
    if function in _WRITE_SEVERAL and len(pdu) > 5 and pdu[5] == _WRITE_SEVERAL[function](word):
        fields |= _read(1 if function == 15 else 3, pdus.decode(pdu))
    return fields
