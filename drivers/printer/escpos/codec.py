"""ESC/POS on the wire: the host's stream into commands and text, the printer's into statuses.

Host to printer, a stream without frames, checksums or addresses:

    text            bytes from 20 up: ASCII, and GB18030 in Kanji mode (on at power-on and after
                    ESC @ in printers for China), else one byte a character in the code page
    single byte     LF, CR, HT, FF, CAN
    command         DLE 10 | ESC 1B | FS 1C | GS 1D, a letter, parameters  (`grammar.py`)
    counted         ESC ( x | FS ( x | GS ( x, pL pH, that many bytes

Printer to host, told apart by fixed bits alone:

    1 byte   & 93 == 12            answer to DLE EOT n, at once
    4 bytes  first & 93 == 10,     automatic status (GS a), on every change
             others & 90 == 00
    6 bytes  10 0F …               answer of kiosk printers to DLE EOT 20, at once. As an automatic
                                   status this would be an error of a printer that is well
    1 byte   & 90 == 00            answer to GS r n, behind the print data
    37 id … 00, 5F … 00            answer blocks; 37 25 00 says that the buffers are empty
    11, 13                         XON, XOFF

The answers to DLE EOT and GS r do not say which n they answer. They can be named only by who knows
the question; this decoder gives the byte, and `describe` every reading it may have.

What can go wrong, and what becomes of it:

- a parameter that the command cannot have, or a length past 64 KiB: one `Noise`, the command;
- a byte that begins no command, half a Chinese character: one `Noise` a stretch;
- a lost byte in an automatic status: its rest is `Noise` as soon as a byte with other fixed bits
  comes; a following answer to GS r looks like the missing byte and is taken for it;
- a lost byte in the answer to DLE EOT 20: it ends with the first byte of what follows, for it has
  no fixed bits but its head;
- a damaged length swallows what follows, as it does in the printer. Printers obey DLE EOT, DLE ENQ
  and DLE DC4 even there (`realtime.py`); this decoder shows them as parameters.

Sources: Epson ESC/POS command reference; TM-U220A, SRP-350, TP80K, TM-L90 and KPM150 manuals.
"""

import abc
import re
from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from drivers.printer.escpos import grammar, status
from drivers.printer.escpos.characters import character_size, decode_text
from drivers.printer.escpos.frames import (
    Answer,
    AnswerBlock,
    AutoStatus,
    Command,
    FlowControl,
    FullStatus,
    QueuedAnswer,
    RealTimeAnswer,
)
from drivers.printer.escpos.parameters import BrokenCommandError, Fields
from drivers.wire import Decoder, Noise, Side, WireProtocol

_TEXT_BYTES_MAX = 256
_STRAY_BYTES_MAX = 1024
_BLOCK_BYTES_MAX = 80

# The bytes whose fixed bits are no status's, and that are neither flow control nor a block's first.
_STRAYS = re.compile(
    rb"[\x15\x17\x19\x1B\x1D\x1F\x31\x33\x35\x39\x3B\x3D\x3F\x51\x53\x55\x57\x59\x5B\x5D"
    rb"\x71\x73\x75\x77\x79\x7B\x7D\x7F-\xFF]+"
)

_NO_COMMAND = "no command begins with this"
_NO_CHARACTER = "no character of this code"
_NO_STATUS = "no status has these bits"
_STRAY_REASONS = frozenset({_NO_COMMAND, _NO_CHARACTER, _NO_STATUS})
_NOTHING_STRAY = Noise(b"", "")


FrameT = TypeVar("FrameT", Command, Answer)


