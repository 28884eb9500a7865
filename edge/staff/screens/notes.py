"""The notes about whoever is at the counter, laid over the work until any answer puts them away."""

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from edge.staff import words
from edge.staff.desk import Desk
from edge.staff.messages import NotesLeft
from edge.staff.theme import TITLE
from edge.staff.visitor import note_lines

_LEAVES = frozenset({"escape", "enter", "v", "V"})


class NotesScreen(ModalScreen[None]):
    """Shows every note whole, the oldest first."""

    def __init__(self, *, compact: bool) -> None:
        super().__init__(classes="-compact" if compact else "-full")

    def compose(self) -> ComposeResult:
        with Vertical(id="asking"):
            yield Static(id="asking-title")
            with VerticalScroll(id="notes"):
                yield Static(id="notes-text")
            yield Static(str(words.NOTES_HELP), id="asking-help")

    def show_notes(self, desk: Desk) -> None:
        """Show the notes of `desk`."""
        ticket = desk.counter.ticket if desk.counter else ""
        self.query_one("#asking-title", Static).update(Text(f"{ticket} {words.NOTES}", "bold"))
        lines = note_lines(desk.visitor) if desk.visitor else []
        shown = [Text.assemble((by, TITLE), f"\n{said}") for by, said in lines]
        self.query_one("#notes-text", Static).update(Text("\n").join(shown))
        self.query_one("#notes", VerticalScroll).focus()

    def on_key(self, event: events.Key) -> None:
        """Put the notes away at whatever answers them; the arrows move them."""
        if event.key in _LEAVES:
            event.stop()
            self.post_message(NotesLeft())
