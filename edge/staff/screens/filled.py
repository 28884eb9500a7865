"""What a visitor filled in, laid over the work until any answer puts it away."""

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from edge.staff import filled
from edge.staff.actions import Action
from edge.staff.filled import Filled
from edge.staff.messages import FormActionAsked, NotesLeft
from edge.staff.theme import TITLE

_LEAVES = frozenset({"escape", "enter", "d", "D"})
_ASKS = {
    "p": Action.PRINT_MISSING,
    "P": Action.PRINT_MISSING,
    "w": Action.WITHDRAW,
    "W": Action.WITHDRAW,
}


class FilledScreen(ModalScreen[None]):
    """Shows the whole form: what is missing first."""

    def __init__(self, *, compact: bool) -> None:
        super().__init__(classes="-compact" if compact else "-full")

    def compose(self) -> ComposeResult:
        with Vertical(id="asking"):
            yield Static(id="asking-title")
            with VerticalScroll(id="notes"):
                yield Static(id="notes-text")
            yield Static(str(filled.HELP), id="asking-help")

    def show_filled(self, form: Filled) -> None:
        """Show `form`."""
        self.query_one("#asking-title", Static).update(Text(str(form.title), "bold"))
        self.query_one("#notes-text", Static).update(Text("\n").join(_lines(form)))
        self.query_one("#notes", VerticalScroll).focus()

    def on_key(self, event: events.Key) -> None:
        """Print what is missing, withdraw it, or put it away; the arrows move it."""
        if event.key in _LEAVES or event.key in _ASKS:
            event.stop()
        if event.key in _LEAVES:
            self.post_message(NotesLeft())
        elif event.key in _ASKS:
            self.post_message(FormActionAsked(_ASKS[event.key]))


def _lines(form: Filled) -> list[Text]:
    missing = [Text(f"- {each}") for each in form.missing]
    answers = [Text.assemble((f"{name.chinese}  ", TITLE), said) for name, said in form.answers]
    head = filled.MISSING if missing else filled.NOTHING_MISSING
    papers = [Text(f"- {each}") for each in form.papers]
    shown = [Text(str(filled.PAPERS), TITLE), *papers] if papers else []
    top = [Text(str(form.state)), Text(str(head), TITLE), *missing]
    return [*top, *shown, Text(""), *answers]
