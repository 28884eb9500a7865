"""A printer's mind: commands in, what comes onto the paper out.

It knows Font A (12 × 24 dots), Chinese characters of 24 × 24 in Kanji mode and the usual code
pages out of it, sizes, weight, alignment, feeding, pictures, QR codes, CODE128, cutting.
Other commands change nothing, as in a printer without them, and their names are kept.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from drivers.printer.escpos import code128
from drivers.printer.escpos.characters import PAGES, is_wide
from drivers.printer.escpos.content import (
    CHARACTER_DOTS,
    DOTS_PER_MM,
    Bars,
    Cut,
    Feed,
    Item,
    Line,
    QrCode,
    Raster,
    Span,
)
from drivers.printer.escpos.frames import Command

_LINE_SPACING_DOTS = 34  # 1/6 inch
_HEAD_TO_BLADE_DOTS = 12 * DOTS_PER_MM

# As at power-on. A setting is kept as the fields of the command that set it.
_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "align": {"to": "left"},
    "bold": {"on": False},
    "size": {"width": 1, "height": 1},
    "kanji size": {"width": 1, "height": 1},
    "line spacing": {"dots": None},
    "QR module size": {"dots": 3},
    "QR error correction": {"level": "L"},
    "barcode height": {"dots": 162},
    "barcode module": {"dots": 3},
    "barcode text": {"below": False},
}
# These are taken note of elsewhere, or change nothing that can be seen.
_UNSEEN = frozenset(
    {"auto status", "queued status", "identify", "real-time status", "clear buffers", "recover"}
    | {"kanji", "QR data", "barcode text font", "carriage return"}
)
_NOT_UNDERSTOOD_MAX = 20


class Interpreter:
    """Settings and line buffer of one printer, `dots` wide."""

    def __init__(self, dots: int) -> None:
        self._dots = dots
        self.not_understood: dict[str, None] = {}
        self.reset()

    def reset(self) -> None:
        """Be as at power-on (ESC @)."""
        self._set = dict(_DEFAULTS)
        self._qr_data = b""
        self._stored: list[Item] = []
        self.forget_line()

    def forget_line(self) -> None:
        """Drop what is in the line buffer; settings stay."""
        self._spans: list[Span] = []

    def take(self, command: Command) -> list[Item]:
        """Return what `command` brings onto the paper, in order."""
        fields = command.fields
        items: list[Item] = []
        match command.name:
            case "text":
                items = self._text(fields["text"], narrow="code_page" in fields)
            case "line feed":
                items = [self._end_line()]
            case "feed lines":
                items = [self._end_line() for _line in range(fields["lines"])]
            case "feed dots":
                items = [*self._started_line(), Feed(fields["dots"])]
            case "cut":
                items = [*self._started_line(), _cut(fields["feed_dots"])]
            case "QR print":
                items = [*self._started_line(), *self._qr()]
            case "barcode":
                items = [*self._started_line(), *self._bars(command)]
            case "picture":
                items = [*self._started_line(), self._raster(command, 8)]
            case "stored picture":
                self._stored = [self._raster(command, 15)]
            case "stored picture print":
                items = [*self._started_line(), *self._stored]
                self._stored = []
            case _:
                self._setting(command)
        return items

    def _setting(self, command: Command) -> None:
        strange = _strangeness(command)
        if strange and len(self.not_understood) < _NOT_UNDERSTOOD_MAX:
            self.not_understood[strange] = None
        if command.name in _DEFAULTS:
            self._set[command.name] = command.fields
        if command.name in ("size", "print mode"):
            self._set["size"] = self._set["kanji size"] = command.fields
        if command.name == "print mode":
            self._set["bold"] = {"on": command.fields["bold"]}
        if command.name == "QR data":
            self._qr_data = command.data[8:]  # behind GS ( k pL pH cn fn m
        if command.name == "initialise":
            self.reset()

    def _text(self, words: str, *, narrow: bool) -> list[Item]:
        """Fill the line buffer; a line that is full prints itself."""
        items: list[Item] = []
        for character in words:
            span = self._span(character, narrow)
            if self._spans and sum(part.dots for part in self._spans) + span.dots > self._dots:
                items.append(self._end_line())
            self._spans.append(span)
        return items

    def _span(self, character: str, narrow: bool) -> Span:
        wide = is_wide(character) and not narrow
        size = self._set["kanji size" if wide else "size"]
        return Span(character, size["width"], size["height"], self._set["bold"]["on"], narrow)

    def _started_line(self) -> list[Item]:
        return [self._end_line()] if self._spans else []

    def _end_line(self) -> Line:
        highest = max((span.height * CHARACTER_DOTS for span in self._spans), default=0)
        spacing = self._set["line spacing"]["dots"]
        height = max(highest, _LINE_SPACING_DOTS if spacing is None else spacing)
        line = Line(_joined(self._spans), self._set["align"]["to"], height)
        self.forget_line()
        return line

    def _qr(self) -> list[Item]:
        level, dots = self._set["QR error correction"], self._set["QR module size"]
        align = self._set["align"]["to"]
        code = QrCode.of(self._qr_data, level["level"], dots["dots"], align)
        fits = code is not None and len(code.modules) * code.module_dots <= self._dots
        return [code] if code is not None and fits else []

    def _bars(self, command: Command) -> list[Item]:
        if command.fields["kind"] != "CODE128":
            self.not_understood[f"barcode {command.fields['kind']}"] = None
            return []
        bars = Bars(
            command.data[4:],  # behind GS k m n
            self._set["barcode module"]["dots"],
            self._set["barcode height"]["dots"],
            self._set["barcode text"]["below"],
            self._set["align"]["to"],
        )
        fits = len(code128.modules(bars.data)) * bars.module_dots <= self._dots
        return [bars] if fits else []

    def _raster(self, command: Command, head_bytes: int) -> Raster:
        """Return the dots behind the head: GS v 0 m xL xH yL yH, or GS ( L … c xL xH yL yH."""
        fields = command.fields
        return Raster(
            command.data[head_bytes:],
            max(1, (fields["width_dots"] + 7) // 8),
            fields["wide"],
            fields["high"],
            self._set["align"]["to"],
        )


def _strangeness(command: Command) -> str:
    """Return the name of a command that this printer does not obey, or nothing."""
    if command.name == "QR model":
        return "" if command.fields["model"] == "2" else f"QR model {command.fields['model']}"
    if command.name == "code page":
        page = command.fields["page"]
        return "" if page in PAGES else f"code page {page}"
    obeyed = command.name in _DEFAULTS or command.name in _UNSEEN
    return "" if obeyed or command.name in ("initialise", "print mode") else command.name


def _cut(feed_dots: int | None) -> Cut:
    return Cut(0 if feed_dots is None else _HEAD_TO_BLADE_DOTS + feed_dots)


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Join neighbours of one kind."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if last and replace(last, text="") == replace(span, text=""):
            joined[-1] = replace(last, text=last.text + span.text)
        else:
            joined.append(span)
    return tuple(joined)
