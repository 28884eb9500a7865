"""SSI packets: bytes to packets and back.

    len | opcode | source | status | data 0..251 | checksum        len counts all but the checksum

Source is 00 for the scanner and 04 for the host; status bit 0 says retransmitted, bit 1 that more
follows, bit 3 that a change is to be permanent. The checksum is the two's complement of the sum of
all bytes before it, high byte first. There is no preamble and no escaping; a lone 00 of the host is
a wake-up. Source: Zebra, Simple Serial Interface Programmer's Guide 72E-40451.

What can go wrong on the wire, and what the decoder does about each:

- Noise before a packet: it ends where a packet begins that is whole and adds up. Of several, the
  first to end is the one: what noise seems to begin is not waited for.
- A flipped or lost byte: the packet does not add up, and the search for the next one begins
  within it. It is noise of its own kind, so that a driver can ask for it once more.
- A length that claims more bytes than come, at the head: the decoder waits. The driver calls
  `finish` after a pause; then whole packets are found in what the wrong length has swallowed.
- The own packets come back as an echo: their source is the other one, which is noise.
- Codes sent as raw text, by a scanner that has forgotten its settings: noise.
- Noise without end: handed out in pieces of 512 bytes.
"""

import contextlib
import itertools

from drivers.scanner.cutting import UNFINISHED, Cutter
from drivers.scanner.ssi.describing import describe
from drivers.scanner.ssi.packets import (
    CHECKSUM_SIZE,
    HEADER_SIZE,
    SOURCES,
    Frame,
    Packet,
    Wakeup,
    checksum_of,
)
from drivers.wire import Side, WireProtocol

NO_PACKET = "no packet begins here"
BAD_CHECKSUM = "wrong checksum"

_NOISE_MAX = 512
_PACKET_MAX = 0xFF + CHECKSUM_SIZE
_NOT_ALL_THERE = 0


class _NoPacketError(ValueError):
    """No packet begins there; the message says why."""


class SsiDecoder(Cutter[Frame]):
    """Takes what one side says, in any cut."""

    def __init__(self, side: Side) -> None:
        super().__init__()
        self._side = side
        self._source = SOURCES[side]
        # Within noise: how far was looked, and where a packet may begin that is not all there.
        self._looked_at = 1
        self._open: list[int] = []

    def _head(self, *, ended: bool) -> tuple[int, Frame | str] | None:
        if self._side is Side.HOST and self._buffer[0] == 0 and self._looked_at == 1:
            return 1, Wakeup()
        try:
            size = self._size_at(0)
        except _NoPacketError as error:
            return self._noise(str(error), ended=ended)
        if size == _NOT_ALL_THERE:
            return self._noise(UNFINISHED, ended=True) if ended else None
        return size, self._packet(size)

    def _size_at(self, at: int) -> int:
        """Return the size of the packet at `at`, 0 while it is not all there."""
        if not self._may_begin_at(at, len(self._buffer)):
            raise _NoPacketError(NO_PACKET)
        length = self._buffer[at]
        if len(self._buffer) - at < length + CHECKSUM_SIZE:
            return _NOT_ALL_THERE
        end = at + length
        if checksum_of(self._buffer[at:end]) != self._buffer[end : end + CHECKSUM_SIZE]:
            raise _NoPacketError(BAD_CHECKSUM)
        return length + CHECKSUM_SIZE

    def _may_begin_at(self, at: int, there: int) -> bool:
        source_at = at + 2
        if source_at < there and self._buffer[source_at] != self._source:
            return False
        return self._buffer[at] >= HEADER_SIZE

    def _packet(self, size: int) -> Packet:
        _length, opcode, _source, status = self._buffer[:HEADER_SIZE]
        data = bytes(self._buffer[HEADER_SIZE : size - CHECKSUM_SIZE])
        return Packet(opcode, data, self._side, status)

    def _noise(self, reason: str, *, ended: bool) -> tuple[int, str] | None:
        """Return noise up to the next packet; None while one may begin within it."""
        size = self._next_packet()
        if size is None and (ended or len(self._buffer) >= _NOISE_MAX + _PACKET_MAX):
            size = len(self._buffer)
        if size is None:
            return None
        self._open, self._looked_at = [], 1
        return min(size, _NOISE_MAX), reason

    def _next_packet(self) -> int | None:
        """Return where the whole packet begins that is the first to end."""
        # Nothing beyond can begin within the noise that is handed out next.
        there = min(len(self._buffer), _NOISE_MAX + _PACKET_MAX)
        first_end, first_at = len(self._buffer) + 1, None
        still_open = []
        news = (at for at in range(self._looked_at, there) if self._may_begin_at(at, there))
        for at in itertools.chain(self._open, news):
            if at >= first_end:
                break  # what begins behind a packet does not end before it
            with contextlib.suppress(_NoPacketError):
                size = self._size_at(at)
                if size == _NOT_ALL_THERE:
                    still_open.append(at)
                elif at + size < first_end:
                    first_end, first_at = at + size, at
        self._open, self._looked_at = still_open, there
        return first_at


WIRE_PROTOCOL = WireProtocol("ssi", SsiDecoder, describe, personal=frozenset({"text", "data"}))
