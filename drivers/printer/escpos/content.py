"""What stands on paper, as the interpreter understood it: lines, codes, white space, tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from itertools import pairwise

import segno

from drivers.printer.escpos import code128
from drivers.printer.escpos.characters import is_wide

DOTS_PER_MM = 8
CELL_DOTS = 12
CHARACTER_DOTS = 24
_BARCODE_TEXT_DOTS = 30


class PictureUnavailableError(ImportError):
    """Pictures of tickets need Pillow, which is not installed; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of one size and weight in a line; `narrow` ones are of a code page."""

    text: str
    width: int = 1
    height: int = 1
    bold: bool = False
    narrow: bool = False

    @property
    def dots(self) -> int:
        """How wide it is."""
        return sum(map(self.cell_dots, self.text)) * self.width

    def cell_dots(self, character: str) -> int:
        """Return how wide one of its characters is at size 1."""
        return CELL_DOTS * (2 if is_wide(character) and not self.narrow else 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `height_dots` is how far the paper moves for it."""

    spans: tuple[Span, ...]
    align: str
    height_dots: int

    @property
    def text(self) -> str:
        """What it says."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code. `modules` are its rows, true for black."""

    data: bytes
    modules: tuple[tuple[bool, ...], ...]
    module_dots: int
    align: str

    @classmethod
    def of(cls, data: bytes, level: str, module_dots: int, align: str) -> "QrCode | None":
        """Return the code for `data`, or None where there is too much of it."""
        try:
            # Printers choose a mask by rules of their own; weighing all eight takes its time.
            matrix = segno.make_qr(data, error=level, boost_error=False, mask=0).matrix
        except segno.DataOverflowError:
            return None
        return cls(data, tuple(tuple(map(bool, row)) for row in matrix), module_dots, align)

    @property
    def height_dots(self) -> int:
        """How far the paper moves for it."""
        return len(self.modules) * self.module_dots


@dataclass(frozen=True, slots=True)
class Bars:
    """A CODE128 barcode; `data` in the notation of GS k 73."""

    data: bytes
    module_dots: int
    bar_dots: int
    text_below: bool
    align: str

    @property
    def text(self) -> str:
        """What it says."""
        return code128.readable(self.data)

    @property
    def height_dots(self) -> int:
        """How far the paper moves for it."""
        return self.bar_dots + (_BARCODE_TEXT_DOTS if self.text_below else 0)


@dataclass(frozen=True, slots=True)
class Raster:
    """Dots as they came (GS v 0), each `wide` by `high`; `rows` as in the command."""

    rows: bytes
    row_bytes: int
    wide: int
    high: int
    align: str

    @property
    def height_dots(self) -> int:
        """How far the paper moves for it."""
        return len(self.rows) // self.row_bytes * self.high


@dataclass(frozen=True, slots=True)
class Feed:
    """White paper."""

    height_dots: int


@dataclass(frozen=True, slots=True)
class Cut:
    """The end of a ticket, after feeding its last line past the blade."""

    height_dots: int


Item = Line | QrCode | Bars | Raster | Feed | Cut


@dataclass(frozen=True)
class PrintedTicket:
    """A piece of paper that has been cut off. `dots` is its printable width."""

    items: tuple[Item, ...]
    dots: int

    @property
    def lines(self) -> list[str]:
        """The lines of text, from top to bottom."""
        return lines_of(self.items)

    @property
    def qr_codes(self) -> list[str]:
        """What the QR codes say."""
        codes = (item.data for item in self.items if isinstance(item, QrCode))
        return [data.decode(errors="backslashreplace") for data in codes]

    @property
    def barcodes(self) -> list[str]:
        """What the barcodes say."""
        return [item.text for item in self.items if isinstance(item, Bars)]

    @property
    def logos(self) -> int:
        """How many pictures stand on it; bands without a gap are one."""
        are = [isinstance(item, Raster) for item in self.items]
        return sum(here and not before for before, here in pairwise([False, *are]))

    @property
    def length_mm(self) -> float:
        """How long the paper is."""
        return sum(item.height_dots for item in self.items) / DOTS_PER_MM

    @cached_property
    def picture(self) -> bytes:
        """The ticket as PNG, one pixel a dot. Raises `PictureUnavailableError`."""
        try:
            painter = import_module("drivers.printer.escpos.picture")
        except ModuleNotFoundError as error:
            hint = "a picture of a ticket needs Pillow: pip install 'atrium-hall[logo]'"
            raise PictureUnavailableError(hint) from error
        png: bytes = painter.paint(self.items, self.dots)
        return png


def lines_of(items: Sequence[Item]) -> list[str]:
    """Return the lines of text among `items`."""
    return [item.text for item in items if isinstance(item, Line)]
