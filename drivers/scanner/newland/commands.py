"""What a host says to a Newland scanner: bytes to text and hex commands.

The frames are drawn in `drivers.scanner.newland.codec`. What begins with no 7E is noise up to the
next one; so is a hex command with a wrong CRC, and a text command that another one cuts short.
"""

from drivers.scanner.cutting import UNFINISHED, Cutter
from drivers.scanner.newland.frames import (
    HEX_PREFIX,
    TEXT_PREFIX,
    TEXT_SUFFIX,
    UNCHECKED,
    Frame,
    HexCommand,
    TextCommand,
    crc_of,
)

COMMAND_BYTES_MAX = 1024

NO_COMMAND = "no command begins here"
BAD_CRC = "wrong CRC"

_MARK = b"\x7e"
_HEX_HEAD = 6  # prefix, type, length, address
_CRC_SIZE = 2


class CommandDecoder(Cutter[Frame]):
    """Cuts what a host says into commands."""

    def _head(self, *, ended: bool) -> tuple[int, Frame | str] | None:
        if self._buffer.startswith(HEX_PREFIX):
            return self._hex(ended=ended)
        if self._buffer.startswith(TEXT_PREFIX):
            return self._text(ended=ended)
        if TEXT_PREFIX.startswith(self._buffer):
            return (len(self._buffer), UNFINISHED) if ended else None
        return self._noise(NO_COMMAND, ended=ended)

    def _hex(self, *, ended: bool) -> tuple[int, Frame | str] | None:
        there = len(self._buffer)
        size = _HEX_HEAD + self._buffer[3] + _CRC_SIZE if there >= _HEX_HEAD else _HEX_HEAD
        if there < size:
            return self._noise(UNFINISHED, ended=True) if ended else None
        inner, crc = self._buffer[2 : size - _CRC_SIZE], self._buffer[size - _CRC_SIZE : size]
        checked = crc_of(inner) == crc
        if not checked and crc != UNCHECKED:
            again = self._buffer.find(_MARK, 1, size)
            return again if again > 0 else size, BAD_CRC
        address = int.from_bytes(inner[2:4])
        return size, HexCommand(inner[0], address, bytes(inner[4:]), checked)

    def _text(self, *, ended: bool) -> tuple[int, Frame | str] | None:
        start = len(TEXT_PREFIX)
        end = self._buffer.find(TEXT_SUFFIX, start + 1, COMMAND_BYTES_MAX)
        again = self._buffer.find(_MARK, start, COMMAND_BYTES_MAX)
        if end > 0 and not 0 < again < end:
            text = self._buffer[start:end].decode("latin-1")
            return end + len(TEXT_SUFFIX), TextCommand(text[1:], text[0])
        if again > 0 or len(self._buffer) >= COMMAND_BYTES_MAX:
            return self._noise(UNFINISHED, ended=ended)
        return (len(self._buffer), UNFINISHED) if ended else None

    def _noise(self, reason: str, *, ended: bool) -> tuple[int, str] | None:
        at = self._buffer.find(_MARK, 1, COMMAND_BYTES_MAX)
        if at > 0:
            return at, reason
        if len(self._buffer) >= COMMAND_BYTES_MAX:
            return COMMAND_BYTES_MAX, reason
        return (len(self._buffer), reason) if ended else None
