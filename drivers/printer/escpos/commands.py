"""What a host says to a printer: one function a command, each returning its bytes.

    DLE 10   ESC 1B   FS 1C   GS 1D

Sources: Epson's ESC/POS command reference; Samsung SRP-350 and HPRT TP80K manuals.
"""

import re
from enum import IntEnum, StrEnum
from typing import Final

from drivers.printer.escpos import code128


class UnprintableError(ValueError):
    """A parameter that no printer could print; the message says which and why."""


class Align(IntEnum):
    """Where a line stands."""

    LEFT = 0
    CENTRE = 1
    RIGHT = 2


class QrLevel(StrEnum):
    """How much of a QR code may be lost: 7, 15, 25, 30 per cent."""

    L = "L"
    M = "M"
    Q = "Q"
    H = "H"


class ClearCommand(StrEnum):
    """What makes a printer forget what it holds when it has stopped in mid-ticket.

    Epson's printers do on DLE DC4 8, and say so. Others do on DLE ENQ 2 and say nothing; Epson's
    own do that only after an error of cutter or cover, not at the end of the paper. `none` is for
    those that know neither.
    """

    DC4 = "dc4"
    ENQ = "enq"
    NONE = "none"


# Empties receive and print buffers at once, whatever the printer is doing, and is answered with
# 37 25 00. (Epson; TM-L90 specification, DLE DC4 fn 8)
CLEAR_BUFFERS: Final = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")
LINE_FEED: Final = b"\n"

_QR_LEVELS = "LMQH"
_SYMBOL_BYTES_MAX = 7089


def initialise() -> bytes:
    """ESC @: empty the line buffer, settings as at power-on. It turns automatic status off too."""
    return b"\x1b@"


def kanji(on: bool) -> bytes:
    """FS & and FS .: read bytes from 81 up in pairs or fours as GB18030, or singly."""
    return b"\x1c&" if on else b"\x1c."


def align(to: Align) -> bytes:
    """ESC a: where the next lines stand."""
    return b"\x1ba" + bytes([to])


def bold(on: bool) -> bytes:
    """ESC E: thick strokes or not."""
    return b"\x1bE" + bytes([on])


def size(width: int, height: int) -> bytes:
    """GS !: characters 1 to 8 times as wide and as high."""
    _within("width", width, 1, 8)
    _within("height", height, 1, 8)
    return b"\x1d!" + bytes([(width - 1) << 4 | (height - 1)])


def text(words: str) -> bytes:
    """Return `words` in GB18030; what is no character becomes a space, so nothing can command."""
    printable = "".join(char if char.isprintable() or char == "\u3000" else " " for char in words)
    return printable.encode("gb18030", errors="replace")


def feed_lines(lines: int) -> bytes:
    """ESC d: print what is in the line buffer and feed."""
    _within("lines", lines, 0, 255)
    return b"\x1bd" + bytes([lines])


def feed_dots(dots: int) -> bytes:
    """ESC J: print what is in the line buffer and feed by `dots`."""
    _within("dots", dots, 0, 255)
    return b"\x1bJ" + bytes([dots])


def line_spacing(dots: int) -> bytes:
    """ESC 3: from one line to the next; higher characters push it wider."""
    _within("line spacing", dots, 0, 255)
    return b"\x1b3" + bytes([dots])


def cut(*, full: bool = False, feed: bool = True) -> bytes:
    """GS V: cut, leaving a bridge unless `full`; `feed` first brings the text past the blade."""
    if feed:
        return b"\x1dV" + bytes([65 if full else 66, 0])
    return b"\x1dV" + bytes([0 if full else 1])


def qr(data: bytes, module_dots: int = 6, level: QrLevel = QrLevel.M) -> bytes:
    """GS ( k: model 2, module size, error correction, store, print."""
    _within("QR module", module_dots, 1, 16)
    _within("QR data", len(data), 1, _SYMBOL_BYTES_MAX)
    if b"\x10" in data:
        raise UnprintableError("QR data holds a DLE, which printers obey even there")
    return b"".join(
        [
            _symbol(65, b"2\x00"),
            _symbol(67, bytes([module_dots])),
            _symbol(69, bytes([48 + _QR_LEVELS.index(level)])),
            _symbol(80, b"0" + data),
            _symbol(81, b"0"),
        ]
    )


