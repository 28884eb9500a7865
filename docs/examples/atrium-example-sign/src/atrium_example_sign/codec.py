"""Frames of the Glow sign: bytes to messages and back, for both sides.

    02 | ADDRESS 2 | LETTER | TEXT 0…80 | CHECK 2 | 03

ADDRESS and CHECK are upper-case hex digits; CHECK is the sum of the bytes from ADDRESS to TEXT,
modulo 256. TEXT is GB18030 without control characters, so that 02 and 03 are never within a frame.
The host says `S` (show TEXT) and `?` (are you there?). The sign says `A` (done) or `N` (no, and one
digit why); both carry the CHECK of what they answer, so that a late answer is known as one.

What can go wrong on the wire, and what the decoder does about each:

- Bytes before a 02: noise, up to the 02.
- A wrong check, letters where digits belong, half a character: the frame is noise.
- A frame cut short: noise, as soon as the next 02 shows it, or at `finish`.
- A lost 03: the same, and the next frame is whole.
- No end at all: noise in pieces of 96 bytes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from drivers.wire import Noise, Side, WireProtocol

_STX, _ETX = b"\x02", b"\x03"
_TEXT_BYTES_MAX = 80
_FRAME_BYTES_MAX = 96
_SHORTEST = 7  # 02, address, letter, check, 03

SHOW, PING, DONE, REFUSED = "S", "?", "A", "N"
_NAMES = {SHOW: "show", PING: "ping", DONE: "done", REFUSED: "refused"}


class TextTooLongError(ValueError):
    """A text does not fit a frame."""


class UnshowableTextError(ValueError):
    """A text has characters that the sign does not have."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to or from the sign at `address`."""

    address: int
    letter: str
    text: str = ""


def encode(message: Message) -> bytes:
    """Return a frame. Raises `TextTooLongError`, `UnshowableTextError`."""
    body = _body(message)
    return _STX + body + _check(body) + _ETX


def check_of(message: Message) -> str:
    """Return the check digits by which an answer names what it answers."""
    return _check(_body(message)).decode("ascii")


def _body(message: Message) -> bytes:
    if any(character < " " for character in message.text):
        raise UnshowableTextError("the sign shows no control characters")
    text = message.text.encode("gb18030")
    if len(text) > _TEXT_BYTES_MAX:
        raise TextTooLongError(f"{len(text)} bytes of text, the sign takes {_TEXT_BYTES_MAX}")
    return f"{message.address:02X}{message.letter}".encode("ascii") + text


def _check(body: bytes) -> bytes:
    return b"%02X" % (sum(body) & 0xFF)


class GlowDecoder:
    """Takes what either side says, in any cut."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Message | Noise]:
        """Return what `data` completes."""
        self._pending += data
        return list(self._cut(ended=False))

    def finish(self) -> list[Message | Noise]:
        """Return what is left."""
        return list(self._cut(ended=True))

    def _cut(self, *, ended: bool) -> Iterator[Message | Noise]:
        while self._pending and (size := self._size(ended=ended)):
            piece = bytes(self._pending[:size])
            del self._pending[:size]
            yield _read(piece)

    def _size(self, *, ended: bool) -> int:
        """Return the size of the frame or noise at the head, 0 where more has to come."""
        begins = self._pending.find(_STX, 1, _FRAME_BYTES_MAX)
        ends = self._pending.find(_ETX, 1, _FRAME_BYTES_MAX)
        if self._pending[:1] == _STX and ends > 0 and not 0 < begins < ends:
            return ends + 1
        if begins > 0:
            return begins
        if len(self._pending) >= _FRAME_BYTES_MAX:
            return _FRAME_BYTES_MAX
        return len(self._pending) if ended else 0


def _read(piece: bytes) -> Message | Noise:
    if piece[:1] != _STX:
        return Noise(piece, "no frame begins here")
    if piece[-1:] != _ETX or len(piece) < _SHORTEST:
        return Noise(piece, "frame cut short")
    body, check = piece[1:-3], piece[-3:-1]
    if check != _check(body):
        return Noise(piece, "wrong check")
    try:
        message = Message(int(body[:2], 16), chr(body[2]), body[3:].decode("gb18030"))
        return message if encode(message) == piece else Noise(piece, "not as the sign writes it")
    except ValueError:
        return Noise(piece, "not as the sign writes it")


def describe(message: Message) -> Mapping[str, Any]:
    """Return a message as JSON values by name."""
    name = _NAMES.get(message.letter, f"unknown {message.letter}")
    return {"name": name, "address": message.address, "text": message.text}


def _decoder(_side: Side) -> GlowDecoder:
    return GlowDecoder()


WIRE_PROTOCOL = WireProtocol("glow", _decoder, describe)
