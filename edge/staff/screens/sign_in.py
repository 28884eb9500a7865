"""The first screen: staff number and PIN."""

from pydantic import ValidationError
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Label, Static

from edge.api import shapes
from edge.staff import words
from edge.staff.desk import Desk, Said, Tone
from edge.staff.messages import SignInAsked
from edge.staff.screens.base import HallScreen
from edge.staff.widgets.lines import SaidLine
from edge.staff.words import Words


class SignInScreen(HallScreen):
    """Asks who is there; `reason` says why it asks again."""

    BINDINGS = [  # noqa: RUF012 - Textual's
        # Before the field has it: however fast a PIN is typed, it never lands beside its field.
        Binding("enter", "go_on", show=False, priority=True),
    ]

    def __init__(self, reason: Words = words.NOTHING) -> None:
        super().__init__()
        self._reason = reason

    def compose_hall(self) -> ComposeResult:
        with Vertical(id="sign-in"):
            yield Static("营业厅柜台终端\nCounter terminal", id="sign-in-title")
            yield Label("工号 Staff number")
            yield Input(id="staff", max_length=64)
            yield Label("密码 PIN")
            yield Input(id="pin", password=True, max_length=64)
            yield SaidLine()
            yield Static("回车登录 Enter signs in   Ctrl+Q 退出 Quit", id="sign-in-help")

    def on_mount(self) -> None:
        self._say(self._reason, Tone.WARNING)
        self.query_one("#staff", Input).focus()

    def show_desk(self, desk: Desk, now_ms: int) -> None:
        """Show nothing of the hall: nobody has signed in."""

    def show_failure(self, reason: Words) -> None:
        """Ask for the PIN again."""
        self._say(reason, Tone.WARNING)
        self._let_type(True)
        pin = self.query_one("#pin", Input)
        pin.clear()
        pin.focus()

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
        self.query_one(SaidLine).show_said(Said(text, tone))

    def _let_type(self, allowed: bool) -> None:
        for field in self.query(Input):
            field.disabled = not allowed
