"""What a ticket is made of: blocks from top to bottom, on one piece of paper or two."""

from dataclasses import dataclass
from enum import StrEnum

from drivers.printer.escpos.commands import Align
from drivers.printer.escpos.logo import Picture


class Languages(StrEnum):
    """Which languages stand on a ticket, and which of two comes first."""

    ZH_EN = "zh-en"
    EN_ZH = "en-zh"
    ZH = "zh"
    EN = "en"


class Said(StrEnum):
    """What the hall has to say on a ticket, by the name of its block."""

    NUMBER = "number"
    HALL = "hall"
    SERVICE = "service"
    AHEAD = "ahead"
    WHERE = "where"
    TIME = "time"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True)
class Style:
    """How words look. Of two languages `bold` is the first, and `second_size` the other's size."""

    size: int = 2
    bold: bool = False
    align: Align = Align.CENTRE
    second_size: int = 2

    def of(self, place: int) -> tuple[int, bool]:
        """Return size and weight of the first language (0), or of the second."""
        return (self.second_size, False) if place else (self.size, self.bold)


@dataclass(frozen=True, slots=True)
class SaidBlock:
    """What the hall says of this visit. The number takes one line: `size` is the most it gets."""

    said: Said
    style: Style


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Words that stand on every ticket."""

    zh: str
    en: str
    style: Style


@dataclass(frozen=True, slots=True)
class LogoBlock:
    """A picture. One with shades is made as wide as `width_percent` of the paper."""

    picture: Picture
    width_percent: int
    align: Align


@dataclass(frozen=True, slots=True)
class QrBlock:
    """The visit's QR code, with modules of at most `module_dots`."""

    module_dots: int
    align: Align


@dataclass(frozen=True, slots=True)
class BarcodeBlock:
    """The visit's CODE128, `height_mm` high and as wide as fits."""

    height_mm: int
    align: Align


@dataclass(frozen=True, slots=True)
class GapBlock:
    """White paper."""

    mm: int


@dataclass(frozen=True, slots=True)
class CutBlock:
    """The end of a piece of paper. `full` is None where the printer's option decides."""

    full: bool | None


Block = SaidBlock | TextBlock | LogoBlock | QrBlock | BarcodeBlock | GapBlock | CutBlock


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of the visitor's ticket and of the second copy, which may be empty."""

    title: str
    languages: Languages
    ticket: tuple[Block, ...]
    second_copy: tuple[Block, ...]

    @property
    def pieces(self) -> tuple[tuple[Block, ...], ...]:
        """What comes out, piece by piece."""
        return (self.ticket, self.second_copy) if self.second_copy else (self.ticket,)
