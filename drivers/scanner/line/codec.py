"""Codes as lines of text, as most scanners say them on a serial line.

    text of the code | CR  or  LF  or  CR LF

Nothing is escaped and nothing is checked: a scanner set to `text + CR` says just that. Source:
the serial defaults of the makers' manuals (Honeywell N3680, Newland HR52, Zebra DS9908).

What can go wrong on the wire, and what the decoder does about each:

- CR LF cut in two: a line ends at either; the LF after a CR is a line end with nothing before it,
  in whatever pieces the two arrive.
- A flipped or lost byte: nobody can tell. The text is wrong.
- The end of a line is lost: the code runs into the next one, unless a pause comes between; the
  driver then calls `finish`, and what has no end is noise.
- No end at all: noise in pieces of 8 KiB, up to and with the next end. The longest QR code holds
  7089 characters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from drivers.scanner.cutting import Cutter
from drivers.scanner.text import CodeTextError, code_text
from drivers.wire import Side, WireProtocol

LINE_BYTES_MAX = 8192

ENDLESS = "no line is as long as this"
WITHOUT_END = "the line has no end"

_CR, _LF = b"\r", b"\n"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a code, or nothing at all, and the byte that ended it."""

    data: bytes = field(repr=False)
    end: bytes = _CR


def encode(line: Line) -> bytes:
    """Return a line as it goes over the wire."""
    return line.data + line.end


class LineDecoder(Cutter[Line]):
    """Cuts what either side says into lines."""

    def __init__(self, _side: Side) -> None:
        super().__init__()
        self._endless = False

    def _head(self, *, ended: bool) -> tuple[int, Line | str] | None:
        at = end_of_line(self._buffer, LINE_BYTES_MAX + 1)
        if at >= 0:
            endless, self._endless = self._endless, False
            line = Line(bytes(self._buffer[:at]), bytes(self._buffer[at : at + 1]))
            return at + 1, ENDLESS if endless else line
        if len(self._buffer) > LINE_BYTES_MAX:
            self._endless = True
            return LINE_BYTES_MAX, ENDLESS
        return self._unended() if ended else None

    def _unended(self) -> tuple[int, str]:
        endless, self._endless = self._endless, False
        return len(self._buffer), ENDLESS if endless else WITHOUT_END


def end_of_line(buffer: bytearray, within: int) -> int:
    """Return where the first CR or LF within the first bytes is, or -1."""
    found = [at for end in (_CR, _LF) if (at := buffer.find(end, 0, within)) >= 0]
    return min(found, default=-1)


def describe(line: Line) -> Mapping[str, Any]:
    """Return the fields of a line by name."""
    if not line.data:
        return {"name": "line end"}
    try:
        return {"name": "code", "text": code_text(line.data), "bytes": len(line.data)}
    except CodeTextError as error:
        return {"name": "line that is no code", "problem": str(error), "text": line.data.hex()}


WIRE_PROTOCOL = WireProtocol("scanner-line", LineDecoder, describe, personal=frozenset({"text"}))
