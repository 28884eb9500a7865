"""Small questions in front of the devices: yes or no, and one line of text."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from edge.engineer import words
from edge.staff.words import Words


class YesNoScreen(ModalScreen[bool]):
    """Asks before something that people in the hall would see or hear."""

    BINDINGS = [  # noqa: RUF012 - Textual's
        Binding("enter", "dismiss(True)"),
        Binding("escape", "dismiss(False)"),
    ]

    def __init__(self, asked: Words) -> None:
        super().__init__()
        self._asked = asked

    def compose(self) -> ComposeResult:
        with Vertical(classes="question"):
            yield Static(f"{self._asked.chinese}\n{self._asked.english}", classes="asked")
            yield Static(str(words.YES_NO), classes="keys")


class TextScreen(ModalScreen[str | None]):
    """Asks for one line; None where the engineer thought better of it."""

    BINDINGS = [Binding("escape", "dismiss(None)")]  # noqa: RUF012 - Textual's

    def __init__(self, *asked: Words, proposal: str = "", length_max: int = 500) -> None:
        super().__init__()
        self._asked = asked
        self._proposal = proposal
        self._length_max = length_max

    def compose(self) -> ComposeResult:
        with Vertical(classes="question"):
            yield Static("\n".join(str(each) for each in self._asked), classes="asked")
            answer = Input(self._proposal, max_length=self._length_max, select_on_focus=False)
            answer.cursor_blink = False  # a blink is a screen update, and the link may be thin
            yield answer
            yield Static(str(words.ENTER_ESCAPE), classes="keys")

    @on(Input.Submitted)
    def _answered(self, answer: Input.Submitted) -> None:
        self.dismiss(answer.value.strip())