def _symbol(function: int, parameters: bytes) -> bytes:
    body = bytes([49, function]) + parameters
    return b"\x1d(k" + len(body).to_bytes(2, "little") + body


def code128_bars(words: str, height_dots: int = 64, module_dots: int = 2) -> bytes:
    """GS h, w, f, H, k 73: the bars with the text below them."""
    _within("barcode height", height_dots, 1, 255)
    _within("barcode module", module_dots, 1, 6)
    data = code128_data(words)
    return (
        b"\x1dh" + bytes([height_dots]) + b"\x1dw" + bytes([module_dots])
        + b"\x1df\x00\x1dH\x02\x1dkI" + bytes([len(data)]) + data
    )  # fmt: skip


def code128_data(words: str) -> bytes:
    """Return what GS k 73 wants for `words`, in code set B.

    Code set C would be shorter, but its bytes are digit pairs: 16 04 01 in a row is DLE EOT 1 to
    a printer, which obeys real-time commands wherever they stand.
    """
    if not words.isascii() or not words.isprintable() or not words:
        raise UnprintableError("a CODE128 barcode holds one or more printable ASCII characters")
    data = b"{B" + words.replace("{", "{{").encode("ascii")
    _within("CODE128 data", len(data), 2, 255)
    return data


def code128_dots(words: str, module_dots: int) -> int:
    """Return how wide the bars of `words` are."""
    return len(code128.modules(code128_data(words))) * module_dots


def real_time_status(n: int) -> bytes:
    """DLE EOT: 1 printer, 2 why offline, 3 which error, 4 paper. Answered at once."""
    _within("DLE EOT", n, 1, 4)
    return b"\x10\x04" + bytes([n])


def full_status() -> bytes:
    """DLE EOT 20: everything at once, in six bytes. Kiosk printers (Custom KPM150 and others)."""
    return b"\x10\x04\x14"


def identify(n: int) -> bytes:
    """GS I: 65 firmware, 66 maker, 67 model. Answered behind the print data, `5F … 00`."""
    _within("GS I", n, 65, 67)
    return b"\x1dI" + bytes([n])


def raster(rows: bytes, row_bytes: int) -> bytes:
    """GS v 0: a picture, row by row, eight dots a byte, the leftmost in bit 7, one is black.

    Epson calls it obsolete and names GS ( L instead; printers of all makers know it, and many
    clones know only this one.
    """
    _within("bytes of a row", row_bytes, 1, 255)
    _within("rows", len(rows) // row_bytes, 1, 255)
    height = len(rows) // row_bytes
    return b"\x1dv0\x00" + bytes([row_bytes, 0, height, 0]) + _without_real_time(rows)


def _without_real_time(dots: bytes) -> bytes:
    """Return `dots` with one dot less wherever they would read as DLE EOT, ENQ or DC4."""
    return re.sub(rb"\x10(?=[\x04\x05\x14])", b"\x00", dots)


def queued_status(n: int = 1) -> bytes:
    """GS r: 1 paper, 2 drawer. Answered when everything sent before has been worked off."""
    _within("GS r", n, 1, 2)
    return b"\x1dr" + bytes([n])


def auto_status(mask: int = 0xFF) -> bytes:
    """GS a: say now, and on each change, what `mask` selects; 0 turns it off."""
    _within("GS a", mask, 0, 255)
    return b"\x1da" + bytes([mask])


def recover(n: int = 2) -> bytes:
    """DLE ENQ: after an error go on (1), or empty the buffers and go on (2)."""
    _within("DLE ENQ", n, 1, 2)
    return b"\x10\x05" + bytes([n])


def _within(what: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise UnprintableError(f"{what} is {value}, not {low} to {high}")
