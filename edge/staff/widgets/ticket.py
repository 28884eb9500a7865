"""The middle of the screen: the ticket at this counter, huge, with its state and service."""

from rich.align import Align
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.text import Text
from textual.widget import Widget

from edge.staff.shown import Shown, clock_face
from edge.staff.theme import LOOKS
from edge.staff.widgets.cells import centred
from edge.staff.widgets.glyphs import large
from edge.staff.words import Words

_NOBODY = "---"


class TicketPanel(Widget):
    """Shows what it was last given."""

    _shown: Shown | None = None

    def show_ticket(self, shown: Shown | None) -> None:
        """Draw `shown` from here on."""
        self._shown = shown
        self.refresh()

    def render(self) -> RenderableType:
        if self._shown is None:
            return ""
        width, height = self.size
        lines = [centred(line, width) for line in _lines(self._shown, width, height)]
        return Align(Group(*lines), vertical="middle", height=height)


def _lines(shown: Shown, width: int, height: int) -> list[Text]:
    colour = LOOKS.get(shown.look, LOOKS["stale"])
    number = [_blocks(row, colour) for row in large(shown.ticket or _NOBODY, width, height - 4)]
    state = _state_line(shown, colour, width)
    return [*number, Text(), state, Text(), Text(_fitting(shown.service, width))]


def _blocks(row: str, colour: str) -> Text:
    # A solid block is painted in its background as well, so that no gap shows between the rows.
    line = Text()
    for character in row:
        line.append(character, f"{colour} on {colour}" if character == "█" else f"bold {colour}")
    return line


def _state_line(shown: Shown, colour: str, width: int) -> Text:
    elapsed = "" if shown.elapsed_s is None else f"   {clock_face(shown.elapsed_s)}"
    room = width - len(f"{shown.ticket} {elapsed}")
    named = f"{shown.ticket} {_fitting(shown.state, room)}".strip()
    return Text.assemble((named, f"bold {colour}"), (elapsed, "bold"))


def _fitting(says: Words, room: int) -> str:
    return str(says) if cell_len(str(says)) <= room else says.chinese
