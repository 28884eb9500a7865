"""A wire and its far end in one process, for tests and simulation. Time is the event loop's."""

from drivers.contract import WireLostError
from drivers.transports.inbox import Inbox


class LoopbackEnd:
    """One end of a loopback: a `Wire` for a driver, a `DevicePort` for a twin."""

    def __init__(self, inbox: Inbox, outbox: Inbox) -> None:
        self._inbox = inbox
        self._outbox = outbox

    async def write(self, data: bytes) -> None:
        if self._inbox.lost is not None:
            raise WireLostError(self._inbox.lost)
        self._outbox.put(data)

    async def read(self, within_s: float) -> bytes:
        return await self._inbox.take(within_s)

    async def close(self) -> None:
        self._inbox.lose("loopback: closed")
        self._outbox.lose("loopback: the other end hung up")


def loopback() -> tuple[LoopbackEnd, LoopbackEnd]:
    """Return the two ends of a new loopback: the host's and the device's."""
    to_host, to_device = Inbox(), Inbox()
    return LoopbackEnd(to_host, to_device), LoopbackEnd(to_device, to_host)
