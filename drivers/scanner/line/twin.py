"""A scanner that says codes as lines of text."""

from collections.abc import Mapping
from typing import Any

from drivers.scanner.lines import Line, encode_line
from drivers.scanner.symbologies import aim_identifier
from drivers.scanner.twinning import ScannerTwin


class LineTwin(ScannerTwin):
    """Says each code with `end` after it, in `encoding`, with its AIM identifier if `aim_id`.

    `query` is what it can be asked, and `answer` the line it then says; by default it is deaf.
    """

    def __init__(
        self, *, end: bytes = b"\r", aim_id: bool = False, query: bytes = b"", answer: bytes = b""
    ) -> None:
        super().__init__()
        self.end = end
        self.encoding = "utf-8"
        self.aim_id = aim_id
        self._query = query
        self._answer = answer
        self._heard = b""

    def _tell(self, text: str, symbology: str) -> None:
        prefix = aim_identifier(symbology) if self.aim_id else ""
        data = (prefix + text).encode(self.encoding, errors="replace")
        self._say(encode_line(Line(data, self.end)))

    def receive(self, data: bytes) -> bytes:
        if not self._query:
            return b""
        self._heard = (self._heard + data)[-4096:]
        while self._query in self._heard:
            self._heard = self._heard.partition(self._query)[2]
            self._say(encode_line(Line(self._answer, self.end)))
        return self._said()


def make_twin(options: Mapping[str, Any]) -> LineTwin:
    """Return the device's side for a driver with these options."""
    return LineTwin(
        end=b"" if options.get("pause_ends") else b"\r",
        aim_id=bool(options.get("aim_id")),
        query=bytes.fromhex(options.get("query", "")),
        answer=bytes.fromhex(options.get("answer", "")),
    )
