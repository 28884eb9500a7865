"""Lists one above the other in one column: which rows of which are shown in how many lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.text import Text


@dataclass(frozen=True)
class Section:
    """A list under its title. `rows_min` are shown before a later section begins.

    `more` says how many rows are left out.
    """

    title: Text
    rows: tuple[Text, ...]
    rows_min: int
    more: Callable[[int], Text]


def stacked(sections: Sequence[Section], height: int) -> list[Text]:
    """Return the lines of `sections` that fit into `height`, most important section first.

    A section that could show none of its rows is left out; one that cannot show all says so.
    """
    shown, left = _chosen(sections, height)
    lines: list[Text] = []
    for section, share in shown:
        extra = min(len(section.rows) - share, left)
        left -= extra
        lines += [section.title, *_rows(section, share + extra)]
        if left > 0 and section is not shown[-1][0]:
            left -= 1
            lines.append(Text())
    return lines


def _chosen(sections: Sequence[Section], height: int) -> tuple[list[tuple[Section, int]], int]:
    shown: list[tuple[Section, int]] = []
    for section in sections:
        share = min(len(section.rows), section.rows_min, height - 1)
        # One line of several would say nothing but how many there are.
        if share >= min(len(section.rows), 2) and share > 0:
            shown.append((section, share))
            height -= share + 1
    return shown, height


def _rows(section: Section, share: int) -> list[Text]:
    if len(section.rows) <= share:
        return list(section.rows)
    return [*section.rows[: share - 1], section.more(len(section.rows) - share + 1)]
