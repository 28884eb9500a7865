"""Frames of Onbon BX-5K/6K font cards (user protocol v1.4, 3 and 4).

```
A5 x8 | escaped: header 14 | data n | check 2 | 5A

header: DstAddr2 SrcAddr2 Reserved3 BarcodeOption1 [barcode 16] CheckMode1 DisplayMode1
        DeviceType1 Version1 DataLen2                                       all little-endian
escape: A5 -> A6 02   A6 -> A6 01   5A -> 5B 02   5B -> 5B 01
```

Length and check are those of the bytes before escaping. The check is CRC-16/ARC over header and
data, or by CheckMode a 16-bit sum or nothing. In an answer the two addresses are swapped. Address
FFFF is everybody, silently; FFFE is everybody, with an answer that carries FFFE.

What goes wrong on the wire, and what becomes of it:

- A5s lost or too many (answers in the manual carry nine): one is enough, any number is taken.
- bytes before the first A5, as when the line is switched on: noise, up to the next A5.
- a frame cut short: its A5 can only begin the next frame, so it ends there as noise.
- A6 or 5B followed by neither 01 nor 02, a wrong length, a wrong check, an unknown check mode:
  noise up to and with the 5A.
- a bit flips in CheckMode: the frame may pass as one that nobody checks, and says so in `check`.
- a 5A that is lost: the frame ends as noise at the next A5, or at the longest a frame can be.
"""

import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from drivers.crc16 import crc16
from drivers.led.onbon import commands
from drivers.led.onbon.fields import OutOfRangeError
from drivers.wire import Noise, Side, WireProtocol

HOST_PREAMBLE = 8
CARD_PREAMBLE = 9  # as in the answers that the manual prints

_PREAMBLE = b"\xa5"
_END = b"\x5a"
# A frame to its end, or to the preamble that cuts it short; or noise to the next preamble.
_STRETCH = re.compile(rb"\xa5++[^\xa5\x5a]*+(?:\x5a|(?=\xa5))|[^\xa5]++(?=\xa5)")

_RESERVED_SIZE = 3
_BARCODE_SIZE = 16
_HEADER_SIZE = 14
_CHECK_SIZE = 2
_DATA_MAX = 0xFFFF
# Everything escaped, and as many A5s again: nothing longer is a frame.
_PENDING_MAX = 3 * (_HEADER_SIZE + _BARCODE_SIZE + _DATA_MAX + _CHECK_SIZE)
_NOISE_MAX = 4096  # what is longer is told in pieces

_ESCAPED = {0xA5: b"\xa6\x02", 0xA6: b"\xa6\x01", 0x5A: b"\x5b\x02", 0x5B: b"\x5b\x01"}
_PLAIN = {pair: bytes((byte,)) for byte, pair in _ESCAPED.items()}
_TO_ESCAPE = re.compile(rb"[\xa5\xa6\x5a\x5b]")
_TO_PLAIN = re.compile(rb"[\xa6\x5b].?", re.DOTALL)


class _BrokenFrameError(ValueError):
    """Bytes between preamble and end that are no frame; the message says why."""


class Check(IntEnum):
    """How a frame is checked (`CheckMode`)."""

    CRC16 = 0
    SUM16 = 1
    NONE = 2


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says besides addresses and length. Device type FE is any."""

    reserved: bytes = bytes(3)
    barcode: bytes | None = None
    check: Check = Check.CRC16
    display_mode: int = 0
    device_type: int = 0xFE
    version: int = 2


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: to and from which address, who said it, and group, command, body as `data`."""

    to: int
    sender: int
    data: bytes
    side: Side = Side.HOST
    header: Header = field(default_factory=Header)


_CHECKS: Mapping[Check, Callable[[bytes], int]] = {
    Check.CRC16: crc16,
    Check.SUM16: lambda data: sum(data) & 0xFFFF,
    Check.NONE: lambda _data: 0,
}


def encode(frame: Frame, preamble: int = HOST_PREAMBLE) -> bytes:
    """Return a frame as it goes over the wire. Raises `OutOfRangeError`."""
    plain = _encode_header(frame) + frame.data
    plain += _CHECKS[frame.header.check](plain).to_bytes(_CHECK_SIZE, "little")
    escaped = _TO_ESCAPE.sub(lambda found: _ESCAPED[found[0][0]], plain)
    return _PREAMBLE * preamble + escaped + _END


def _encode_header(frame: Frame) -> bytes:
    header = frame.header
    barcode = header.barcode or b""
    if len(barcode) not in (0, _BARCODE_SIZE) or len(header.reserved) != _RESERVED_SIZE:
        raise OutOfRangeError("header: a barcode has 16 bytes, the reserved field 3")
    try:
        return (
            struct.pack("<HH3sB", frame.to, frame.sender, header.reserved, bool(barcode))
            + barcode
            + struct.pack("<BBB", header.check, header.display_mode, header.device_type)
            + struct.pack("<BH", header.version, len(frame.data))
        )
    except struct.error as error:
        raise OutOfRangeError(f"header: {error}") from error


