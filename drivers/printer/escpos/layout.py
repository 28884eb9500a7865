"""Laying a ticket out: `PaperTicket` and `Layout` into the bytes that print it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import segno

from drivers.contract import PaperTicket
from drivers.printer.escpos import commands, logo
from drivers.printer.escpos.blocks import (
    BarcodeBlock,
    Block,
    CutBlock,
    GapBlock,
    Languages,
    Layout,
    LogoBlock,
    QrBlock,
    Said,
    SaidBlock,
    Style,
    TextBlock,
)
from drivers.printer.escpos.commands import Align, QrLevel, UnprintableError
from drivers.printer.escpos.lettering import CELL_DOTS, cells, wrap
from drivers.printer.escpos.logo import LogoError

# Printable dots at 203 dpi by width of the roll.
DOTS_BY_WIDTH_MM = {58: 384, 80: 576}

_DOTS_PER_MM = 8
_CHARACTER_DOTS = 24
_LEADING_DOTS = 8
_GAP_DOTS = 20
_QR_QUIET_MODULES = 8
_BAR_MODULES_DOTS = (3, 2, 1)  # 1 is 0.125 mm: for near scanners, and better than no ticket

_SAYINGS: Mapping[Said, Callable[[PaperTicket], list[str]]] = {
    Said.NUMBER: lambda ticket: [ticket.number],
    Said.HALL: lambda ticket: [ticket.hall, ticket.hall_english],
    Said.SERVICE: lambda ticket: [ticket.service, ticket.service_english],
    Said.AHEAD: lambda ticket: [ticket.ahead, ticket.ahead_english],
    Said.WHERE: lambda ticket: [ticket.where, ticket.where_english],
    Said.TIME: lambda ticket: [ticket.issued_at],
    Said.FOOTER: lambda ticket: [ticket.footer, ticket.footer_english],
}


def lay_out(ticket: PaperTicket, layout: Layout, dots: int, *, full_cut: bool = False) -> bytes:
    """Return what prints and cuts `ticket` on a printer that has just been initialised.

    `dots` is the printable width. Raises `UnprintableError` where logo, QR code or barcode do not
    fit.
    """
    press = _Press(ticket, layout.languages, dots, full_cut)
    pieces = (press.print(block) for piece in layout.pieces for block in piece)
    return commands.kanji(True) + b"".join(pieces)


def lay_out_void(dots: int) -> bytes:
    """Return what marks and cuts off the half ticket that hangs out of the printer."""
    marked = lines_of("未印完，作废\nINCOMPLETE, VOID", dots, 2, bold=True)
    return commands.kanji(True) + commands.align(Align.CENTRE) + marked + commands.cut()


def check_fit(layout: Layout, dots: int) -> None:
    """Raise `LogoError` where a logo of `layout` does not fit onto paper `dots` wide."""
    for piece in layout.pieces:
        for block in piece:
            if isinstance(block, LogoBlock):
                _dots_of(block, dots)


class _Press:
    """Prints blocks one below the other, and says where they stand when that changes."""

    def __init__(
        self, ticket: PaperTicket, languages: Languages, dots: int, full_cut: bool
    ) -> None:
        self._ticket = ticket
        self._languages = languages
        self._dots = dots
        self._full_cut = full_cut
        self._align: Align | None = None

    def print(self, block: Block) -> bytes:
        """Return the bytes of `block`; none where the ticket has nothing to say in it."""
        match block:
            case SaidBlock(said, style):
                return self._said(said, style)
            case TextBlock(zh, en, style):
                return self._words([zh, en], style)
            case LogoBlock() | QrBlock() | BarcodeBlock():
                return self._at(block.align, self._code(block))
            case GapBlock(mm):
                return commands.feed_dots(mm * _DOTS_PER_MM)
            case CutBlock(full):
                return commands.cut(full=self._full_cut if full is None else full)

    def _code(self, block: LogoBlock | QrBlock | BarcodeBlock) -> bytes:
        match block:
            case LogoBlock():
                return _logo(block, self._dots)
            case QrBlock(module_dots):
                return _qr(self._ticket.qr, self._dots, module_dots)
            case BarcodeBlock(height_mm):
                return barcode_of(self._ticket.barcode, self._dots, height_mm * _DOTS_PER_MM)

    def _said(self, said: Said, style: Style) -> bytes:
        if said is Said.NUMBER:
            room = self._dots // max(1, cells(self._ticket.number) * CELL_DOTS)
            style = replace(style, size=max(1, min(style.size, room)))
        return self._words(_SAYINGS[said](self._ticket), style)

    def _words(self, said: list[str], style: Style) -> bytes:
        printed = b""
        for place, words in enumerate(in_languages(said, self._languages)):
            size, bold = style.of(place)
            printed += lines_of(words, self._dots, size, bold=bold)
        return self._at(style.align, printed)

    def _at(self, align: Align, printed: bytes) -> bytes:
        if not printed or align is self._align:
            return printed
        self._align = align
        return commands.align(align) + printed


def in_languages(said: list[str], languages: Languages) -> list[str]:
    """Return what is said in Chinese and in English as `languages` has it.

    Where it is said in one language only, that one stands there: rather foreign than nothing.
    """
    there = [words for words in said if words]
    if len(there) < 2 or languages is Languages.ZH_EN:
        return there
    chinese, english = there
    return {
        Languages.EN_ZH: [english, chinese],
        Languages.ZH: [chinese],
        Languages.EN: [english],
    }[languages]


def lines_of(words: str, dots: int, size: int, *, bold: bool = False) -> bytes:
    """Return the lines of a block and the gap below it, or nothing for no words."""
    room = dots // (CELL_DOTS * size)
    lines = [line for part in words.splitlines() for line in wrap(part, room)]
    if not lines:
        return b""
    style = commands.size(size, size) + commands.bold(bold)
    spacing = commands.line_spacing(size * _CHARACTER_DOTS + _LEADING_DOTS)
    printed = b"".join(commands.text(line) + commands.LINE_FEED for line in lines)
    return style + spacing + printed + commands.feed_dots(_GAP_DOTS)


def _logo(block: LogoBlock, dots: int) -> bytes:
    try:
        return logo.raster(_dots_of(block, dots)) + commands.feed_dots(_GAP_DOTS)
    except LogoError as error:
        raise UnprintableError(str(error)) from error


def _dots_of(block: LogoBlock, dots: int) -> logo.Dots:
    return logo.dots_of(block.picture, max(8, dots * block.width_percent // 100), dots)


def _qr(words: str, dots: int, module_dots_max: int) -> bytes:
    if not words:
        return b""
    data = words.encode(errors="replace")
    try:
        # The printer draws it. What is wanted here is its size, which no mask changes.
        modules = len(segno.make_qr(data, error="m", boost_error=False, mask=0).matrix)
    except segno.DataOverflowError:
        raise UnprintableError(f"{len(data)} bytes are too many for a QR code") from None
    module_dots = min(module_dots_max, dots // (modules + _QR_QUIET_MODULES))
    return commands.qr(data, module_dots, QrLevel.M) + commands.feed_dots(_GAP_DOTS)


def barcode_of(words: str, dots: int, height_dots: int) -> bytes:
    """Return the bars, as wide as they fit. The paper's margins are their quiet zone."""
    if not words:
        return b""
    for module_dots in _BAR_MODULES_DOTS:
        if commands.code128_dots(words, module_dots) <= dots:
            bars = commands.code128_bars(words, height_dots, module_dots)
            return bars + commands.feed_dots(_GAP_DOTS)
    raise UnprintableError(f"a barcode of {len(words)} characters is wider than the paper")
