"""The printer's receive buffer: bytes in, whole commands out, and what is too much is lost."""

from collections import deque

from drivers.printer.escpos.codec import HostDecoder
from drivers.printer.escpos.frames import Command


class ReceiveBuffer:
    """Holds at most `bytes_max` bytes that have not been worked off.

    The parameters of a command whose turn it is are read as they come, and take no room: however
    many a damaged length claims, they have an end.
    """

    def __init__(self, bytes_max: int) -> None:
        self._bytes_max = bytes_max
        self.clear()

    def clear(self) -> None:
        """Forget everything, half a command too."""
        self._decoder = HostDecoder()
        self._commands: deque[Command] = deque()
        self._waiting_bytes = 0  # of whole commands
        self._begun_bytes = 0  # of the one that is not whole yet

    def put(self, data: bytes) -> None:
        """Add bytes. Without handshake a full buffer loses what is too much."""
        held_bytes = self._waiting_bytes + (self._begun_bytes if self._commands else 0)
        taken = data[: max(0, self._bytes_max - held_bytes)]
        self._begun_bytes += len(taken)
        for item in self._decoder.feed(taken):
            self._begun_bytes -= len(item.data)
            if isinstance(item, Command):
                self._commands.append(item)
                self._waiting_bytes += len(item.data)

    def take(self) -> Command | None:
        """Return the next command, or None as long as there is no whole one."""
        if not self._commands:
            return None
        command = self._commands.popleft()
        self._waiting_bytes -= len(command.data)
        return command
