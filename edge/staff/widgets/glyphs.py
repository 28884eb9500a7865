"""Ticket numbers as large as the screen allows: a 5 x 7 dot font for letters and digits."""

# One line a glyph: seven rows of five dots, top to bottom.
_FONT = """
0 01110 10001 10011 10101 11001 10001 01110
1 00100 01100 00100 00100 00100 00100 01110
2 01110 10001 00001 00110 01000 10000 11111
3 11110 00001 00001 01110 00001 00001 11110
4 00010 00110 01010 10010 11111 00010 00010
5 11111 10000 11110 00001 00001 10001 01110
6 01110 10000 10000 11110 10001 10001 01110
7 11111 00001 00010 00100 01000 01000 01000
8 01110 10001 10001 01110 10001 10001 01110
9 01110 10001 10001 01111 00001 00001 01110
A 01110 10001 10001 11111 10001 10001 10001
B 11110 10001 10001 11110 10001 10001 11110
C 01111 10000 10000 10000 10000 10000 01111
D 11110 10001 10001 10001 10001 10001 11110
E 11111 10000 10000 11110 10000 10000 11111
F 11111 10000 10000 11110 10000 10000 10000
G 01111 10000 10000 10011 10001 10001 01111
H 10001 10001 10001 11111 10001 10001 10001
I 01110 00100 00100 00100 00100 00100 01110
J 00111 00010 00010 00010 00010 10010 01100
K 10001 10010 10100 11000 10100 10010 10001
L 10000 10000 10000 10000 10000 10000 11111
M 10001 11011 10101 10101 10001 10001 10001
N 10001 11001 10101 10011 10001 10001 10001
O 01110 10001 10001 10001 10001 10001 01110
P 11110 10001 10001 11110 10000 10000 10000
Q 01110 10001 10001 10001 10101 10010 01101
R 11110 10001 10001 11110 10100 10010 10001
S 01111 10000 10000 01110 00001 00001 11110
T 11111 00100 00100 00100 00100 00100 00100
U 10001 10001 10001 10001 10001 10001 01110
V 10001 10001 10001 10001 10001 01010 00100
W 10001 10001 10001 10101 10101 11011 10001
X 10001 10001 01010 00100 01010 10001 10001
Y 10001 10001 01010 00100 00100 00100 00100
Z 11111 00001 00010 00100 01000 10000 11111
- 00000 00000 00000 11111 00000 00000 00000
"""

_GLYPHS = {line[0]: line[2:].split(" ") for line in _FONT.strip().splitlines()}
_HEIGHT = 7
_HALVES = {"00": " ", "10": "▀", "01": "▄", "11": "█"}


def large(text: str, width: int, height: int) -> list[str]:
    """Return `text` as rows of blocks that fit into `width` x `height` cells, as large as can be.

    Where not even half size fits, or for a character without a glyph, the text itself is the row.
    """
    if not text or any(character not in _GLYPHS for character in text):
        return [text]
    dots = ["0".join(_GLYPHS[character][line] for character in text) for line in range(_HEIGHT)]
    times = min(width // (2 * len(dots[0])), height // _HEIGHT)
    if times:
        # A cell is about twice as high as wide: two cells make a square dot.
        rows = [line.replace("1", "██" * times).replace("0", "  " * times) for line in dots]
        return [row for row in rows for _ in range(times)]
    return _half_size(dots) if len(dots[0]) <= width else [text]


def _half_size(dots: list[str]) -> list[str]:
    lines = [*dots, "0" * len(dots[0])]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return ["".join(_HALVES[a + b] for a, b in zip(up, down, strict=True)) for up, down in pairs]
