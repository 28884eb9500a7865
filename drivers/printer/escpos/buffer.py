"""The printer's receive buffer: bytes in, whole commands out, and what is too much is lost."""

from collections import deque

from drivers.printer.escpos.codec import HostDecoder
from drivers.printer.escpos.frames import Command


class ReceiveBuffer:
    """Holds at most `bytes_max` bytes that have not been worked off."""

    def __init__(self, bytes_max: int) -> None:
        self._bytes_max = bytes_max
        self.clear()

    def clear(self) -> None:
        """Forget everything, half a command too."""
        self._decoder = HostDecoder()
        self._commands: deque[Command] = deque()
        self._held_bytes = 0

    def put(self, data: bytes) -> None:
        """Add bytes. Without handshake a full buffer loses what is too much."""
        taken = data[: self._bytes_max - self._held_bytes]
        self._held_bytes += len(taken)
        for item in self._decoder.feed(taken):
            if isinstance(item, Command):
                self._commands.append(item)
            else:
                self._held_bytes -= len(item.data)

    def take(self) -> Command | None:
        """Return the next command, or None as long as there is no whole one."""
        if not self._commands:
            return None
        command = self._commands.popleft()
        self._held_bytes -= len(command.data)
        return command
