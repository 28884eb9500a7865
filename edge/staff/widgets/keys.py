"""The rows of keys: those that would be taken now, each with what it does."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import Static

from edge.staff import words
from edge.staff.actions import Key
from edge.staff.words import Language, Words

_GAP = "  "
_ROWS_MAX = 3

Chip = tuple[str, str]  # what stands on the key, what it does


class KeyRow(Static):
    """Shows the keys that make sense; both languages where all of them fit so, else one."""

    def show_keys(
        self, keys: Sequence[tuple[Key, Words]], language: Language, rows_max: int = _ROWS_MAX
    ) -> None:
        """Show `keys`, and where the other commands are, in at most `rows_max` rows."""
        named = [(_cap(key), said) for key, said in keys]
        named.append(("^P", words.PALETTE_SHORT))
        width = max(self.app.size.width - 2, 1)
        both = rows_of([(cap, str(said)) for cap, said in named], width)
        alone = rows_of([(cap, said.alone(language)) for cap, said in named], width)
        rows = both if len(both) <= rows_max else alone[:rows_max]
        self.update(Text("\n").join(_drawn(row) for row in rows))


def rows_of(chips: Sequence[Chip], width: int) -> list[list[Chip]]:
    """Return `chips` in rows of at most `width` cells."""
    rows: list[list[Chip]] = [[]]
    taken = 0
    for chip in chips:
        cells = cell_len(f"{chip[0]}{chip[1]}") + 3 + len(_GAP)
        if taken + cells > width + len(_GAP) and rows[-1]:
            rows.append([])
            taken = 0
        rows[-1].append(chip)
        taken += cells
    return rows


def _cap(key: Key) -> str:
    return f"{key.cap} {key.function}".strip() if key.cap == "Space" else key.cap


def _drawn(chips: Sequence[Chip]) -> Text:
    line = Text(no_wrap=True)
    for cap, said in chips:
        line.append(f" {cap} ", "reverse bold").append(f" {said}{_GAP}")
    return line
