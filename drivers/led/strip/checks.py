"""Checksums that strip screens are known to use, by the name a profile gives them."""

from binascii import crc_hqx
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import reduce
from operator import xor

from drivers.crc16 import crc16


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


_CHECKS: Mapping[CheckKind, Callable[[bytes], int]] = {
    CheckKind.SUM8: lambda data: sum(data) & 0xFF,
    CheckKind.LRC8: lambda data: -sum(data) & 0xFF,
    CheckKind.XOR: lambda data: reduce(xor, data, 0),
    CheckKind.SUM16: lambda data: sum(data) & 0xFFFF,
    CheckKind.CRC16_ARC: crc16,
    CheckKind.CRC16_MODBUS: lambda data: crc16(data, 0xFFFF),
    CheckKind.CRC16_XMODEM: lambda data: crc_hqx(data, 0),
    CheckKind.CRC16_CCITT: lambda data: crc_hqx(data, 0xFFFF),
}
