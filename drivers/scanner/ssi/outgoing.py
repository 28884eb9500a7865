"""What an SSI scanner wants to say, and says again while it is not acknowledged."""

from collections import deque

from drivers.scanner.ssi.packets import Packet, Status

# As delivered: an ACK is waited for 2 s, and what was not acknowledged is said twice more.
_RESPONSE_TIMEOUT_S = 2.0
_REPEATS = 2


class Outgoing:
    """Packets on their way to the host, one at a time, until each is acknowledged or given up."""

    def __init__(self) -> None:
        self.given_up = 0
        self.left_s: float | None = None
        self._waiting: deque[Packet] = deque(maxlen=64)
        self._repeats_left = _REPEATS

    def put(self, packets: list[Packet]) -> None:
        """Send `packets` when all before them are through."""
        self._waiting.extend(packets)

    def first(self) -> Packet | None:
        """Return the packet to be sent now, if none is waiting for its ACK."""
        if self.left_s is not None or not self._waiting:
            return None
        self.left_s, self._repeats_left = _RESPONSE_TIMEOUT_S, _REPEATS
        return self._waiting[0]

    def acknowledged(self) -> None:
        """Take the packet for heard."""
        if self.left_s is not None:
            self._waiting.popleft()
            self.left_s = None

    def again(self) -> Packet | None:
        """Return the packet to be sent once more, or give it up."""
        if self.left_s is None:
            return None
        if self._repeats_left == 0:
            self.given_up += 1
            self._waiting.clear()
            self.left_s = None
            return None
        self._repeats_left -= 1
        self.left_s = _RESPONSE_TIMEOUT_S
        said = self._waiting[0]
        return Packet(said.opcode, said.data, said.side, said.status | Status.RETRANSMITTED)
