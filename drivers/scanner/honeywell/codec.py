"""Honeywell's serial commands and the codes between them.

    16 4D 0D | tag 3, subtag 3, data or ? * ^ | ! volatile or . permanent          to the scanner
    16 54 0D trigger on; 16 55 0D trigger off                                      to the scanner
    echo with its data | 06 ok, 05 unknown tag, 15 bad data | ! . , or ;           its reply
    text | CR or LF or CR LF                                                       a code

Nothing is checked, and nothing but the verdict tells a reply from a code: no code holds the bytes
06, 05 and 15. Source: Honeywell, N3680 and N86xx user guides, serial programming commands.

What can go wrong on the wire, and what the decoder does about each:

- A reply and a code run together, where an end got lost: everything before a verdict that is no
  tag with data is noise.
- The character after the verdict is missing: the driver calls `finish` after a pause, and the
  reply is one without it.
- A flipped byte within a code or a reply: nobody can tell.
- To the scanner: what begins with no 16 and a known letter is noise up to the next 16.
- No end at all: noise in pieces of 8 KiB, up to and with the next end.
"""

import re
from collections.abc import Mapping
from typing import Any

from drivers.scanner.cutting import UNFINISHED, Cutter
from drivers.scanner.honeywell.frames import (
    MENU_PREFIX,
    SYN,
    TRIGGER_OFF,
    TRIGGER_ON,
    VERDICT_MEANINGS,
    Frame,
    Menu,
    Reply,
    Trigger,
    Verdict,
)
from drivers.scanner.lines import CODE_BYTES_MAX, ENDLESS, WITHOUT_END, Line, describe_line
from drivers.wire import Decoder, Side, WireProtocol

COMMAND_BYTES_MAX = 1024

NO_REPLY = "the verdict on no command"
NO_COMMAND = "no command begins here"

_ENDS = re.compile(rb"[\r\n\x05\x06\x15]")
_MARKS = b".!,;"
_STORAGE = re.compile(rb"[.!]")
# A subtag alone follows a comma: the tag of the command before it holds on.
_ECHO = re.compile(r"[0-9A-Za-z]{3}[ -~]*")


class ReplyDecoder(Cutter[Frame]):
    """Cuts what a scanner says into replies and codes."""

    def __init__(self) -> None:
        super().__init__()
        self._endless = False

    def _head(self, *, ended: bool) -> tuple[int, Frame | str] | None:
        found = _ENDS.search(self._buffer, 0, CODE_BYTES_MAX + 1)
        if found is None:
            return self._without_end(ended=ended)
        if self._buffer[found.start()] in set(Verdict):
            return self._reply(found.start(), ended=ended)
        line = Line(bytes(self._buffer[: found.start()]), found.group())
        return found.end(), self._unless_endless(line)

    def _without_end(self, *, ended: bool) -> tuple[int, str] | None:
        if len(self._buffer) > CODE_BYTES_MAX:
            self._endless = True
            return CODE_BYTES_MAX, ENDLESS
        if not ended:
            return None
        endless, self._endless = self._endless, False
        return len(self._buffer), ENDLESS if endless else WITHOUT_END

    def _reply(self, at: int, *, ended: bool) -> tuple[int, Frame | str] | None:
        if at + 1 == len(self._buffer) and not ended:
            return None
        mark = bytes(self._buffer[at + 1 : at + 2])
        mark = mark if mark and mark in _MARKS else b""
        text = self._buffer[:at].decode("latin-1")
        if _ECHO.fullmatch(text) is None:
            return at + 1 + len(mark), self._unless_endless(NO_REPLY)
        reply = Reply(text, Verdict(self._buffer[at]), mark.decode())
        return at + 1 + len(mark), self._unless_endless(reply)

    def _unless_endless(self, what: Frame | str) -> Frame | str:
        endless, self._endless = self._endless, False
        return ENDLESS if endless else what


class CommandDecoder(Cutter[Frame]):
    """Cuts what a host says into commands."""

    def _head(self, *, ended: bool) -> tuple[int, Frame | str] | None:
        for on, trigger in ((True, TRIGGER_ON), (False, TRIGGER_OFF)):
            if self._buffer.startswith(trigger):
                return len(trigger), Trigger(on)
        if self._buffer.startswith(MENU_PREFIX):
            return self._menu(ended=ended)
        begun = any(
            prefix.startswith(self._buffer) for prefix in (TRIGGER_ON, TRIGGER_OFF, MENU_PREFIX)
        )
        if begun:
            return (len(self._buffer), UNFINISHED) if ended else None
        return self._noise(NO_COMMAND, ended=ended)

    def _menu(self, *, ended: bool) -> tuple[int, Frame | str] | None:
        start = len(MENU_PREFIX)
        found = _STORAGE.search(self._buffer, start, COMMAND_BYTES_MAX)
        again = self._buffer.find(SYN, start, COMMAND_BYTES_MAX)
        if found is not None and not 0 <= again < found.start():
            text = self._buffer[start : found.start()].decode("latin-1")
            return found.end(), Menu(text, found.group().decode())
        if again >= 0 or len(self._buffer) >= COMMAND_BYTES_MAX:
            return self._noise(UNFINISHED, ended=ended)
        return (len(self._buffer), UNFINISHED) if ended else None

    def _noise(self, reason: str, *, ended: bool) -> tuple[int, str] | None:
        at = self._buffer.find(SYN, 1, COMMAND_BYTES_MAX)
        if at > 0:
            return at, reason
        if len(self._buffer) >= COMMAND_BYTES_MAX:
            return COMMAND_BYTES_MAX, reason
        return (len(self._buffer), reason) if ended else None


def _decoder(side: Side) -> Decoder[Frame]:
    return CommandDecoder() if side is Side.HOST else ReplyDecoder()


def describe(frame: Frame) -> Mapping[str, Any]:
    """Return the fields of a frame by name."""
    if isinstance(frame, Trigger):
        return {"name": "trigger on" if frame.on else "trigger off"}
    if isinstance(frame, Menu):
        name = "query" if frame.text[-1:] in ("?", "*", "^") else "menu command"
        return {"name": name, "command": frame.text, "permanent": frame.storage == "."}
    if isinstance(frame, Reply):
        meaning = VERDICT_MEANINGS[frame.verdict]
        return {"name": "reply", "command": frame.text, "meaning": meaning}
    return describe_line(frame)


WIRE_PROTOCOL = WireProtocol("honeywell", _decoder, describe, personal=frozenset({"text"}))
