"""How a ticket looks on paper: `PaperTicket` into the bytes that print it.

The number comes first and as large as the paper allows; what a visitor must know (service, how
many wait, where to wait) follows in double size; the codes stand at the end, for scanners.
"""

import re
from collections.abc import Iterator

import segno

from drivers.contract import PaperTicket
from drivers.printer.escpos import commands
from drivers.printer.escpos.characters import is_wide
from drivers.printer.escpos.commands import Align, QrLevel, UnprintableError

# Printable dots at 203 dpi by width of the roll.
DOTS_BY_WIDTH_MM = {58: 384, 80: 576}

_CELL_DOTS = 12  # an ASCII character at size 1; a Chinese one takes two cells
_NUMBER_SIZE_MAX = 8
_CHARACTER_DOTS = 24
_SMALL, _LARGE = 1, 2
_LEADING_DOTS = 8
_GAP_DOTS = 20
_QR_MODULE_DOTS = 6
_QR_QUIET_MODULES = 8
_BAR_DOTS = 80
_BAR_MODULES_DOTS = (3, 2, 1)  # 1 is 0.125 mm: for near scanners, and better than no ticket
_CLOSING = "，。、；：！？）》”’,.;:!?)"
_WORDS = re.compile(r"[!-~–—]+|.")


def lay_out(ticket: PaperTicket, dots: int, *, full_cut: bool = False) -> bytes:
    """Return what prints and cuts `ticket` on a printer that has just been initialised.

    `dots` is the printable width. Raises `UnprintableError` where QR code or barcode do not fit.
    """
    return b"".join(
        [
            commands.kanji(True),
            commands.align(Align.CENTRE),
            *_number(ticket.number, dots),
            *_lines(ticket.hall, dots, _LARGE),
            *_lines(ticket.service, dots, _LARGE, bold=True),
            *_lines(ticket.service_english, dots, _LARGE),
            *_lines(ticket.ahead, dots, _LARGE),
            *_lines(ticket.where, dots, _LARGE, bold=True),
            *_lines(ticket.issued_at, dots, _SMALL),
            *_qr(ticket.qr, dots),
            *_barcode(ticket.barcode, dots),
            *_lines(ticket.footer, dots, _SMALL),
            commands.cut(full=full_cut),
        ]
    )


def lay_out_void(dots: int) -> bytes:
    """Return what marks and cuts off the half ticket that hangs out of the printer."""
    words = "未印完，作废\nINCOMPLETE, VOID"
    marked = b"".join(_lines(words, dots, _LARGE, bold=True))
    return commands.kanji(True) + commands.align(Align.CENTRE) + marked + commands.cut()


def _number(number: str, dots: int) -> Iterator[bytes]:
    size = max(1, min(_NUMBER_SIZE_MAX, dots // max(1, cells(number) * _CELL_DOTS)))
    yield from _lines(number, dots, size, bold=True)


def _lines(words: str, dots: int, size: int, *, bold: bool = False) -> Iterator[bytes]:
    """Yield the lines of a block and the gap below it, or nothing for no words."""
    room = dots // (_CELL_DOTS * size)
    lines = [line for part in words.splitlines() for line in wrap(part, room)]
    if not lines:
        return
    yield commands.size(size, size) + commands.bold(bold)
    yield commands.line_spacing(size * _CHARACTER_DOTS + _LEADING_DOTS)
    for line in lines:
        yield commands.text(line) + commands.LINE_FEED
    yield commands.feed_dots(_GAP_DOTS)


def _qr(words: str, dots: int) -> Iterator[bytes]:
    if not words:
        return
    data = words.encode(errors="replace")
    try:
        # The printer draws it. What is wanted here is its size, which no mask changes.
        modules = len(segno.make_qr(data, error="m", boost_error=False, mask=0).matrix)
    except segno.DataOverflowError:
        raise UnprintableError(f"{len(data)} bytes are too many for a QR code") from None
    module_dots = min(_QR_MODULE_DOTS, dots // (modules + _QR_QUIET_MODULES))
    yield commands.qr(data, module_dots, QrLevel.M) + commands.feed_dots(_GAP_DOTS)


def _barcode(words: str, dots: int) -> Iterator[bytes]:
    """Yield the bars, as wide as they fit. The paper's margins are their quiet zone."""
    if not words:
        return
    for module_dots in _BAR_MODULES_DOTS:
        if commands.code128_dots(words, module_dots) <= dots:
            yield commands.code128_bars(words, _BAR_DOTS, module_dots)
            yield commands.feed_dots(_GAP_DOTS)
            return
    raise UnprintableError(f"a barcode of {len(words)} characters is wider than the paper")


def cells(words: str) -> int:
    """Return how many half-width cells `words` takes."""
    return sum(2 if is_wide(character) else 1 for character in words)


def wrap(words: str, room: int) -> list[str]:
    """Break `words` into as few lines of at most `room` cells as it takes, of even length.

    Lines break between words or Chinese characters, and within a word only where it is longer than
    a line. No line begins with a closing mark.
    """
    lines = _filled(words, room)
    if len(lines) < 2:
        return lines
    longest_word = max((cells(word) for word in _words(words, room)), default=room)
    for narrower in range(room - 1, longest_word - 1, -1):
        evened = _filled(words, narrower)
        if len(evened) > len(lines):
            break
        lines = evened
    return lines


def _filled(words: str, room: int) -> list[str]:
    lines: list[str] = [""]
    filled = 0  # cells of the last line
    for word in _words(words, room):
        if filled + cells(word.rstrip()) <= room:
            lines[-1] += word
            filled += cells(word)
            continue
        if word in _CLOSING and len(lines[-1]) > 1:
            lines[-1:] = [lines[-1][:-1], lines[-1][-1] + word]
        else:
            lines.append(word)
        filled = cells(lines[-1])
    return [line.strip() for line in lines if line.strip()]


def _words(words: str, room: int) -> Iterator[str]:
    for match in _WORDS.finditer(words):
        word = match.group()
        yield from (word[at : at + room] for at in range(0, len(word), max(1, room)))
