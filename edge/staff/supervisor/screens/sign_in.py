"""The first screen: staff number and PIN."""

from pydantic import ValidationError
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Label, Static

from edge.api import shapes
from edge.staff.supervisor import words
from edge.staff.supervisor.board import Board, Said, Tone
from edge.staff.supervisor.messages import LanguageAsked, SignInAsked
from edge.staff.supervisor.screens.base import BoardScreen
from edge.staff.supervisor.widgets.lines import SaidLine
from edge.staff.words import NOTHING, Words


class SignInScreen(BoardScreen):
    """Asks who is there; `reason` says why it asks again."""

    BINDINGS = [  # noqa: RUF012 - Textual's
        Binding("f2", "language"),
        # Before the field has it: however fast a PIN is typed, it never lands beside its field.
        Binding("enter", "go_on", priority=True),
    ]

    def __init__(self, board: Board, reason: Words = NOTHING) -> None:
        super().__init__(board)
        self._said = Said(reason, Tone.WARNING)

    def compose_board(self) -> ComposeResult:
        with Vertical(id="sign-in"):
            yield Static(id="sign-in-title")
            yield Label(id="staff-label")
            yield Input(id="staff", max_length=64)
            yield Label(id="pin-label")
            yield Input(id="pin", password=True, max_length=64)
            yield SaidLine()
            yield Static(id="sign-in-help")

    def on_mount(self) -> None:
        for field in self.query(Input):
            field.cursor_blink = False  # a blink is a screen update, and the link may be thin
        self.show_board(self.board, 0)
        self.query_one("#staff", Input).focus()

    def show_board(self, board: Board, now_ms: int) -> None:
        """Show the words in the language of `board`: nobody has signed in."""
        self.board = board
        for name, text in (
            ("#sign-in-title", words.TITLE),
            ("#staff-label", words.STAFF_NUMBER),
            ("#pin-label", words.PIN),
            ("#sign-in-help", words.SIGN_IN_HELP),
        ):
            self.query_one(name, Static).update(board.say(text))
        self.query_one(SaidLine).show_said(board, self._said)

    def show_failure(self, reason: Words) -> None:
        """Ask for the PIN again."""
        self._say(reason, Tone.WARNING)
        self._let_type(True)
        pin = self.query_one("#pin", Input)
        pin.clear()
        pin.focus()

    def action_language(self) -> None:
        self.post_message(LanguageAsked())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave Enter to the field of the PIN, which knows what was typed before it."""
        if action == "go_on":
            return self.focused is self.query_one("#staff", Input)
        return super().check_action(action, parameters)

    def action_go_on(self) -> None:
        self.set_focus(self.query_one("#pin", Input))

    @on(Input.Submitted, "#pin")
    def _ask(self) -> None:
        staff, pin = (self.query_one(name, Input).value for name in ("#staff", "#pin"))
        if not pin.strip():
            self._say(words.PIN_MISSING, Tone.WARNING)
            return
        try:
            sign_in = shapes.SignIn(staff=staff, pin=pin)
        except ValidationError:
            self.show_failure(words.BAD_STAFF_NUMBER)
            return
        self._say(words.SIGNING_IN, Tone.PLAIN)
        self._let_type(False)
        self.post_message(SignInAsked(sign_in))

    def _say(self, text: Words, tone: Tone) -> None:
        self._said = Said(text, tone)
        self.query_one(SaidLine).show_said(self.board, self._said)

    def _let_type(self, allowed: bool) -> None:
        for field in self.query(Input):
            field.disabled = not allowed
