"""Newland's two command languages, and the codes between the replies.

    7E 01 30 30 30 30 | @ or # | tag 3, subtag 3, data or * & ^ | 3B 03        to the scanner
    02 01 30 30 30 30 | @ or # | echo with its data, 06 05 or 15 | 3B 03       its reply
    7E 00 | type | len | address 2 | data | CRC-16                             to the scanner
    02 00 | status | len | data | CRC-16                                       its reply
    text | CR or LF or CR LF                                                   a code

@ is permanent, # until the power goes; 06 is done, 05 unknown, 15 out of range. The CRC is
XMODEM's, of everything between prefix and CRC, high byte first; AB CD in its place is not checked.
Source: Newland, NLS-HR52 manual page 35, NLS-HR42 guide page 16, EM3095 guide page 19.

What can go wrong on the wire, and what the decoder does about each:

- A code has lost its end: what stands before a 02, which no code holds, is noise.
- A hex reply with a wrong CRC: noise, up to a 02 within it or as long as it says it is.
- A text reply without end: noise up to the next 02; after a pause the driver calls `finish`, and
  what was begun is noise.
- 02 with anything else behind it: noise up to the next 02, or to the end of the line.
- A flipped byte in a code or in a text reply: nobody can tell.
- No end at all: noise in pieces of 8 KiB, up to and with the next end.
"""

import re

from drivers.scanner.cutting import UNFINISHED, Cutter
from drivers.scanner.lines import CODE_BYTES_MAX, ENDLESS, WITHOUT_END, Line
from drivers.scanner.newland.commands import CommandDecoder
from drivers.scanner.newland.describing import describe
from drivers.scanner.newland.frames import (
    HEX_REPLY_PREFIX,
    TEXT_REPLY_PREFIX,
    TEXT_SUFFIX,
    Frame,
    HexReply,
    TextReply,
    crc_of,
)
from drivers.wire import Decoder, Side, WireProtocol

REPLY_BYTES_MAX = 1024

NO_REPLY = "no reply begins here"
BAD_CRC = "wrong CRC"

_STX = b"\x02"
_ENDS = re.compile(rb"[\r\n\x02]")
_HEX_HEAD = 4  # prefix, status, length
_CRC_SIZE = 2


class ReplyDecoder(Cutter[Frame]):
    """Cuts what a scanner says into replies and codes."""

    def __init__(self) -> None:
        super().__init__()
        self._endless = False

    def _head(self, *, ended: bool) -> tuple[int, Frame | str] | None:
        if not self._buffer.startswith(_STX):
            return self._line(ended=ended)
        if self._buffer.startswith(HEX_REPLY_PREFIX):
            return self._hex(ended=ended)
        if self._buffer.startswith(TEXT_REPLY_PREFIX):
            return self._text(ended=ended)
        if TEXT_REPLY_PREFIX.startswith(self._buffer):
            return (len(self._buffer), UNFINISHED) if ended else None
        return self._junk(NO_REPLY, ended=ended)

    def _line(self, *, ended: bool) -> tuple[int, Frame | str] | None:
        found = _ENDS.search(self._buffer, 0, CODE_BYTES_MAX + 1)
        if found is None and len(self._buffer) > CODE_BYTES_MAX:
            self._endless = True
            return CODE_BYTES_MAX, ENDLESS
        if found is None and not ended:
            return None
        endless, self._endless = self._endless, False
        if found is None or found.group() == _STX:
            size = len(self._buffer) if found is None else found.start()
            return size, ENDLESS if endless else WITHOUT_END
        line = Line(bytes(self._buffer[: found.start()]), found.group())
        return found.end(), ENDLESS if endless else line

    def _hex(self, *, ended: bool) -> tuple[int, Frame | str] | None:
        there = len(self._buffer)
        size = _HEX_HEAD + self._buffer[3] + _CRC_SIZE if there >= _HEX_HEAD else _HEX_HEAD
        if there < size:
            return (self._up_to_next(there), UNFINISHED) if ended else None
        inner, crc = self._buffer[2 : size - _CRC_SIZE], self._buffer[size - _CRC_SIZE : size]
        if crc_of(inner) != crc:
            return self._up_to_next(size), BAD_CRC
        return size, HexReply(inner[0], bytes(inner[2:]))

    def _text(self, *, ended: bool) -> tuple[int, Frame | str] | None:
        start = len(TEXT_REPLY_PREFIX)
        end = self._buffer.find(TEXT_SUFFIX, start + 1, REPLY_BYTES_MAX)
        again = self._buffer.find(_STX, start, REPLY_BYTES_MAX)
        if end > 0 and not 0 < again < end:
            storage = self._buffer[start : start + 1].decode("latin-1")
            body = bytes(self._buffer[start + 1 : end])
            return end + len(TEXT_SUFFIX), TextReply(body, storage)
        if again > 0:
            return again, UNFINISHED
        if len(self._buffer) >= REPLY_BYTES_MAX or ended:
            return min(len(self._buffer), REPLY_BYTES_MAX), UNFINISHED
        return None

    def _up_to_next(self, size: int) -> int:
        again = self._buffer.find(_STX, 1, size)
        return again if again > 0 else size

    def _junk(self, reason: str, *, ended: bool) -> tuple[int, str] | None:
        found = _ENDS.search(self._buffer, 1, REPLY_BYTES_MAX)
        if found is not None:
            return found.start() if found.group() == _STX else found.end(), reason
        if len(self._buffer) >= REPLY_BYTES_MAX or ended:
            return min(len(self._buffer), REPLY_BYTES_MAX), reason
        return None


def _decoder(side: Side) -> Decoder[Frame]:
    return CommandDecoder() if side is Side.HOST else ReplyDecoder()


WIRE_PROTOCOL = WireProtocol("newland", _decoder, describe, personal=frozenset({"text"}))
