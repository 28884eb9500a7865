"""What is said to and by a Newland scanner: text and hex commands, their replies, and codes.

Source: Newland, NLS-HR52 User Manual, page 35, and NLS-HR42 User Guide, page 16 (text commands);
EM3095 User Guide, page 19, and Hamlet HBCS2D100W manual, pages 14 and 39 (hex commands).
"""

import binascii
import re
from dataclasses import dataclass
from enum import IntEnum

from drivers.scanner.lines import Line, encode_line

TEXT_PREFIX = b"\x7e\x010000"
TEXT_REPLY_PREFIX = b"\x02\x010000"
TEXT_SUFFIX = b";\x03"
HEX_PREFIX = b"\x7e\x00"
HEX_REPLY_PREFIX = b"\x02\x00"

# In place of a CRC: not to be checked. Seen for the GM65 family only.
UNCHECKED = b"\xab\xcd"

TEMPORARY = "#"  # until the power goes, and no write to the flash
PERMANENT = "@"

READ_ZONE = 0x07
WRITE_ZONE = 0x08
TRIGGER_ZONE = 0x0002
BAUDRATE_ZONE = 0x002A

_VERDICTS = re.compile(rb"[\x05\x06\x15]")


class Verdict(IntEnum):
    """What a scanner thinks of a text command."""

    OK = 0x06
    UNKNOWN_TAG = 0x05
    BAD_DATA = 0x15


class Status(IntEnum):
    """What a scanner thinks of a hex command."""

    OK = 0x00
    BAD_CRC = 0x01
    INVALID = 0x03


VERDICT_MEANINGS = {
    Verdict.OK: "done",
    Verdict.UNKNOWN_TAG: "it knows no such command",
    Verdict.BAD_DATA: "the data is out of range",
}
STATUS_MEANINGS: dict[int, str] = {
    Status.OK: "done",
    Status.BAD_CRC: "the command arrived broken",
    Status.INVALID: "it knows no such command",
}


@dataclass(frozen=True, slots=True)
class TextCommand:
    """A command such as `SCNTRG1`, or a query such as `C11ENA*`, and how long it is to hold."""

    text: str
    storage: str = TEMPORARY


@dataclass(frozen=True, slots=True)
class TextReply:
    """The echo of a text command; a verdict stands before each of its separators."""

    body: bytes
    storage: str = TEMPORARY

    @property
    def verdict(self) -> Verdict | None:
        """The worst of its verdicts, None where there is none."""
        verdicts = [Verdict(found.group()[0]) for found in _VERDICTS.finditer(self.body)]
        bad = [verdict for verdict in verdicts if verdict is not Verdict.OK]
        return next(iter(bad or verdicts), None)

    @property
    def text(self) -> str:
        """The echo without its verdicts."""
        return _VERDICTS.sub(b"", self.body).decode("latin-1")


@dataclass(frozen=True, slots=True)
class HexCommand:
    """A command about a zone of the scanner's memory. `checked`: with a CRC that counts."""

    type: int
    address: int
    data: bytes
    checked: bool = True


@dataclass(frozen=True, slots=True)
class HexReply:
    """The answer to a hex command."""

    status: int
    data: bytes


Frame = TextCommand | TextReply | HexCommand | HexReply | Line


def crc_of(data: bytes | bytearray) -> bytes:
    """Return the CRC-16/XMODEM of `data`, high byte first."""
    return binascii.crc_hqx(data, 0).to_bytes(2)


def encode(frame: Frame) -> bytes:
    """Return a frame as it goes over the wire."""
    match frame:
        case TextCommand(text, storage):
            return TEXT_PREFIX + (storage + text).encode("latin-1") + TEXT_SUFFIX
        case TextReply(body, storage):
            return TEXT_REPLY_PREFIX + storage.encode("latin-1") + body + TEXT_SUFFIX
        case HexCommand(kind, address, data, checked):
            inner = bytes((kind, len(data))) + address.to_bytes(2) + data
            return HEX_PREFIX + inner + (crc_of(inner) if checked else UNCHECKED)
        case HexReply(status, data):
            inner = bytes((status, len(data))) + data
            return HEX_REPLY_PREFIX + inner + crc_of(inner)
        case Line():
            return encode_line(frame)
