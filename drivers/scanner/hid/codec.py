"""A keyboard's input events: bytes to events and back.

    seconds 8 | microseconds 8 | type 2 | code 2 | value 4        little-endian, 24 bytes

A kernel with 32-bit words has four bytes for each of the times, 16 in all. A key that goes down and
up is an event of type 1 each time, with a SYN event (type 0) after it. Source: Linux,
include/uapi/linux/input.h, and Documentation/input/event-codes.rst.

What can go wrong, and what the decoder does about each:

- A node gives whole events and nothing else. In a recording, or behind a device server, bytes may
  be missing: what is no event of a keyboard (a type or key that none has, a million microseconds,
  a year after 2242) is noise, up to where one seems to begin.
- A shift by whole zeros looks like an event: nobody can tell. After a pause the driver calls
  `finish`, and reading begins anew.
- Events that the kernel dropped: an event of its own says so (SYN, code 3).
- Noise without end: handed out in pieces of 512 bytes.
"""

from collections.abc import Mapping
from typing import Any

from drivers.scanner.cutting import UNFINISHED, Cutter
from drivers.scanner.hid.events import (
    EVENT_BYTES_64,
    STRUCTS,
    SYN_DROPPED,
    EventType,
    InputEvent,
    Press,
    decode,
)
from drivers.scanner.hid.keys import TERMINATORS, typed
from drivers.wire import Side, WireProtocol

NO_EVENT = "no event of a keyboard"

_NOISE_MAX = 512
_KEY_MAX = 0x2FF
_SECONDS_MAX = 1 << 33
_TYPES = frozenset(EventType)
_PRESSES = frozenset(Press)


class HidDecoder(Cutter[InputEvent]):
    """Takes what a node says, in any cut. A host says events too, where it sets a lamp."""

    def __init__(self, _side: Side, event_bytes: int = EVENT_BYTES_64) -> None:
        super().__init__()
        self._struct = STRUCTS[event_bytes]
        self._looked_at = 1  # within noise: no event begins before this

    def _head(self, *, ended: bool) -> tuple[int, InputEvent | str] | None:
        size = self._struct.size
        if len(self._buffer) < size:
            return (len(self._buffer), UNFINISHED) if ended else None
        if self._is_event(0):
            return size, decode(bytes(self._buffer[:size]))
        return self._noise(ended=ended)

    def _is_event(self, at: int) -> bool:
        seconds, microseconds, kind, code, value = self._struct.unpack_from(self._buffer, at)
        if not (0 <= seconds < _SECONDS_MAX and 0 <= microseconds < 1_000_000):
            return False
        if kind == EventType.KEY:
            return bool(code <= _KEY_MAX and value in _PRESSES)
        return kind in _TYPES and code <= 0xFF

    def _noise(self, *, ended: bool) -> tuple[int, str] | None:
        size = self._next_event()
        if size is None and ended:
            size = min(len(self._buffer), _NOISE_MAX)
        if size is None:
            return None
        self._looked_at = 1
        return size, NO_EVENT

    def _next_event(self) -> int | None:
        """Return where noise ends: at an event, or at its bound; None where more has to come."""
        end = min(len(self._buffer) - self._struct.size + 1, _NOISE_MAX)
        for at in range(self._looked_at, end):
            if self._is_event(at):
                return at
        self._looked_at = max(end, 1)
        return _NOISE_MAX if end == _NOISE_MAX else None


def describe(event: InputEvent) -> Mapping[str, Any]:
    """Return the fields of an event by name. `key` is what it types without shift."""
    fields = {"name": _name(event), "at_s": event.at_s, "code": event.code, "value": event.value}
    if event.type == EventType.KEY:
        key = TERMINATORS.get(event.code) or typed(event.code, shifted=False)
        fields["key"] = key or f"key {event.code}"
    return fields


def _name(event: InputEvent) -> str:
    if event.type == EventType.KEY:
        return f"key {Press(event.value).name.lower()}"
    if event.type == EventType.SYN and event.code == SYN_DROPPED:
        return "events were dropped"
    return EventType(event.type).name.lower()


WIRE_PROTOCOL = WireProtocol(
    "hid", HidDecoder, describe, personal=frozenset({"code", "value", "key"})
)
