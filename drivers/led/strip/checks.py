"""Checksums that strip screens are known to use, by the name a profile gives them."""

from binascii import crc_hqx
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache, reduce
from operator import xor


class CheckKind(StrEnum):
    """How a checksum is made."""

    SUM8 = "sum8"
    LRC8 = "lrc8"  # what brings the sum to 0
    XOR = "xor"
    SUM16 = "sum16"
    CRC16_ARC = "crc16-arc"
    CRC16_MODBUS = "crc16-modbus"
    CRC16_XMODEM = "crc16-xmodem"
    CRC16_CCITT = "crc16-ccitt"  # as XMODEM, beginning with FFFF

    @property
    def size(self) -> int:
        """Bytes it has."""
        return 1 if self in (CheckKind.SUM8, CheckKind.LRC8, CheckKind.XOR) else 2

    def of(self, data: bytes) -> int:
        """Return the checksum of `data`."""
        return _CHECKS[self](data)


@cache
def _reflected_table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        for _bit in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)  # noqa: PLW2901
        table.append(value)
    return tuple(table)


def _reflected(data: bytes, crc: int) -> int:
    table = _reflected_table()
    for byte in data:
        crc = crc >> 8 ^ table[(crc ^ byte) & 0xFF]
    return crc


_CHECKS: Mapping[CheckKind, Callable[[bytes], int]] = {
    CheckKind.SUM8: lambda data: sum(data) & 0xFF,
    CheckKind.LRC8: lambda data: -sum(data) & 0xFF,
    CheckKind.XOR: lambda data: reduce(xor, data, 0),
    CheckKind.SUM16: lambda data: sum(data) & 0xFFFF,
    CheckKind.CRC16_ARC: lambda data: _reflected(data, 0),
    CheckKind.CRC16_MODBUS: lambda data: _reflected(data, 0xFFFF),
    CheckKind.CRC16_XMODEM: lambda data: crc_hqx(data, 0),
    CheckKind.CRC16_CCITT: lambda data: crc_hqx(data, 0xFFFF),
}
