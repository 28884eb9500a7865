"""A ticket as a picture: what the interpreter understood, painted dot by dot. Needs Pillow."""

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from drivers.printer.escpos import code128
from drivers.printer.escpos.content import (
    CHARACTER_DOTS,
    Bars,
    Item,
    Line,
    QrCode,
    Raster,
    Span,
)

_MARGIN_DOTS = 40  # 5 mm on either side that no printer reaches
_WHITE, _BLACK = 255, 0
# Of a character's height: so large that Chinese characters touch the top, and g and p the bottom.
_FONT_SIZE, _BASELINE = 0.94, 0.80
_FACE = "Noto Sans Mono CJK SC"
_FONTS = {
    False: "NotoSansCJK-Regular.ttc",
    True: "NotoSansCJK-Bold.ttc",
}
_FOLDERS = (
    "/usr/share/fonts/opentype/noto",
    "/usr/share/fonts/noto-cjk",
    "/usr/share/fonts/google-noto-cjk",
)

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def paint(items: Sequence[Item], dots: int) -> bytes:
    """Return `items` as PNG, `dots` wide and the paper's margins."""
    height = max(1, sum(item.height_dots for item in items))
    paper = Image.new("L", (dots + 2 * _MARGIN_DOTS, height), _WHITE)
    top = 0
    for item in items:
        drawn = _draw(item)
        if drawn is not None:
            align = getattr(item, "align", "left")
            paper.paste(drawn, (_MARGIN_DOTS + _left(align, dots, drawn.width), top))
        top += item.height_dots
    file = io.BytesIO()
    paper.save(file, "PNG")
    return file.getvalue()


def _left(align: str, dots: int, width: int) -> int:
    return {"left": 0, "centre": (dots - width) // 2, "right": dots - width}[align]


def _draw(item: Item) -> Image.Image | None:
    if isinstance(item, Line) and item.spans:
        return _draw_line(item)
    if isinstance(item, QrCode):
        return _draw_qr(item)
    if isinstance(item, Bars):
        return _draw_bars(item)
    if isinstance(item, Raster) and item.rows:
        return _draw_raster(item)
    return None


def _draw_line(line: Line) -> Image.Image:
    height = max(span.height for span in line.spans) * CHARACTER_DOTS
    drawn = Image.new("L", (sum(span.dots for span in line.spans), height), _WHITE)
    left = 0
    for span in line.spans:
        piece = _draw_span(span)
        drawn.paste(piece, (left, height - piece.height))
        left += piece.width
    return drawn


def _draw_span(span: Span) -> Image.Image:
    """Draw at natural width, then stretch, as a printer's character generator does."""
    height = span.height * CHARACTER_DOTS
    natural = Image.new("L", (span.dots // span.width * span.height, height), _WHITE)
    pen = ImageDraw.Draw(natural)
    font = _font(span.bold, round(height * _FONT_SIZE))
    left = 0
    for character in span.text:
        width = span.cell_dots(character) * span.height
        place = (left + width / 2, height * _BASELINE)
        if isinstance(font, ImageFont.FreeTypeFont):
            pen.text(place, character, fill=_BLACK, font=font, anchor="ms")
        else:
            pen.text((left, 0), character.encode("ascii", "replace"), fill=_BLACK, font=font)
        left += width
    return natural.resize((span.dots, height), Image.Resampling.LANCZOS)


def _draw_qr(code: QrCode) -> Image.Image:
    side = len(code.modules)
    drawn = Image.new("L", (side, side), _WHITE)
    drawn.putdata([_BLACK if black else _WHITE for row in code.modules for black in row])
    return drawn.resize((side * code.module_dots,) * 2, Image.Resampling.NEAREST)


def _draw_bars(bars: Bars) -> Image.Image:
    modules = code128.modules(bars.data)
    row = Image.new("L", (len(modules), 1), _WHITE)
    row.putdata([_BLACK if module == "1" else _WHITE for module in modules])
    width = len(modules) * bars.module_dots
    drawn = Image.new("L", (width, bars.height_dots), _WHITE)
    drawn.paste(row.resize((width, bars.bar_dots), Image.Resampling.NEAREST), (0, 0))
    if bars.text_below:
        words = _draw_span(Span(bars.text))
        drawn.paste(words, ((width - words.width) // 2, bars.height_dots - words.height))
    return drawn


def _draw_raster(raster: Raster) -> Image.Image:
    across, down = raster.row_bytes * 8, len(raster.rows) // raster.row_bytes
    drawn = Image.frombytes("1", (across, down), raster.rows).convert("L")
    # A printer's 1 is black.
    inked = drawn.point(lambda shade: _WHITE - shade)
    return inked.resize((across * raster.wide, down * raster.high), Image.Resampling.NEAREST)


@cache
def _font(bold: bool, height: int) -> Font:
    """Return the CJK font of the system, or what Pillow brings along, which has no Chinese."""
    for folder in _FOLDERS:
        path = Path(folder, _FONTS[bold])
        if path.is_file():
            return ImageFont.truetype(path, height, index=_face(path))
    return ImageFont.load_default(height)


@cache
def _face(path: Path) -> int:
    """Return the number of the half-width face for simplified Chinese in the collection."""
    for index in range(16):
        try:
            if ImageFont.truetype(path, 8, index=index).getname()[0] == _FACE:
                return index
        except OSError:
            break
    return 0
