"""The middle of the screen: the ticket here, huge, its clock, and what is known of the visitor."""

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.text import Text
from textual.widget import Widget

from edge.staff import words
from edge.staff.shown import Clock, Shown, clock_face
from edge.staff.theme import LOOKS, TITLE
from edge.staff.widgets.cells import centred
from edge.staff.widgets.glyphs import large
from edge.staff.words import Language, Words

_NOBODY = "---"
_AROUND_THE_NUMBER = 4  # lines: a blank above and below, the state, and a blank below that


class TicketPanel(Widget):
    """Shows what it was last given."""

    _shown: Shown | None = None
    _language: Language = "zh"

    def show_ticket(self, shown: Shown | None, language: Language) -> None:
        """Draw `shown` from here on."""
        self._shown, self._language = shown, language
        self.refresh()

    def render(self) -> RenderableType:
        if self._shown is None:
            return ""
        width, height = self.size
        return Group(*_lines(self._shown, width, height, self._language))


def _lines(shown: Shown, width: int, height: int, language: Language) -> list[Text]:
    colour = LOOKS.get(shown.look, LOOKS["stale"])
    clock = _clock_lines(shown.clock, width, language) if shown.clock else []
    about = _about(shown, width, language)
    room = height - _AROUND_THE_NUMBER - len(clock) - 1 - len(about)
    number = [_blocks(row, colour) for row in large(shown.ticket or _NOBODY, width, room)]
    state = _state_line(shown, colour, width, language)
    head = [centred(line, width) for line in (*number, Text(), state, *clock)]
    lines = [*head, Text(), *about]
    above = [Text()] if len(lines) < height else []
    return [*above, *lines][:height]


def _blocks(row: str, colour: str) -> Text:
    # A solid block is painted in its background as well, so that no gap shows between the rows.
    line = Text()
    for character in row:
        line.append(character, f"{colour} on {colour}" if character == "█" else f"bold {colour}")
    return line


def _state_line(shown: Shown, colour: str, width: int, language: Language) -> Text:
    elapsed = "" if shown.clock is None else f"   {clock_face(shown.clock.elapsed_s)}"
    room = width - len(f"{shown.ticket} {elapsed}")
    named = f"{shown.ticket} {shown.state.fitting(room, language)}".strip()
    return Text.assemble((named, f"bold {colour}"), (elapsed, "bold"))


def _clock_lines(clock: Clock, width: int, language: Language) -> list[Text]:
    if not clock.target_s:
        return []
    colour = LOOKS["over"] if clock.is_over else LOOKS["serving"]
    said = f"{clock.target.alone(language)}  {clock.rest.alone(language)}"
    both = f"{clock.target}  {clock.rest}"
    fitting = both if cell_len(both) <= width else said
    return [Text(clock.bar, colour), Text(fitting, f"bold {colour}" if clock.is_over else "")]


def _about(shown: Shown, width: int, language: Language) -> list[Text]:
    # Both languages of a label only where what it labels is whole beside it; a note seldom is.
    labels = [label for label, _ in shown.about]
    cells = max((cell_len(str(label)) for label in labels), default=0)
    short = [said for label, said in shown.about if label != words.NOTES]
    whole = all(cells + 4 + cell_len(str(said)) <= width for said in short)
    return [_fact(label, said, width, language, whole) for label, said in shown.about]


def _fact(label: Words, said: Words, width: int, language: Language, whole: bool) -> Text:
    name = str(label) if whole else label.alone(language)
    room = width - cell_len(name) - 3
    return Text.assemble((f" {name}  ", TITLE), said.fitting(room, language), no_wrap=True)
