"""Rows that stand in line: text measured in terminal cells, where a Chinese character has two."""

from rich.cells import cell_len, set_cell_size
from rich.text import Text


def row(left: str, right: str, width: int) -> str:
    """Return `left … right` in exactly `width` cells; what does not fit is cut from `left`."""
    room = width - cell_len(right) - 1
    if room < 1:
        return set_cell_size(right, max(width, 0))
    return f"{set_cell_size(left, room)} {right}"


def centred(line: Text, width: int) -> Text:
    """Return `line` in the middle of `width` cells, blanks at its own ends included."""
    indent = " " * (max(0, width - line.cell_len) // 2)
    return Text(indent, no_wrap=True).append_text(line)
