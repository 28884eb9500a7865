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

import re

from drivers.scanner.cutting import Cutter
from drivers.scanner.lines import CODE_BYTES_MAX, ENDLESS, WITHOUT_END, Line, describe_line
from drivers.wire import Side, WireProtocol

_ENDS = re.compile(rb"[\r\n]")


class LineDecoder(Cutter[Line]):
    """Cuts what either side says into lines."""

    def __init__(self, _side: Side) -> None:
        super().__init__()
        self._endless = False

    def _head(self, *, ended: bool) -> tuple[int, Line | str] | None:
        found = _ENDS.search(self._buffer, 0, CODE_BYTES_MAX + 1)
        if found is not None:
            line = Line(bytes(self._buffer[: found.start()]), found.group())
            return found.end(), ENDLESS if self._ends_endless() else line
        if len(self._buffer) > CODE_BYTES_MAX:
            self._endless = True
            return CODE_BYTES_MAX, ENDLESS
        if not ended:
            return None
        return len(self._buffer), ENDLESS if self._ends_endless() else WITHOUT_END

    def _ends_endless(self) -> bool:
        endless, self._endless = self._endless, False
        return endless


WIRE_PROTOCOL = WireProtocol(
    "scanner-line", LineDecoder, describe_line, personal=frozenset({"text"})
)
