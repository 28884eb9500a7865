"""Small questions over the board, one a screen, by keys alone."""

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from edge.staff.supervisor import words
from edge.staff.supervisor.asking import Answers, Confirm, Line, Marks, Pick, Question
from edge.staff.supervisor.board import Board
from edge.staff.words import Words

Answer = str | list[str] | bool | None


class Dialogue(ModalScreen[Answer]):
    """A question. Its answer is None where somebody thought better of it."""

    BINDINGS = [Binding("escape", "dismiss(None)")]  # noqa: RUF012 - Textual's
    helps = words.ENTER_ESCAPE

    def __init__(self, board: Board, asked: Words) -> None:
        super().__init__()
        self._board = board
        self._asked = asked

    def compose(self) -> ComposeResult:
        with Vertical(classes="question"):
            yield Static(Text(self._board.say(self._asked)), classes="asked")
            yield from self.compose_answer()
            yield Static(Text(self._board.say(words.LOST_HERE)), classes="lost")
            yield Static(Text(self._board.say(self.helps)), classes="helps")

    def compose_answer(self) -> ComposeResult:
        """Yield what the answer is given with."""
        yield from ()

    def on_mount(self) -> None:
        self.show_link(self._board.linked)

    def show_link(self, linked: bool) -> None:
        """Say where the controller is lost, so that nothing would be sent."""
        self.query_one(".lost", Static).display = not linked


class YesScreen(Dialogue):
    """Yes or no; what everybody would notice stands in a frame of its own."""

    BINDINGS = [Binding("enter", "dismiss(True)")]  # noqa: RUF012 - Textual's

    def __init__(self, board: Board, question: Confirm, given: Answers) -> None:
        super().__init__(board, question.asked)
        self.set_class(question.everybody, "-everybody")
        typed = [each for each in given if isinstance(each, str) and each]
        self._recalled = "\n".join(typed) if question.recalls else ""

    def compose_answer(self) -> ComposeResult:
        if self._recalled:
            yield Static(Text(self._recalled), classes="recalled")


class LineScreen(Dialogue):
    """One line of text."""

    def __init__(self, board: Board, question: Line) -> None:
        super().__init__(board, question.asked)
        self._question = question

    def compose_answer(self) -> ComposeResult:
        field = Input(self._question.proposal, max_length=self._question.length_max)
        field.cursor_blink = False  # a blink is a screen update, and the link may be thin
        yield field

    @on(Input.Submitted)
    def _answered(self, answer: Input.Submitted) -> None:
        text = answer.value.strip()
        if text or self._question.may_be_empty:
            self.dismiss(text)


class PickScreen(Dialogue):
    """One of several."""

    def __init__(self, board: Board, question: Pick) -> None:
        super().__init__(board, question.asked)
        self._choices = question.choices

    def compose_answer(self) -> ComposeResult:
        yield OptionList(
            *(Option(Text(self._board.say(text)), id=name) for name, text in self._choices.items())
        )

    @on(OptionList.OptionSelected)
    def _answered(self, chosen: OptionList.OptionSelected) -> None:
        self.dismiss(chosen.option_id)


class MarksScreen(Dialogue):
    """Any of several: a mark in front, and not only another colour."""

    BINDINGS = [  # noqa: RUF012 - Textual's
        Binding("enter", "done", priority=True),
        Binding("space", "turn", priority=True),
    ]
    helps = words.SPACE_ENTER

    def __init__(self, board: Board, question: Marks) -> None:
        super().__init__(board, question.asked)
        self._choices = question.choices
        self._marked = set(question.marked)

    def compose_answer(self) -> ComposeResult:
        yield OptionList(*(Option(self._row(name), id=name) for name in self._choices))

    def action_turn(self) -> None:
        listed = self.query_one(OptionList)
        option = listed.highlighted_option
        if option is not None and option.id is not None:
            self._marked ^= {option.id}
            listed.replace_option_prompt(option.id, self._row(option.id))

    def action_done(self) -> None:
        self.dismiss([name for name in self._choices if name in self._marked])

    def _row(self, name: str) -> Text:
        mark = "[x]" if name in self._marked else "[ ]"
        return Text(f"{mark} {self._board.say(self._choices[name])}")


class TellScreen(Dialogue):
    """No question: something to read."""

    BINDINGS = [Binding("enter,w,q", "dismiss(None)")]  # noqa: RUF012 - Textual's
    helps = words.ANY_BACK


def screen_for(board: Board, question: Question, given: Answers) -> Dialogue:
    """Return the screen that asks `question`, after others were `given` their answers."""
    match question:
        case Confirm():
            return YesScreen(board, question, given)
        case Line():
            return LineScreen(board, question)
        case Pick():
            return PickScreen(board, question)
        case Marks():
            return MarksScreen(board, question)