def _unescape(body: bytes) -> bytes:
    def plain(found: re.Match[bytes]) -> bytes:
        if found[0] not in _PLAIN:
            raise _BrokenFrameError(f"{found[0].hex(' ').upper()} is no escape")
        return _PLAIN[found[0]]

    return _TO_PLAIN.sub(plain, body)


def _decode(body: bytes, side: Side) -> Frame:
    plain = _unescape(body)
    if len(plain) < _HEADER_SIZE + _CHECK_SIZE:
        raise _BrokenFrameError(f"{len(plain)} bytes are too few for a header")
    to, sender, reserved, barcode_option = struct.unpack_from("<HH3sB", plain)
    at = 8 + (_BARCODE_SIZE if barcode_option & 1 else 0)
    if len(plain) < at + 6 + _CHECK_SIZE:
        raise _BrokenFrameError(f"{len(plain)} bytes are too few for a header with barcode")
    barcode = plain[8:at] or None
    mode, display_mode, device_type, version, length = struct.unpack_from("<BBBBH", plain, at)
    data = plain[at + 6 : -_CHECK_SIZE]
    if length != len(data):
        raise _BrokenFrameError(f"length says {length} bytes of data, there are {len(data)}")
    header = Header(reserved, barcode, _checked(plain, mode), display_mode, device_type, version)
    return Frame(to, sender, data, side, header)


def _checked(plain: bytes, mode: int) -> Check:
    if mode not in set(Check):
        raise _BrokenFrameError(f"check mode {mode} is unknown")
    check = Check(mode)
    wanted = _CHECKS[check](plain[:-_CHECK_SIZE])
    found = int.from_bytes(plain[-_CHECK_SIZE:], "little")
    if check is not Check.NONE and wanted != found:
        raise _BrokenFrameError(f"checksum is {found:04X}, should be {wanted:04X}")
    return check


def destination(noise: Noise) -> int | None:
    """Return whom a frame with a wrong check was meant for, or None where that is past reading."""
    body = noise.data.lstrip(_PREAMBLE)
    if body == noise.data or not body.endswith(_END):
        return None
    try:
        plain = _unescape(body[:-1])
    except _BrokenFrameError:
        return None
    return int.from_bytes(plain[:2], "little") if len(plain) >= _HEADER_SIZE else None


class OnbonDecoder:
    """Cuts what one side says into frames and noise."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._pending = b""

    def feed(self, data: bytes) -> list[Frame | Noise]:
        """Return what `data` completes."""
        pending, at = self._pending + data, 0
        found: list[Frame | Noise] = []
        while size := _stretch_size(pending, at):
            found.append(self._read(pending[at : at + size]))
            at += size
        self._pending = pending[at:]
        return found

    def finish(self) -> list[Frame | Noise]:
        """Return what is left as noise."""
        rest, self._pending = self._pending, b""
        reason = "unfinished frame" if rest[:1] == _PREAMBLE else "no preamble"
        return [Noise(rest, reason)] if rest else []

    def _read(self, stretch: bytes) -> Frame | Noise:
        if stretch[:1] != _PREAMBLE:
            return Noise(stretch, "no preamble")
        if stretch[-1:] != _END:
            too_long = len(stretch) == _PENDING_MAX
            return Noise(stretch, "longer than a frame can be" if too_long else "frame cut short")
        try:
            return _decode(stretch.lstrip(_PREAMBLE)[:-1], self._side)
        except _BrokenFrameError as error:
            return Noise(stretch, str(error))


def _stretch_size(data: bytes, at: int) -> int:
    """Return how many bytes the frame or noise at `at` has, 0 where its end has not come."""
    found = _STRETCH.match(data, at)
    size = len(data) - at if found is None else found.end() - at
    size_max = _PENDING_MAX if data[at : at + 1] == _PREAMBLE else _NOISE_MAX
    return 0 if found is None and size < size_max else min(size, size_max)


def describe(frame: Frame) -> dict[str, Any]:
    """Return a frame as JSON values by name."""
    header = frame.header
    described = {
        **commands.describe(frame.data, frame.side),
        "to": frame.to,
        "from": frame.sender,
        "check": header.check.name.lower(),
        "display_mode": header.display_mode,
        "device_type": f"{header.device_type:02X}",
    }
    if header.barcode is not None:
        described["barcode"] = header.barcode.hex().upper()
    return described


WIRE_PROTOCOL = WireProtocol("onbon", OnbonDecoder, describe)
