"""The printer's ear for real-time commands, which it obeys wherever they stand in the stream.

A printer acts on these bytes as they arrive: offline, with a full buffer, in the middle of another
command's data. (HPRT TP80K, Epson: "notes on real-time commands")
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from drivers.printer.escpos import commands


class Request(StrEnum):
    """What is asked for in real time."""

    STATUS = "status"
    RECOVER = "recover"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class RealTimeCommand:
    """DLE EOT n, DLE ENQ n, or DLE DC4 8."""

    request: Request
    n: int = 0


_COMMANDS = {
    **{commands.real_time_status(n): RealTimeCommand(Request.STATUS, n) for n in (1, 2, 3, 4)},
    commands.full_status(): RealTimeCommand(Request.STATUS, 20),
    **{commands.recover(n): RealTimeCommand(Request.RECOVER, n) for n in (1, 2)},
    commands.CLEAR_BUFFERS: RealTimeCommand(Request.CLEAR),
}
_LONGEST = max(map(len, _COMMANDS))
_DLE = 0x10  # every one of them begins with it


class RealTimeEar:
    """Finds real-time commands in a stream, in any cut."""

    def __init__(self) -> None:
        self._heard = b""

    def hear(self, data: bytes) -> Iterator[tuple[bytes, RealTimeCommand | None]]:
        """Yield `data` in pieces, each but the last with the command that it completes."""
        if _DLE not in data and _DLE not in self._heard:
            self._heard = data[-_LONGEST:]
            yield data, None
            return
        begun = 0
        for end in range(1, len(data) + 1):
            command = self._hear_byte(data[end - 1 : end])
            if command is not None:
                yield data[begun:end], command
                begun = end
        yield data[begun:], None

    def _hear_byte(self, byte: bytes) -> RealTimeCommand | None:
        self._heard = (self._heard + byte)[-_LONGEST:]
        for pattern, command in _COMMANDS.items():
            if self._heard.endswith(pattern):
                return command
        return None
