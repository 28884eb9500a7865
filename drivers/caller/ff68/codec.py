"""Frames of the FF 68 bus.

```
FF 68 | L | L | 68 | ADDR | FUNC | DATA n | CS | 16      L = 2 + n, CS = ADDR + FUNC + DATA mod 256
```

L of what a device says is 3 to 5; the host may say more. There is no escaping and no sequence
number. The host acknowledges a key by echoing the frame, an evaluator's result by the same data
under FUNC 01.

What goes wrong on the wire, and what becomes of it:

- two devices talk at once, a bit flips: length, check or end byte is wrong, which is noise. The
  program this was seen in does not look at the check; here it counts.
- the two length bytes differ, or are out of bounds: noise from there on.
- bytes get lost: the frame swallows the beginning of the next one. Noise therefore ends where the
  next FF 68 begins, and reading goes on from there, so that only the broken frame is lost.
- the adapter echoes what the host says: whole frames, for the driver to tell apart.
- a frame is never finished: it waits for the next one, which then shows it as noise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drivers.caller.ff68 import names
from drivers.wire import Noise, Side, WireProtocol

_START = b"\xff\x68"
_SECOND = 0x68
_END = 0x16
_HEAD_SIZE = 5  # FF 68 L L 68
_TAIL_SIZE = 2  # CS 16

# The longest a host was seen to say is 8; a bound keeps noise from claiming the whole line.
_LENGTHS: Mapping[Side, range] = {Side.DEVICE: range(3, 6), Side.HOST: range(2, 33)}
_NOISE_MAX = 256


class OutOfRangeError(ValueError):
    """A value does not fit the frame it is to stand in."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message of, or to, the unit at `address`."""

    address: int
    func: int
    data: bytes = b""
    side: Side = Side.HOST


def encode(frame: Frame) -> bytes:
    """Return a frame as it goes over the wire. Raises `OutOfRangeError`."""
    length, bounds = 2 + len(frame.data), _LENGTHS[frame.side]
    if length not in bounds:
        what = f"length {length} is outside {_bounds(bounds)}"
        raise OutOfRangeError(f"a frame of the {frame.side}: {what}")
    try:
        body = bytes((frame.address, frame.func)) + frame.data
    except ValueError:
        numbers = f"address {frame.address}, function {frame.func}"
        raise OutOfRangeError(f"{numbers}: one byte each") from None
    return _START + bytes((length, length, _SECOND)) + body + bytes((sum(body) & 0xFF, _END))


def may_be_a_units(frame: Frame) -> bool:
    """Whether a unit may say something as long as `frame`."""
    return 2 + len(frame.data) in _LENGTHS[Side.DEVICE]


def _bounds(bounds: range) -> str:
    return f"{bounds[0]} to {bounds[-1]}"


class _BrokenFrameError(ValueError):
    """The bytes are no frame; the message says why."""


class Ff68Decoder:
    """Cuts what one side says into frames and noise."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._pending = bytearray()

    def feed(self, data: bytes) -> list[Frame | Noise]:
        """Return what `data` completes."""
        self._pending += data
        return self._cut(at_end=False)

    def finish(self) -> list[Frame | Noise]:
        """Return what is left: frames behind an unfinished one, the rest as noise."""
        return self._cut(at_end=True)

    def _cut(self, *, at_end: bool) -> list[Frame | Noise]:
        found: list[Frame | Noise] = []
        while self._pending:
            item = self._first(at_end=at_end)
            if item is None:
                break
            found.append(item)
        return found

    def _first(self, *, at_end: bool) -> Frame | Noise | None:
        """Take the first frame or noise off what is pending; None where more has to come."""
        try:
            size = self._size()
            if size is not None:
                return self._frame(size)
            return self._noise("unfinished frame", at_end=True) if at_end else None
        except _BrokenFrameError as error:
            return self._noise(str(error), at_end=at_end)

    def _size(self) -> int | None:
        """Return the size of the frame pending, None while it is not all there."""
        head = self._pending[:_HEAD_SIZE]
        if not _START.startswith(head[:2]):
            raise _BrokenFrameError("no frame begins here")
        if len(head) > 2 and head[2] not in _LENGTHS[self._side]:
            bounds = _bounds(_LENGTHS[self._side])
            raise _BrokenFrameError(f"length {head[2]} is outside {bounds}")
        if len(head) > 3 and head[2] != head[3]:
            raise _BrokenFrameError(f"the two lengths differ: {head[2]} and {head[3]}")
        if len(head) == _HEAD_SIZE and head[4] != _SECOND:
            raise _BrokenFrameError(f"{head[4]:02X} in place of the second 68")
        if len(head) < _HEAD_SIZE or len(self._pending) < _HEAD_SIZE + head[2] + _TAIL_SIZE:
            return None
        return _HEAD_SIZE + head[2] + _TAIL_SIZE

    def _frame(self, size: int) -> Frame:
        body, check, end = self._pending[_HEAD_SIZE : size - 2], *self._pending[size - 2 : size]
        if sum(body) & 0xFF != check:
            raise _BrokenFrameError(f"check is {check:02X}, should be {sum(body) & 0xFF:02X}")
        if end != _END:
            raise _BrokenFrameError(f"{end:02X} in place of 16 at the end")
        del self._pending[:size]
        return Frame(body[0], body[1], bytes(body[2:]), self._side)

    def _noise(self, reason: str, *, at_end: bool) -> Noise | None:
        """Take noise up to the next start; None while that may still lie within the bound."""
        end = self._pending.find(_START, 1, _NOISE_MAX + 1)
        if end < 0:
            if len(self._pending) <= _NOISE_MAX and not at_end:
                return None
            end = min(_NOISE_MAX, len(self._pending))
        noise = Noise(bytes(self._pending[:end]), reason)
        del self._pending[:end]
        return noise


def describe(frame: Frame) -> dict[str, Any]:
    """Return a frame as JSON values by name."""
    return {
        **names.describe(frame.func, frame.data, frame.side),
        "address": frame.address,
        "func": f"{frame.func:02X}",
        "data": frame.data.hex().upper(),
    }


WIRE_PROTOCOL = WireProtocol("ff68", Ff68Decoder, describe)
