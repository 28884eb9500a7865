"""The dialog before some presses: one small box, one question at a time, by the keyboard alone."""

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from edge.staff import words
from edge.staff.asking import Asking
from edge.staff.messages import StepAnswered, StepLeft, StepTakenBack
from edge.staff.shown import key_words
from edge.staff.steps import Step
from edge.staff.words import Language

_BOX_CELLS = 58
_DIGITS = frozenset("123456789")


class AskingScreen(ModalScreen[None]):
    """Shows the dialog of a desk, and posts what is answered; Escape leaves it with nothing done.

    A digit answers at once; the numbers stand beside the answers.
    """

    def __init__(self, asking: Asking, language: Language, *, compact: bool) -> None:
        super().__init__(classes="-compact" if compact else "-full")
        self._asking = asking
        self._language: Language = language
        self._marked: set[str] = set()
        self._answered = False
        self._drawn = False

    def compose(self) -> ComposeResult:
        with Vertical(id="asking"):
            yield Static(id="asking-title")
            yield OptionList(id="asking-options")
            yield Input(id="asking-typed", compact=True)
            yield Static(id="asking-help")

    def on_mount(self) -> None:
        self.show_asking(self._asking)

    @property
    def step(self) -> Step:
        """What is asked now."""
        return self._asking.step

    def show_asking(self, asking: Asking) -> None:
        """Ask what `asking` asks, unless that is asked already."""
        again = asking.step is not self._asking.step
        self._asking = asking
        if again or not self._drawn:
            self._answered, self._drawn = False, True
            self._marked.clear()
            self._draw()

    # --- what the clerk does ---

    def on_key(self, event: events.Key) -> None:
        """Take Escape, a digit, or what leads back. A field keeps what is typed into it."""
        typing = bool(self.step.typed_max)
        if event.key == "escape":
            self._leave()
        elif not typing and event.key in _DIGITS:
            self.pick(int(event.key) - 1)
        elif not typing and event.key in ("backspace", "left"):
            self.post_message(StepTakenBack())
        elif self.step.many and event.key == "space":
            self._mark(self._listed.highlighted)
        else:
            return
        event.stop()
        event.prevent_default()

    def pick(self, place: int) -> None:
        """Answer with the option at `place`, or mark it where many may be."""
        if place >= len(self.step.options):
            return
        if self.step.many:
            self._mark(place)
        else:
            self._answer(self.step.options[place].value)

    def accept(self) -> None:
        """Answer with what is highlighted, marked or typed."""
        if self.step.typed_max:
            self._answer(self.query_one(Input).value.strip())
        elif self.step.many:
            chosen = [each.value for each in self.step.options if each.value in self._marked]
            self._answer(",".join(chosen), may_be_empty=True)
        elif self._listed.highlighted is not None and self.step.options:
            self._answer(self.step.options[self._listed.highlighted].value)

    def on_input_submitted(self) -> None:
        self.accept()

    def on_option_list_option_selected(self) -> None:
        self.accept()

    def _leave(self) -> None:
        self.post_message(StepLeft())

    def _answer(self, value: str, *, may_be_empty: bool = False) -> None:
        # One answer a step: what is struck while the next step is on its way answers nothing.
        if (value or may_be_empty) and not self._answered:
            self._answered = True
            self.post_message(StepAnswered(self.step.name, value))

    def _mark(self, place: int | None) -> None:
        if place is None or place >= len(self.step.options):
            return
        self._marked ^= {self.step.options[place].value}
        self._listed.replace_option_prompt_at_index(place, self._prompt(place))

    # --- drawing ---

    def _draw(self) -> None:
        step, typing = self.step, bool(self.step.typed_max)
        action = key_words(self._asking.action, "")
        title = f"{self._asking.ticket} {action.fitting(24, self._language)}".strip()
        asked = step.words.fitting(_BOX_CELLS - cell_len(title) - 6, self._language)
        empty = "" if typing or step.options else f"  {words.NOTHING_OFFERED}"
        self.query_one("#asking-title", Static).update(Text(f"{title}: {asked}{empty}", "bold"))
        self._listed.display, self.query_one(Input).display = not typing, typing
        self._listed.set_options([Option(self._prompt(at)) for at in range(len(step.options))])
        self._listed.highlighted = 0 if step.options else None
        field = self.query_one(Input)
        field.clear()
        field.max_length = step.typed_max
        self.set_focus(field if typing else self._listed)
        self.query_one("#asking-help", Static).update(str(self._help(typing)))

    def _prompt(self, place: int) -> Text:
        option = self.step.options[place]
        number = str(place + 1) if place < 9 else " "
        mark = ("[x] " if option.value in self._marked else "[ ] ") if self.step.many else ""
        said = option.words.fitting(_BOX_CELLS - 10, self._language)
        return Text.assemble((f" {number} ", "bold"), f" {mark}{said}", no_wrap=True)

    def _help(self, typing: bool) -> words.Words:
        if typing:
            return words.TYPED_HELP
        return words.MANY_HELP if self.step.many else words.STEP_HELP

    @property
    def _listed(self) -> OptionList:
        return self.query_one(OptionList)
