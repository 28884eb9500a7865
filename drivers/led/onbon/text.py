r"""Text as a font card takes it: GBK bytes with backslash escapes for font, colour and the like.

`\FO000` font file (O Chinese, E English, K others), `\C1`..`\C7` colour, `\n` line break, `\DY`
`\DL` `\DD` `\DH` `\DM` `\DS` `\DW` clock, `\WC01` temperature, `\T000name|` picture (BX-5K/6K user
protocol v1.4, 11.1). GBK has 5C as a second byte too, so escapes are looked for in characters.
"""

import re
from enum import IntEnum


class Colour(IntEnum):
    """The colours a card knows. A strip has one, two or all of them."""

    RED = 1
    GREEN = 2
    YELLOW = 3
    BLUE = 4
    CYAN = 5
    MAGENTA = 6
    WHITE = 7


# Chinese font file by height in pixels. "No mixed heights in an area" (11.1).
FONTS = {16: "O000", 24: "O001", 32: "O002"}

_ESCAPE = re.compile(
    r"\\(?:F(?P<font>[A-Z0-9]{4})|C(?P<colour>[1-7])|(?P<line>n)|D(?P<clock>[YLDHMSW])"
    r"|W(?P<temperature>[CF]\d\d)|T(?P<picture>[^|\\]{0,11})\|)"
)


def encode_text(text: str, font_px: int = 16, colour: Colour = Colour.RED) -> bytes:
    """Return the bytes that show `text`, whatever characters it has.

    A literal backslash cannot be sent and is left out; what GBK has no sign for becomes `?`.
    """
    shown = _plain(text).replace("\n", "\\n")
    return f"\\F{FONTS[font_px]}\\C{colour:d}{shown}".encode("gbk", "replace")


def _plain(text: str) -> str:
    return "".join(char for char in text if char == "\n" or (char != "\\" and char.isprintable()))


def readable(data: bytes) -> str:
    """Return what stands in an area, escapes as they are written."""
    return data.decode("gbk", "replace")


def visible(data: bytes) -> str:
    """Return what a person in front of the strip reads: clock and pictures in angle brackets."""
    return _ESCAPE.sub(_seen, readable(data))


def _seen(escape: re.Match[str]) -> str:
    kind = escape.lastgroup
    if kind == "line":
        return "\n"
    return "" if kind in ("font", "colour") else f"<{escape[kind or 0]}>"


def width_px(text: str, font_px: int = 16) -> int:
    """Return how wide `text` stands: a Chinese character is as wide as high, ASCII half of it."""
    lines = _plain(text).split("\n")
    return max(len(line.encode("gbk", "replace")) for line in lines) * font_px // 2
