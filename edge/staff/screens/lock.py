"""The lock: hides the work until the same clerk's PIN is given."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from edge.staff import words
from edge.staff.desk import Said, Tone
from edge.staff.messages import SignOutAsked, UnlockAsked
from edge.staff.widgets.lines import SaidLine
from edge.staff.words import Words


class LockScreen(ModalScreen[None]):
    """Asks for the PIN of the clerk who works here; nobody else's opens it.

    `reason` says why it is locked. Signing out is the way for another clerk, who sees nothing of
    this one's work.
    """

    BINDINGS = [Binding("f12", "sign_out")]  # noqa: RUF012 - Textual's

    def __init__(self, staff: str, name: str, reason: Words, *, compact: bool) -> None:
        super().__init__(classes="-compact" if compact else "-full")
        self._who = words.LOCKED_FOR.about(name=name, staff=staff)
        self._reason = reason

    def compose(self) -> ComposeResult:
        with Vertical(id="lock"):
            yield Static(str(self._who), id="lock-title")
            yield Input(id="lock-pin", password=True, max_length=64)
            yield SaidLine()
            yield Static(str(words.LOCK_HELP), id="lock-help")

    def on_mount(self) -> None:
        self._say(self._reason, Tone.WARNING)
        self.query_one(Input).focus()

    def show_failure(self, reason: Words) -> None:
        """Ask for the PIN again."""
        field = self.query_one(Input)
        field.disabled = False
        field.clear()
        field.focus()
        self._say(reason, Tone.WARNING)

    def action_sign_out(self) -> None:
        self.post_message(SignOutAsked(anyway=True))

    @on(Input.Submitted)
    def _ask(self, submitted: Input.Submitted) -> None:
        if not submitted.value.strip():
            self._say(words.PIN_MISSING, Tone.WARNING)
            return
        self._say(words.SIGNING_IN, Tone.PLAIN)
        submitted.input.disabled = True
        self.post_message(UnlockAsked(submitted.value))

    def _say(self, text: Words, tone: Tone) -> None:
        self.query_one(SaidLine).show_said(Said(text, tone))
