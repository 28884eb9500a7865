r"""The worker wire: messages between the controller and a worker, one JSON object a line.

    {"crc":"1c291ca3","name":"state","number":7,"body":{"health":"online","detail":""}}\n

`crc` is the CRC-32 of everything after its comma and before the line's end, in hex. `number` joins
an answer to its question; 0 answers nothing. The controller asks and the worker says:

    report                 how are you?               -> state
    scan   on              look for codes, or rest    -> done, refused
    test                   try what can be tried      -> tested, refused
    state  serves health detail …                     also unasked, when it changes
    card, purchase_card, trouble, code                what happened, unasked

What can go wrong on the wire, and what the decoder does about each:

- A socket loses and flips nothing; an edited recording or another program at the socket does. A
  line that is no such object, or whose `crc` is wrong, is noise.
- Bytes before a message on the same line: noise up to where the message begins.
- A line without end: noise, handed out in pieces of 4 KiB.
- Bytes that stop coming: they wait for more until `finish`, which calls them unfinished.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32

from drivers.wire import Noise, Side, WireProtocol

LINE_MAX = 4096

NO_MESSAGE = "no message begins here"
BAD_CHECKSUM = "wrong checksum"
BAD_SHAPE = "not a message"
TOO_LONG = "line too long"
UNFINISHED = "unfinished message"

REQUESTS = frozenset({"report", "scan", "test"})
ANSWERS = frozenset({"state", "done", "tested", "refused"})
EVENTS = frozenset({"card", "purchase_card", "trouble", "code"})

_HEAD = b'{"crc":"'
_CRC_AT = len(_HEAD)
_REST_AT = _CRC_AT + len('00000000",')
_SEARCHED = LINE_MAX + len(_HEAD) - 1


class MessageTooLongError(ValueError):
    """A message is longer than a line may be: its sender has to keep texts short."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one side says. `body` holds JSON values, and may hold a person's data."""

    name: str
    number: int = 0
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)


def encode(message: Message) -> bytes:
    """Return the line of `message`. Raises `MessageTooLongError`."""
    fields = {"name": message.name, "number": message.number, "body": message.body}
    rest = json.dumps(fields, separators=(",", ":"))[1:].encode()
    line = _HEAD + f'{crc32(rest):08x}",'.encode() + rest + b"\n"
    if len(line) > LINE_MAX:
        raise MessageTooLongError(f"{message.name}: {len(line)} bytes, {LINE_MAX} are the most")
    return line


class WorkerDecoder:
    """Takes what one side says, in any cut."""

    def __init__(self, _side: Side) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Sequence[Message | Noise]:
        """Return what `data` completes."""
        self._buffer += data
        return list(self._take())

    def finish(self) -> Sequence[Message | Noise]:
        """Return what is left."""
        found = list(self._take())
        if self._buffer:
            found.append(Noise(bytes(self._buffer), UNFINISHED))
            self._buffer.clear()
        return found

    def _take(self) -> Iterator[Message | Noise]:
        while (found := self._head()) is not None:
            size, what = found
            data = bytes(self._buffer[:size])
            del self._buffer[:size]
            yield Noise(data, what) if isinstance(what, str) else what

    def _head(self) -> tuple[int, Message | str] | None:
        """Return the size of what stands first, and the message it is or why it is none."""
        newline_at = self._buffer.find(b"\n", 0, LINE_MAX)
        if newline_at < 0:
            if len(self._buffer) < _SEARCHED:
                return None
            return self._stretch(LINE_MAX, TOO_LONG)
        what = _parse(bytes(self._buffer[: newline_at + 1]))
        if isinstance(what, str):
            return self._stretch(newline_at + 1, what)
        return newline_at + 1, what

    def _stretch(self, end: int, reason: str) -> tuple[int, str]:
        begins_at = self._buffer.find(_HEAD, 1, end + len(_HEAD) - 1)
        return (begins_at if begins_at > 0 else end), reason


def _parse(line: bytes) -> Message | str:
    if not line.startswith(_HEAD):
        return NO_MESSAGE
    rest = line[_REST_AT:-1]
    if line[_CRC_AT:_REST_AT] != f'{crc32(rest):08x}",'.encode():
        return BAD_CHECKSUM
    return _message_in(b"{" + rest) or BAD_SHAPE


def _message_in(text: bytes) -> Message | None:
    try:
        fields = json.loads(text)
        # Half of a surrogate pair is legal JSON that nobody could write down again.
        json.dumps(fields, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    name, number, body = (fields.get(key) for key in ("name", "number", "body"))
    if not isinstance(name, str) or type(number) is not int or not isinstance(body, dict):
        return None
    return Message(name, number, body)


def describe(message: Message) -> Mapping[str, Any]:
    """Return the fields of `message` by name."""
    known = message.name in REQUESTS | ANSWERS | EVENTS
    name = message.name if known else f"unknown {message.name}"
    return {**message.body, "name": name, "number": message.number}


WIRE_PROTOCOL = WireProtocol(
    "worker",
    WorkerDecoder,
    describe,
    personal=frozenset({"text", "customer", "meter", "bought_fen"}),
)
