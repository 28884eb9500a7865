"""What host and printer can say to each other: commands and text one way, statuses the other."""

from dataclasses import dataclass, field

from drivers.printer.escpos import status
from drivers.printer.escpos.parameters import Fields
from drivers.printer.escpos.status import State


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the host said. `fields` are JSON values; text is a command named `text`."""

    name: str
    data: bytes
    fields: Fields = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RealTimeAnswer:
    """The answer to a DLE EOT whose n is known to who asked."""

    data: bytes


@dataclass(frozen=True, slots=True)
class AutoStatus:
    """A state told unasked (ASB), or right after GS a."""

    data: bytes

    @property
    def state(self) -> State:
        return status.read_bytes(self.data, status.AUTO)


@dataclass(frozen=True, slots=True)
class FullStatus:
    """The answer of a kiosk printer to DLE EOT 20. It is known by its first two bytes."""

    data: bytes

    @property
    def state(self) -> State:
        return status.read_bytes(self.data, status.FULL)


@dataclass(frozen=True, slots=True)
class QueuedAnswer:
    """The answer to a GS r whose n is known to who asked."""

    data: bytes

    @property
    def paper(self) -> State:
        """Read it as the answer to GS r 1."""
        return status.read_bits(self.data[0], status.PAPER)


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """An answer from its header byte to NUL."""

    data: bytes

    @property
    def cleared(self) -> bool:
        """Whether it says that the buffers are empty (DLE DC4 8)."""
        return self.data == b"\x37\x25\x00"

    @property
    def identity(self) -> str | None:
        """What a printer says of itself (GS I), or None where it says something else."""
        return self.text if self.data[0] == 0x5F else None

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.data[1:-1].decode("ascii")


@dataclass(frozen=True, slots=True)
class FlowControl:
    """XON or XOFF: the printer is set to software handshake."""

    data: bytes


Answer = RealTimeAnswer | AutoStatus | FullStatus | QueuedAnswer | AnswerBlock | FlowControl
