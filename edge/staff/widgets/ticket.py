"""The middle of the screen: the ticket at this counter, huge, with its state and service."""

from rich.align import Align
from rich.console import Group, RenderableType
from rich.text import Text
from textual.widget import Widget

from edge.staff.shown import Shown, clock_face
from edge.staff.theme import LOOKS
from edge.staff.widgets.cells import centred
from edge.staff.widgets.glyphs import large

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
    return [*number, Text(), _state_line(shown, colour), Text(), Text(str(shown.service))]


def _blocks(row: str, colour: str) -> Text:
    # A solid block is painted in its background as well, so that no gap shows between the rows.
    line = Text()
    for character in row:
        line.append(character, f"{colour} on {colour}" if character == "█" else f"bold {colour}")
    return line


def _state_line(shown: Shown, colour: str) -> Text:
    named = f"{shown.ticket} {shown.state}".strip()
    elapsed = "" if shown.elapsed_s is None else f"   {clock_face(shown.elapsed_s)}"
    return Text.assemble((named, f"bold {colour}"), (elapsed, "bold"))
