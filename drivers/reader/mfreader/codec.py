"""STX/ETX frames of multi-function readers: bytes to commands and answers.

    02 | LenHi LenLo | CmdH CmdL parameters...  | LRC | 03      host to reader
    02 | LenHi LenLo | StH  StL  payload...     | LRC | 03      reader to host

`Len` counts the data between it and the LRC, which is the XOR of that data. Nothing is escaped,
and an answer does not say what it answers. Source: the maker's interface description
(chenhaifeng2016/FaceRecognitionTest@ec59043, IDCardReader/doc/sam.doc).

What can go wrong on the wire, and what the decoder does about each:

- Bytes before an STX: noise up to the next STX that a possible length follows.
- STX and ETX within a photo: exactly `Len` bytes are taken, whatever they are.
- A wrong LRC with the ETX in its place: the length is believed, the whole frame is noise.
- No ETX in its place: a byte was lost, or an STX was none; noise up to the next possible head.
- Bytes that stop coming: they wait for more until `finish`, which looks for whole frames in what a
  wrong length has swallowed and calls the rest unfinished.
- Noise without end: handed out in pieces of 4 KiB.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from drivers.reader.mfreader.describe import describe_answer, describe_command
from drivers.reader.mfreader.frames import (
    DATA_BYTES_MAX,
    DATA_BYTES_MIN,
    ETX,
    STX,
    Answer,
    Command,
    Frame,
    lrc_of,
)
from drivers.wire import Noise, Side, WireProtocol

NO_HEAD = "no frame begins here"
BAD_LRC = "wrong LRC"
NO_ETX = "no 03 where the frame ends"
UNFINISHED = "unfinished frame"

_HEAD_BYTES = 3
_TAIL_BYTES = 2
_NOISE_MAX = 4096

# The size of what stands at the head of the buffer, and the frame it is or the reason it is none.
_Found = tuple[int, Frame | str]


class MfDecoder:
    """Takes what one side says, in any cut."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._buffer = bytearray()
        self._searched = 1  # how much of what is pending is known to hold no other head

    def feed(self, data: bytes) -> Sequence[Frame | Noise]:
        """Return what `data` completes. Noise is complete when the next head is there."""
        self._buffer += data
        return list(self._take(ended=False))

    def finish(self) -> Sequence[Frame | Noise]:
        """Return what is left."""
        return list(self._take(ended=True))

    def _take(self, *, ended: bool) -> Iterator[Frame | Noise]:
        at = 0
        while at < len(self._buffer) and (found := self._find(at, ended=ended)) is not None:
            size, what = found
            data = bytes(self._buffer[at : at + size])
            at += size
            self._searched = 1
            yield Noise(data, what) if isinstance(what, str) else what
        del self._buffer[:at]

    def _find(self, at: int, *, ended: bool) -> _Found | None:
        if not self._begins(at):
            return self._stretch(at, NO_HEAD, ended=ended)
        end = self._end(at)
        if end is None or len(self._buffer) < end:
            return self._unfinished(at) if ended else None
        if self._buffer[end - 1] != ETX:
            return self._stretch(at, NO_ETX, ended=ended)
        if not self._sound(at, end):
            return end - at, BAD_LRC
        return end - at, self._frame(at, end)

    def _begins(self, at: int) -> bool:
        """Whether a frame may begin at `at`, as far as its head is there."""
        head = self._buffer[at : at + _HEAD_BYTES]
        if head[0] != STX:
            return False
        if len(head) < _HEAD_BYTES:
            return len(head) == 1 or head[1] <= DATA_BYTES_MAX >> 8
        return DATA_BYTES_MIN <= int.from_bytes(head[1:]) <= DATA_BYTES_MAX

    def _end(self, at: int) -> int | None:
        """Return where the frame at `at` ends, or None while its length is not there."""
        head = self._buffer[at : at + _HEAD_BYTES]
        if len(head) < _HEAD_BYTES:
            return None
        return at + _HEAD_BYTES + int.from_bytes(head[1:]) + _TAIL_BYTES

    def _sound(self, at: int, end: int) -> bool:
        return lrc_of(self._buffer[at + _HEAD_BYTES : end - 1]) == 0

    def _frame(self, at: int, end: int) -> Frame:
        data = bytes(self._buffer[at + _HEAD_BYTES : end - _TAIL_BYTES])
        code, rest = int.from_bytes(data[:2]), data[2:]
        return Command(code, rest) if self._side is Side.HOST else Answer(code, rest)

    def _stretch(self, at: int, reason: str, *, ended: bool) -> _Found | None:
        """Return the noise up to the next head; None while that may still be within the bound."""
        bound = at + _NOISE_MAX
        found = self._buffer.find(STX, at + self._searched, bound)
        while found >= 0 and not self._begins(found):
            found = self._buffer.find(STX, found + 1, bound)
        if found >= 0 and (ended or len(self._buffer) >= found + _HEAD_BYTES):
            return found - at, reason
        if found < 0 and len(self._buffer) >= bound:
            return _NOISE_MAX, reason
        if ended:
            return len(self._buffer) - at, reason
        self._searched = max(1, (found if found >= 0 else len(self._buffer)) - at)
        return None

    def _unfinished(self, at: int) -> _Found:
        found = self._buffer.find(STX, at + 1)
        while found >= 0:
            end = self._end(found) if self._begins(found) else None
            if end is not None and self._whole(found, end):
                return found - at, UNFINISHED
            found = self._buffer.find(STX, found + 1)
        return len(self._buffer) - at, UNFINISHED

    def _whole(self, at: int, end: int) -> bool:
        there = end <= len(self._buffer)
        return there and self._buffer[end - 1] == ETX and self._sound(at, end)


def describe(frame: Frame) -> Mapping[str, Any]:
    """Return the fields of `frame` by name."""
    return describe_command(frame) if isinstance(frame, Command) else describe_answer(frame)


WIRE_PROTOCOL = WireProtocol(
    "mfreader", MfDecoder, describe, personal=frozenset({"text", "payload", "apdu"})
)
