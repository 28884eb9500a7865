r"""Lines of the Network UPS Tools protocol (RFC 9271), as text over TCP.

```
GET VAR hall ups.status\n              VAR hall ups.status "OL"\n        words apart by spaces,
LIST VAR hall\n                        BEGIN LIST VAR hall\n … \n        in quotes where they hold
                                       ERR UNKNOWN-UPS\n                 spaces; \" \\ \# escaped
```

What goes wrong on the wire, and what becomes of it:

- a line is cut or never ends: it waits for its end. Past 1024 bytes, the longest upsd writes, all
  of it up to its end is noise, so nothing is kept and the next line is read again.
- quotes that are not closed, control bytes, no UTF-8: the line is noise, the next one is read.
- an empty line is noise. One that begins with a word nobody knows is a frame, named unknown.
- two answers in one packet, one in many: only line ends count.
- answers carry no number: whoever asks compares the words that answer and question share.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drivers.wire import Noise, Side, WireProtocol

_END = b"\n"
_LINE_MAX = 1024
# A word in quotes or without them, then spaces or the end.
_WORD = re.compile(r'(?:"((?:[^"\\]|\\.)*)"|((?:[^"\\\s]|\\.)+))(?:[ \t]+|$)')
_ESCAPED = re.compile(r'["\\#]')
_PLAIN = re.compile(r'[^\s"\\#]+')
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

# Of what a server says, the last word of these stands in quotes whatever it holds.
_QUOTED = frozenset({"VAR", "UPS", "DESC", "UPSDESC", "CMDDESC", "ENUM", "RW", "TYPE"})

_MEANINGS = {
    "ACCESS-DENIED": "it does not let us in: user name, password or address",
    "DATA-STALE": "it hears nothing new from the UPS",
    "DRIVER-NOT-CONNECTED": "the driver of the UPS does not run",
    "UNKNOWN-UPS": "it has no UPS of that name",
    "VAR-NOT-SUPPORTED": "this UPS does not say that",
    "UNKNOWN-COMMAND": "it does not know this command",
    "INVALID-ARGUMENT": "it does not understand this",
    "INVALID-PASSWORD": "the password is wrong",
    "INVALID-USERNAME": "the user name is wrong",
    "PASSWORD-REQUIRED": "it wants a password",
    "USERNAME-REQUIRED": "it wants a user name",
    "ALREADY-SET-PASSWORD": "it has a password of us already",
    "ALREADY-SET-USERNAME": "it has a user name of us already",
    "ALREADY-LOGGED-IN": "we are logged in already",
}


class OutOfRangeError(ValueError):
    """The words do not fit a line."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its words without quotes. They may hold a password and stay out of `repr`."""

    words: tuple[str, ...]
    side: Side = Side.HOST

    def __repr__(self) -> str:
        return f"Line({self.words[0]!r} and {len(self.words) - 1} more, {self.side})"


def encode(line: Line) -> bytes:
    """Return a line as it goes over the wire. Raises `OutOfRangeError`."""
    if not line.words or any(_CONTROL.search(word) for word in line.words):
        raise OutOfRangeError("a line has one word at least, and no control characters")
    words = [_written(word) for word in line.words]
    if line.side is Side.DEVICE and line.words[0] in _QUOTED and len(words) > 2:
        words[-1] = _quoted(line.words[-1])
    data = " ".join(words).encode() + _END
    if len(data) > _LINE_MAX:
        raise OutOfRangeError(f"a line of {len(data)} bytes is longer than {_LINE_MAX}")
    return data


def _written(word: str) -> str:
    return word if _PLAIN.fullmatch(word) else _quoted(word)


def _quoted(word: str) -> str:
    return '"' + _ESCAPED.sub(r"\\\g<0>", word) + '"'


class _BrokenLineError(ValueError):
    """The bytes are no line; the message says why."""


class NutDecoder:
    """Cuts what one side says into lines and noise."""

    def __init__(self, side: Side) -> None:
        self._side = side
        self._pending = bytearray()
        self._too_long = False

    def feed(self, data: bytes) -> list[Line | Noise]:
        """Return what `data` completes."""
        self._pending += data
        found: list[Line | Noise] = []
        while (item := self._first()) is not None:
            found.append(item)
        return found

    def finish(self) -> list[Line | Noise]:
        """Return what is left, as noise."""
        rest = bytes(self._pending)
        self._pending.clear()
        return [Noise(rest, "unfinished line")] if rest else []

    def _first(self) -> Line | Noise | None:
        end = self._pending.find(_END, 0, _LINE_MAX)
        if end < 0 and len(self._pending) < _LINE_MAX:
            return None
        data = bytes(self._pending[: end + 1 if end >= 0 else _LINE_MAX])
        del self._pending[: len(data)]
        continued, self._too_long = self._too_long, end < 0
        if continued or end < 0:
            return Noise(data, f"a line longer than {_LINE_MAX} bytes")
        try:
            return Line(_words(data[:-1]), self._side)
        except _BrokenLineError as error:
            return Noise(data, str(error))


def _words(data: bytes) -> tuple[str, ...]:
    try:
        text = data.decode().strip(" \t\r")
    except UnicodeDecodeError as error:
        raise _BrokenLineError(f"no UTF-8 at byte {error.start}") from None
    if _CONTROL.search(text):
        raise _BrokenLineError("control bytes in a line")
    if not text:
        raise _BrokenLineError("an empty line")
    words, place = [], 0
    while place < len(text):
        word = _WORD.match(text, place)
        if word is None:
            raise _BrokenLineError(f"quotes are not as they should be at character {place}")
        words.append(re.sub(r"\\(.)", r"\1", word[1] if word[1] is not None else word[2]))
        place = word.end()
    return tuple(words)


def error_meaning(code: str) -> str:
    """Return an error of the server in words."""
    return _MEANINGS.get(code, "it refuses, for a reason nobody knows")


# What a line is called, and the names of the words behind it; a password is not among them.
_FIELDS: Mapping[Side, Mapping[tuple[str, ...], tuple[str, ...]]] = {
    Side.HOST: {
        ("GET", "VAR"): ("ups", "variable"),
        ("LIST", "UPS"): (),
        ("LIST", "VAR"): ("ups",),
        ("USERNAME",): ("user",),
        ("PASSWORD",): (),
        ("LOGIN",): ("ups",),
        ("LOGOUT",): (),
        ("VER",): (),
    },
    Side.DEVICE: {
        ("VAR",): ("ups", "variable", "value"),
        ("UPS",): ("ups", "description"),
        ("BEGIN", "LIST"): ("list", "ups"),
        ("END", "LIST"): ("list", "ups"),
        ("ERR",): ("code",),
        ("OK",): ("words",),
        ("Network", "UPS", "Tools"): ("program", "version"),
    },
}


def describe(line: Line) -> dict[str, Any]:
    """Return a line as JSON values by name."""
    for start, fields in _FIELDS[line.side].items():
        if line.words[: len(start)] == start:
            named = dict(zip(fields, line.words[len(start) :], strict=False))
            meaning = {"meaning": error_meaning(named["code"])} if "code" in named else {}
            return {"name": " ".join(start).lower(), **named, **meaning}
    return {"name": f"unknown {line.words[0]}", "words": len(line.words)}


WIRE_PROTOCOL = WireProtocol("nut", NutDecoder, describe)
