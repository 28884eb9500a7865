"""CRC-16 with the reflected polynomial A001: ARC beginning with 0, Modbus beginning with FFFF."""


def _table() -> tuple[int, ...]:
    table = []
    for value in range(256):
        for _bit in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)  # noqa: PLW2901
        table.append(value)
    return tuple(table)


_TABLE = _table()


def crc16(data: bytes, begin_with: int = 0) -> int:
    """Return the CRC-16 of `data`."""
    crc = begin_with
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc
