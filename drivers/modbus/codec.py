"""Modbus frames, as RTU on serial lines and as MBAP on TCP.

```
RTU   | UNIT | FUNCTION | DATA 0…252 | CRC low | CRC high |     silence of 3.5 bytes around it
MBAP  | TRANSACTION 2 | 0 0 | LENGTH 2 | UNIT | FUNCTION | DATA |   LENGTH = 2 + DATA
```

An answer repeats unit and function; with the function's highest bit set it is an exception and DATA
is its code. RTU has neither start nor length: the size follows from function and byte count, for
which the tables of pymodbus are asked, and the check (CRC-16/MODBUS) tells whether it was right.

What goes wrong on the wire, and what becomes of it:

- a bit flips, bytes get lost: the check is wrong, which is noise. It ends where the next frame
  with a right check begins, so that only the broken frame is lost.
- garbage before a frame, or the adapter's echo of a request: noise up to the answer. The echo of a
  written coil or register is itself a whole answer: `drivers.modbus.echo` takes it away.
- a byte count no message can have, a function whose size nobody knows: noise, since RTU frames of
  unknown size have no end. MBAP says its length, so there an unknown function is a frame.
- an MBAP protocol number other than 0, a length outside 2 to 254 or one that does not fit the
  function: noise.
- a frame is never finished: it waits for more, and `finish` gives it as noise. On a line the
  silence between frames says the same: whoever asks takes a new decoder after each silence.
"""

import abc
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, ClassVar

from pymodbus.framer import FramerRTU, FramerSocket

from drivers.modbus import names
from drivers.modbus.sizes import (
    BEGINNINGS,
    CRC_SIZE,
    EXCEPTION,
    KNOWN,
    PDUS,
    BrokenFrameError,
    crc,
    size_by_function,
)
from drivers.wire import Noise, Side, WireProtocol

_NOISE_MAX = 256
_SIZE_MAX = 260
# So far noise is looked through at once: no frame's head behind it is longer than the difference.
_LOOK_MAX = _NOISE_MAX + 16

# "The maximum size of a Modbus PDU is 253 bytes" (application protocol 1.1b3, 4.1).
PDU_MAX = 253


class Framing(StrEnum):
    """What stands around a message."""

    RTU = "rtu"
    TCP = "tcp"


class OutOfRangeError(ValueError):
    """A value does not fit the frame it is to stand in."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A message (`pdu`: function and data) to, or from, `unit`. `transaction` is MBAP's."""

    unit: int
    pdu: bytes
    transaction: int = 0
    side: Side = Side.HOST

    @property
    def function(self) -> int:
        """The function asked for; of an exception, the one it refuses."""
        return self.pdu[0] & ~EXCEPTION

    @property
    def exception(self) -> int | None:
        """The code of an exception, None where it is none."""
        return self.pdu[1] if self.pdu[0] & EXCEPTION else None


def encode(frame: Frame, framing: Framing = Framing.RTU) -> bytes:
    """Return a frame as it goes over the wire. Raises `OutOfRangeError`."""
    if not 1 <= len(frame.pdu) <= PDU_MAX:
        raise OutOfRangeError(f"a message of {len(frame.pdu)} bytes is outside 1 to {PDU_MAX}")
    if not (0 <= frame.unit <= 0xFF and 0 <= frame.transaction <= 0xFFFF):
        raise OutOfRangeError(f"unit {frame.unit}, transaction {frame.transaction}")
    framer = FramerRTU if framing is Framing.RTU else FramerSocket
    return framer(PDUS[frame.side]).encode(frame.pdu, frame.unit, frame.transaction)


class Cutter(abc.ABC):
    """Cuts what one side says into frames and noise; what a frame is, its heirs know.

    Whoever knows how long a frame can be at most sets `size_max`: noise that looks like the
    beginning of a long one then keeps nobody waiting.
    """

    _head_size: ClassVar[int]  # so many bytes say how long the frame is
    _beginning: re.Pattern[bytes]  # where a frame may begin, or what came so far of one

    def __init__(self, side: Side) -> None:
        self.size_max = _SIZE_MAX
        self._side = side
        self._pending = bytearray()
        self._noisy = 0  # so many of the pending bytes are known to begin no frame
        self._reason = ""

    def feed(self, data: bytes) -> list[Frame | Noise]:
        """Return what `data` completes."""
        self._pending += data
        return self._cut(at_end=False)

    def finish(self) -> list[Frame | Noise]:
        """Return what is left: frames behind an unfinished one, the rest as noise."""
        return [*self._cut(at_end=True), *self._noise()]

    def _cut(self, *, at_end: bool) -> list[Frame | Noise]:
        found: list[Frame | Noise] = []
        while self._noisy < len(self._pending):
            try:
                size = self._size()
                if size is None and not at_end:
                    break
                if size is None:
                    raise BrokenFrameError("unfinished frame")
                frame = self._frame(bytes(self._pending[self._noisy : self._noisy + size]))
            except BrokenFrameError as error:
                found += self._skip(str(error))
            else:
                found += [*self._noise(), frame]
                del self._pending[:size]
        return found

    def _size(self) -> int | None:
        """Return how long the frame behind the noise is, None while it is not all there."""
        head = bytes(self._pending[self._noisy : self._noisy + self._head_size])
        size = self._size_by(head)
        if size > self.size_max:
            raise BrokenFrameError(f"size {size} is more than can be meant here")
        return size if size and size <= len(self._pending) - self._noisy else None

    @abc.abstractmethod
    def _size_by(self, head: bytes) -> int:
        """Return the size of the frame that begins with `head`, 0 while that cannot be told."""

    @abc.abstractmethod
    def _frame(self, data: bytes) -> Frame: ...

    def _skip(self, reason: str) -> list[Noise]:
        if not self._noisy:
            self._reason = reason
        self._noisy = min(self._next(self._noisy + 1), _NOISE_MAX)
        return self._noise() if self._noisy >= _NOISE_MAX else []

    def _next(self, start: int) -> int:
        """Return where, from `start` on, a frame may begin; the end where there is no such place.

        Noise is gone through here, and may be long: by a pattern, and not byte by byte.
        """
        found = self._beginning.search(self._pending, start, _LOOK_MAX)
        return found.start() if found else min(len(self._pending), _LOOK_MAX)

    def _noise(self) -> list[Noise]:
        if not self._noisy:
            return []
        noise = Noise(bytes(self._pending[: self._noisy]), self._reason)
        del self._pending[: self._noisy]
        self._noisy = 0
        return [noise]


class RtuDecoder(Cutter):
    """Cuts RTU frames."""

    _head_size = 11  # the longest way to a byte count: read and write registers

    def __init__(self, side: Side) -> None:
        super().__init__(side)
        self._beginning = BEGINNINGS[side]

    def _size_by(self, head: bytes) -> int:
        return size_by_function(head, self._side)

    def _frame(self, data: bytes) -> Frame:
        check = int.from_bytes(data[-CRC_SIZE:], "little")
        wanted = crc(data[:-CRC_SIZE])
        if check != wanted:
            raise BrokenFrameError(f"check is {check:04X}, should be {wanted:04X}")
        return Frame(data[0], data[1:-CRC_SIZE], side=self._side)

    def _next(self, start: int) -> int:
        pending, end = self._pending, len(self._pending)
        for found in self._beginning.finditer(pending, start, _LOOK_MAX):
            place = found.start()
            if place >= _NOISE_MAX:
                return place
            size = size_by_function(bytes(pending[place : place + self._head_size]), self._side)
            if not size or (size <= self.size_max and place + size > end):
                return place
            check = int.from_bytes(pending[place + size - CRC_SIZE : place + size], "little")
            if size <= self.size_max and check == crc(pending[place : place + size - CRC_SIZE]):
                return place
        return min(end, _LOOK_MAX)


class TcpDecoder(Cutter):
    """Cuts frames with the header of Modbus TCP."""

    _head_size = 6
    _beginning = re.compile(rb"(?s)(?=..?\Z|..\0(?:\Z|\0(?:\Z|\0(?:\Z|[\x02-\xfe]))))")

    def _size_by(self, head: bytes) -> int:
        if len(head) < self._head_size:
            return 0
        protocol, length = int.from_bytes(head[2:4], "big"), int.from_bytes(head[4:6], "big")
        if protocol:
            raise BrokenFrameError(f"protocol {protocol:04X} in place of 0000")
        if not 2 <= length <= 1 + PDU_MAX:
            raise BrokenFrameError(f"length {length} is outside 2 to {1 + PDU_MAX}")
        return len(head) + length

    def _frame(self, data: bytes) -> Frame:
        message = data[6:]
        if message[1] in KNOWN or message[1] & EXCEPTION:
            # Where the byte count is missing altogether, the size is 0 and does not fit either.
            size = size_by_function(message, self._side) - CRC_SIZE
            if size != len(message):
                raise BrokenFrameError(f"length {len(message)} does not fit the function")
        return Frame(data[6], data[7:], int.from_bytes(data[:2], "big"), self._side)


def decoder(side: Side, framing: Framing = Framing.RTU) -> Cutter:
    """Return a fresh decoder for what `side` says."""
    return RtuDecoder(side) if framing is Framing.RTU else TcpDecoder(side)


def describe(frame: Frame) -> dict[str, Any]:
    """Return a frame as JSON values by name."""
    known = names.describe(frame.pdu, PDUS[frame.side], frame.side)
    return {**known, "unit": frame.unit, "pdu": frame.pdu.hex().upper()}


def _describe_tcp(frame: Frame) -> dict[str, Any]:
    return {**describe(frame), "transaction": frame.transaction}


WIRE_PROTOCOL = WireProtocol("modbus", decoder, describe)
WIRE_PROTOCOL_TCP = WireProtocol("modbus-tcp", partial(decoder, framing=Framing.TCP), _describe_tcp)
