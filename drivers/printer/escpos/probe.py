"""How a ticket printer is found on a port that nobody knows."""

from drivers.contract import Kind, LineSettings
from drivers.printer.escpos import commands, status
from drivers.probing import Probe

# Asked twice: one byte is one bit pattern in sixteen, and noise finds that soon enough.
_QUESTION = commands.real_time_status(1) * 2


def _recognise(heard: bytes) -> str:
    """Return what answered; nothing unless it was two equal answers to DLE EOT and no more."""
    if len(heard) != 2 or heard[0] != heard[1] or heard[0] & 0x93 != 0x12:
        return ""
    state = status.read_bits(heard[0], status.REAL_TIME[1])
    said = "which says that it is offline" if state else "ready"
    return f"ESC/POS ticket printer, {said}"


PROBE = Probe(
    kind=Kind.PRINTER,
    protocol="escpos",
    question=_QUESTION,
    recognise=_recognise,
    lines=tuple(LineSettings(baudrate=rate) for rate in (115200, 9600, 19200, 38400, 57600)),
    within_s=0.5,
)