class _Sifter(abc.ABC, Generic[FrameT]):
    """Takes frames off the front of a buffer and gathers what is none into stretches."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._stray = _NOTHING_STRAY

    def feed(self, data: bytes) -> Sequence[FrameT | Noise]:
        """Return what `data` completes."""
        self._bytes += data
        return self._drain(ended=False)

    def finish(self) -> Sequence[FrameT | Noise]:
        """Return what is left when no more bytes come."""
        found = self._drain(ended=True)
        if self._bytes:
            found.append(Noise(bytes(self._bytes), "unfinished"))
            self._bytes.clear()
        return found

    def _drain(self, *, ended: bool) -> list[FrameT | Noise]:
        found: list[FrameT | Noise] = []
        while self._bytes and (item := self._next(ended=ended)) is not None:
            del self._bytes[: len(item.data)]
            if isinstance(item, Noise) and item.reason in _STRAY_REASONS:
                found += self._gather(item)
            else:
                if self._stray.data:
                    found += self._let_go()
                found.append(item)
        if ended:
            found += self._let_go()
        return found

    def _gather(self, noise: Noise) -> list[Noise]:
        full = len(self._stray.data) >= _STRAY_BYTES_MAX
        gone = self._let_go() if full or noise.reason != self._stray.reason else []
        begun = self._stray.data
        self._stray = Noise(begun + noise.data, noise.reason) if begun else noise
        return gone

    def _let_go(self) -> list[Noise]:
        if not self._stray.data:
            return []
        gone, self._stray = self._stray, _NOTHING_STRAY
        return [gone]

    @abc.abstractmethod
    def _next(self, *, ended: bool) -> FrameT | Noise | None:
        """Return what the buffer begins with, or None where more bytes must decide."""


class HostDecoder(_Sifter[Command]):
    """Decodes what the host says. Text comes when the next control byte ends it, or 256 bytes."""

    def __init__(self) -> None:
        super().__init__()
        self._page: int | None = None  # None in Kanji mode
        self._chosen_page = 0

    def _next(self, *, ended: bool) -> Command | Noise | None:
        lead = self._bytes[0]
        if lead >= 0x20:
            return self._text(ended=ended)
        if lead in grammar.LEADS:
            return self._command()
        if lead in grammar.SINGLES:
            return Command(grammar.SINGLES[lead], bytes([lead]))
        return Noise(bytes([lead]), _NO_COMMAND)

    def _text(self, *, ended: bool) -> Command | Noise | None:
        end = 0
        while end < min(len(self._bytes), _TEXT_BYTES_MAX) and self._bytes[end] >= 0x20:
            size = character_size(bytes(self._bytes[end : end + 4]), self._page)
            if size is None:
                if not ended or end == 0:
                    return None
                break
            if size == 0:
                return self._text_of(end) if end else Noise(bytes(self._bytes[:1]), _NO_CHARACTER)
            end += size
        undecided = end == len(self._bytes) and end < _TEXT_BYTES_MAX and not ended
        return None if undecided else self._text_of(end)

    def _text_of(self, end: int) -> Command:
        data = bytes(self._bytes[:end])
        return Command("text", data, {"text": decode_text(data, self._page), **self._code_page()})

    def _code_page(self) -> dict[str, int]:
        return {} if self._page is None else {"code_page": self._page}

    def _command(self) -> Command | Noise | None:
        named = grammar.prefix_size(bytes(self._bytes[:2]))
        if len(self._bytes) < named:
            return None
        end = named
        try:
            form = grammar.form_of(bytes(self._bytes[:named]))
            size = form.size_after(bytes(self._bytes[named : named + 512]))
            if size is None or len(self._bytes) < named + size:
                return None
            end = named + size
            fields = form.reading(bytes(self._bytes[named:end]))
        except BrokenCommandError as error:
            return Noise(bytes(self._bytes[: end + error.used]), str(error))
        name = fields.pop("name", form.name)
        self._follow(name, fields)
        return Command(name, bytes(self._bytes[:end]), fields)

    def _follow(self, name: str, fields: Fields) -> None:
        if name == "initialise":
            self._page, self._chosen_page = None, 0
        elif name == "kanji":
            self._page = None if fields["on"] else self._chosen_page
        elif name == "code page":
            self._chosen_page = fields["page"]
            self._page = None if self._page is None else self._chosen_page


def _one_byte_answer(first: int) -> Answer | None:
    if first & 0x93 == 0x12:
        return RealTimeAnswer(bytes([first]))
    if first & 0x90 == 0x00:
        return QueuedAnswer(bytes([first]))
    return FlowControl(bytes([first])) if first in (0x11, 0x13) else None


# All there are, made once: in a flood of garbage every other byte is one.
_ONE_BYTE_ANSWERS = {
    first: answer for first in range(256) if (answer := _one_byte_answer(first)) is not None
}


class DeviceDecoder(_Sifter[Answer]):
    """Decodes what the printer says."""

    def _next(self, *, ended: bool) -> Answer | Noise | None:
        first = self._bytes[0]
        if first in _ONE_BYTE_ANSWERS:
            return _ONE_BYTE_ANSWERS[first]
        if first & 0x93 == 0x10:
            return self._full_status() if self._is_full() else self._auto_status()
        if first in (0x37, 0x5F):
            return self._block()
        return Noise(self._strays(), _NO_STATUS)

    def _strays(self) -> bytes:
        """Return the bytes at the front that begin nothing, as many as go into one stretch."""
        room = _STRAY_BYTES_MAX - len(self._stray.data) or _STRAY_BYTES_MAX
        strays = _STRAYS.match(self._bytes, 0, room)
        assert strays is not None  # noqa: S101 - the first byte is one
        return strays[0]

    def _is_full(self) -> bool:
        return self._bytes[:2] == status.FULL_HEAD

    def _full_status(self) -> Answer | None:
        return FullStatus(bytes(self._bytes[:6])) if len(self._bytes) >= 6 else None

    def _auto_status(self) -> Answer | Noise | None:
        for place, byte in enumerate(self._bytes[1:4], 1):
            if byte & 0x90:
                return Noise(bytes(self._bytes[:place]), "automatic status broken off")
        return AutoStatus(bytes(self._bytes[:4])) if len(self._bytes) >= 4 else None

    def _block(self) -> Answer | Noise | None:
        for place, byte in enumerate(self._bytes[1:_BLOCK_BYTES_MAX], 1):
            if byte == 0:
                return AnswerBlock(bytes(self._bytes[: place + 1]))
            if not 0x20 <= byte < 0x7F:
                return Noise(bytes(self._bytes[:place]), "answer block broken off")
        whole = len(self._bytes) >= _BLOCK_BYTES_MAX
        return Noise(bytes(self._bytes[:_BLOCK_BYTES_MAX]), "block too long") if whole else None


def _decoder(side: Side) -> Decoder[Any]:
    return HostDecoder() if side is Side.HOST else DeviceDecoder()


def _describe(frame: Command | Answer) -> Mapping[str, Any]:
    if isinstance(frame, Command):
        return {"name": frame.name, **frame.fields, "hex": frame.data.hex().upper()}
    return {**_describe_answer(frame), "hex": frame.data.hex().upper()}


def _describe_answer(answer: Answer) -> dict[str, Any]:
    match answer:
        case RealTimeAnswer(data):
            readings = {n: status.read_bits(data[0], bits) for n, bits in status.REAL_TIME.items()}
            words = {f"if_asked_{n}": state.words for n, state in readings.items()}
            return {"name": "answer to DLE EOT", **words}
        case QueuedAnswer():
            return {"name": "answer to GS r", "if_asked_1": answer.paper.words}
        case AutoStatus() | FullStatus():
            full = isinstance(answer, FullStatus)
            name = "answer to DLE EOT 20" if full else "automatic status"
            return {"name": name, "state": answer.state.words}
        case FlowControl(data):
            return {"name": "XON" if data == b"\x11" else "XOFF"}
        case AnswerBlock():
            return _describe_block(answer)


def _describe_block(block: AnswerBlock) -> dict[str, Any]:
    if block.cleared:
        return {"name": "buffers cleared"}
    if block.identity is not None:
        return {"name": "answer to GS I", "text": block.identity}
    return {"name": f"unknown block {block.data[:1].hex().upper()}", "text": block.text}


WIRE_PROTOCOL = WireProtocol(name="escpos", decoder=_decoder, describe=_describe)
