"""From decode-data packets to codes: pieces put together, and what was said twice taken once."""

from dataclasses import dataclass, field

from drivers.scanner.ssi.packets import Packet

# More than the longest code holds (7089 characters in a QR code).
_CODE_BYTES_MAX = 8192


@dataclass(frozen=True, slots=True)
class Code:
    """A code as the scanner sends it."""

    code_type: int
    data: bytes = field(repr=False)


class Assembler:
    """Takes the packets of one scanner in order.

    A packet that is marked as sent before, and equals the one before it, was heard: the
    acknowledgement got lost. After `window_s` without a packet neither holds any more, and what
    was begun is forgotten.
    """

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._last: Packet | None = None
        self._last_s = 0.0
        self._code_type = 0
        self._pieces = bytearray()

    def take(self, packet: Packet, now_s: float) -> Code | None:
        """Take a packet with at least a code type in it; return the code it completes."""
        if now_s - self._last_s > self._window_s:
            self._last = None
            self._pieces.clear()
        said_before = packet.retransmitted and _same(packet, self._last)
        self._last, self._last_s = packet, now_s
        return None if said_before else self._add(packet)

    def _add(self, packet: Packet) -> Code | None:
        if packet.data[0] != self._code_type:
            self._pieces.clear()
        self._code_type = packet.data[0]
        self._pieces += packet.data[1:]
        del self._pieces[_CODE_BYTES_MAX:]
        if packet.continued:
            return None
        code = Code(self._code_type, bytes(self._pieces))
        self._pieces.clear()
        return code


def _same(packet: Packet, other: Packet | None) -> bool:
    return other is not None and packet.data == other.data and packet.continued == other.continued
