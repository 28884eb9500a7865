"""SAM-A frames of identity card readers: bytes to commands and answers.

    AA AA AA 96 69 | LenHi LenLo | CMD PARA DATA...     | CHK      host to reader
    AA AA AA 96 69 | LenHi LenLo | SW1 SW2 SW3 DATA...  | CHK      reader to host

`Len` counts what follows it, `CHK` included; the XOR of `LenHi` to `CHK` is 0. Nothing is escaped.
An answer does not say what it answers. Source: the SAM-A interface as published by reader makers
(eastcoms.com/service/downdrive/508.html, softs.im 身份证阅读器通信协议).

What can go wrong on the wire, and what the decoder does about each:

- Bytes before a preamble: noise up to the preamble.
- The preamble within a photo: exactly `Len` bytes are taken, whatever they are.
- `Len` out of bounds: noise up to the next preamble.
- A wrong checksum: the frame is noise. Its length is believed when a preamble, or the end, follows
  where the frame ends; otherwise a byte was lost or the length is wrong, and the search for the
  next preamble begins within it.
- Bytes that stop coming: they wait for more until `finish`, which looks for whole frames in what a
  wrong length has swallowed and calls the rest unfinished.
- Noise without end: handed out in pieces of 4 KiB.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drivers.reader.sam.describe import describe_answer, describe_command
from drivers.reader.sam.frames import LENGTH_MAX, PREAMBLE, Answer, Command, Frame, xor_of
from drivers.wire import Noise, Side, WireProtocol

NO_PREAMBLE = "no frame begins here"
BAD_LENGTH = "length out of bounds"
BAD_CHECKSUM = "wrong checksum"
UNFINISHED = "unfinished frame"

_HEADER_BYTES = len(PREAMBLE) + 2
_LENGTH_MIN = {Side.HOST: 3, Side.DEVICE: 4}
_NOISE_MAX = 4096

# The size of what stands at the head of the buffer, and the frame it is or the reason it is none.
_Found = tuple[int, Frame | str]


class SamDecoder:
    """Takes what one side says, in any cut."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Sequence[Frame | Noise]:
        """Return what `data` completes. Noise is complete when the next preamble is there."""
        self._buffer += data
        return list(self._take(ended=False))

    def finish(self) -> Sequence[Frame | Noise]:
        """Return what is left."""
        return list(self._take(ended=True))

    def _take(self, *, ended: bool) -> Iterator[Frame | Noise]:
        while self._buffer and (found := self._head(ended=ended)) is not None:
            size, what = found
            data = bytes(self._buffer[:size])
            del self._buffer[:size]
            yield Noise(data, what) if isinstance(what, str) else what

    def _head(self, *, ended: bool) -> _Found | None:
        if not self._buffer.startswith(PREAMBLE):
            return self._stretch(NO_PREAMBLE, ended=ended)
        if len(self._buffer) < _HEADER_BYTES:
            return (len(self._buffer), UNFINISHED) if ended else None
        end = self._end_of_frame(0)
        if end is None:
            return self._stretch(BAD_LENGTH, ended=ended)
        if len(self._buffer) < end:
            return self._unfinished() if ended else None
        if not self._sound(0, end):
            return self._misread(end, ended=ended)
        return end, self._frame(end)

    def _end_of_frame(self, at: int) -> int | None:
        length = int.from_bytes(self._buffer[at + len(PREAMBLE) : at + _HEADER_BYTES])
        if _LENGTH_MIN[self._side] <= length <= LENGTH_MAX:
            return at + _HEADER_BYTES + length
        return None

    def _sound(self, at: int, end: int) -> bool:
        return xor_of(self._buffer[at + len(PREAMBLE) : end]) == 0

    def _frame(self, end: int) -> Frame:
        payload = bytes(self._buffer[_HEADER_BYTES : end - 1])
        if self._side is Side.HOST:
            return Command(payload[0], payload[1], payload[2:])
        return Answer(sw3=payload[2], data=payload[3:], sw1=payload[0], sw2=payload[1])

    def _misread(self, end: int, *, ended: bool) -> _Found | None:
        follows = self._buffer[end : end + len(PREAMBLE)]
        if not PREAMBLE.startswith(follows):
            return self._stretch(BAD_CHECKSUM, ended=ended)
        return (end, BAD_CHECKSUM) if ended or follows == PREAMBLE else None

    def _stretch(self, reason: str, *, ended: bool) -> _Found | None:
        searched = _NOISE_MAX + len(PREAMBLE) - 1
        at = self._buffer.find(PREAMBLE, 1, searched)
        if at > 0:
            return at, reason
        if len(self._buffer) >= searched:
            return _NOISE_MAX, reason
        return (len(self._buffer), reason) if ended else None

    def _unfinished(self) -> _Found:
        at = self._buffer.find(PREAMBLE, 1)
        while at > 0:
            end = self._end_of_frame(at)
            if end is not None and end <= len(self._buffer) and self._sound(at, end):
                return at, UNFINISHED
            at = self._buffer.find(PREAMBLE, at + 1)
        return len(self._buffer), UNFINISHED


def describe(frame: Frame) -> Mapping[str, Any]:
    """Return the fields of `frame` by name."""
    return describe_command(frame) if isinstance(frame, Command) else describe_answer(frame)


WIRE_PROTOCOL = WireProtocol(
    "sam", SamDecoder, describe, personal=frozenset({"text", "data", "serial_number"})
)
