"""CRC-16 by the check values of the catalogue of CRC algorithms, over "123456789"."""

from drivers.crc16 import crc16


def test_it_is_arc_beginning_with_0_and_modbus_beginning_with_ffff():
    assert crc16(b"123456789") == 0xBB3D
    assert crc16(b"123456789", 0xFFFF) == 0x4B37
