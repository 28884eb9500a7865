"""Laying a sheet to take home out: `PaperSheet` into the bytes that print it."""

from drivers.contract import PaperSheet
from drivers.printer.escpos import commands
from drivers.printer.escpos.blocks import Languages
from drivers.printer.escpos.commands import Align
from drivers.printer.escpos.layout import barcode_of, in_languages, lines_of

_BOX = "□ "
_BAR_DOTS = 80


def lay_out_sheet(
    sheet: PaperSheet, languages: Languages, dots: int, *, full_cut: bool = False
) -> bytes:
    """Return what prints and cuts `sheet` on a printer that has just been initialised.

    `dots` is the printable width. Raises `UnprintableError` where the barcode does not fit.
    """

    def said(words: tuple[str, str], size: int, *, bold: bool = False) -> bytes:
        first, *second = in_languages([*words], languages) or [""]
        printed = lines_of(first, dots, size, bold=bold)
        return printed + b"".join(lines_of(each, dots, 1) for each in second)

    marked = [(_BOX + chinese, english) for chinese, english in sheet.marked]
    return b"".join(
        (
            commands.kanji(True),
            commands.align(Align.CENTRE),
            said((sheet.heading, sheet.heading_english), 2, bold=True),
            said((sheet.about, sheet.about_english), 2),
            commands.align(Align.LEFT),
            *(said(words, 2) for words in marked),
            *(said(words, 1) for words in sheet.lines),
            commands.align(Align.CENTRE),
            lines_of(sheet.code, dots, 3, bold=True),
            barcode_of(sheet.barcode, dots, _BAR_DOTS),
            lines_of(sheet.issued_at, dots, 1),
            commands.cut(full=full_cut),
        )
    )
