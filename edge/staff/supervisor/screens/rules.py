"""The rules of the queue in an editor: mistakes at line and column before anything takes effect."""

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static, TextArea

from edge.api import shapes
from edge.staff.supervisor import words
from edge.staff.supervisor.board import Board, Said, Tone
from edge.staff.supervisor.messages import RulesCheckAsked
from edge.staff.supervisor.screens.base import BoardScreen
from edge.staff.supervisor.widgets.lines import SaidLine
from edge.staff.words import Words

_MISTAKES_SHOWN = 5


class RulesScreen(BoardScreen):
    """Shows the rules in force; who has the right may change them for today."""

    BINDINGS = [  # noqa: RUF012 - Textual's
        Binding("f2", "check", priority=True),
        Binding("f10", "use", priority=True),
        Binding("escape", "back", priority=True),
    ]

    def __init__(self, board: Board, rules: shapes.Rules, *, may_change: bool) -> None:
        super().__init__(board)
        self._rules = rules
        self._may_change = may_change
        self._warned = False

    def compose_board(self) -> ComposeResult:
        yield Static(self._title(), id="rules-title")
        area = TextArea(
            self._rules.text, read_only=not self._may_change, show_line_numbers=True, id="rules"
        )
        area.cursor_blink = False  # a blink is a screen update, and the link may be thin
        yield area
        yield Static(id="mistakes")
        yield SaidLine()
        yield Static(self._helps(), id="rules-help")

    def on_mount(self) -> None:
        self.query_one("#mistakes").display = False
        self.query_one(TextArea).focus()

    def show_board(self, board: Board, now_ms: int) -> None:
        """Say where the controller is lost; the text stays as it is."""
        was_linked, self.board = self.board.linked, board
        if was_linked and not board.linked:
            self.say(words.LOST_HERE, Tone.ALARM)
        elif board.linked and not was_linked:
            self.say(words.BACK, Tone.DONE)

    def say(self, text: Words, tone: Tone) -> None:
        """Say what came of a check, or of putting the rules in force."""
        self.query_one(SaidLine).show_said(self.board, Said(text, tone))

    def show_mistakes(self, mistakes: list[shapes.RulesMistake]) -> None:
        """Show each at its line and column, and go to the first."""
        shown = self.query_one("#mistakes", Static)
        shown.display = bool(mistakes)
        if not mistakes:
            self.say(words.RULES_RIGHT, Tone.DONE)
            return
        lines = [f"{each.line}:{each.column}  {each.reason}" for each in mistakes]
        shown.update(Text("\n".join(lines[:_MISTAKES_SHOWN])))
        first = mistakes[0]
        self.query_one(TextArea).move_cursor((first.line - 1, first.column - 1))
        self.say(words.RULES_WRONG.about(count=str(len(mistakes))), Tone.WARNING)

    def action_check(self) -> None:
        self._ask(to_use=False)

    def action_use(self) -> None:
        self._ask(to_use=True)

    def action_back(self) -> None:
        if self._changed and not self._warned:
            self._warned = True
            self.say(words.RULES_CHANGED, Tone.WARNING)
            return
        self.app.pop_screen()

    def _ask(self, *, to_use: bool) -> None:
        if self._may_change:
            self._warned = False
            self.post_message(RulesCheckAsked(self.query_one(TextArea).text, to_use))

    @property
    def _changed(self) -> bool:
        return self.query_one(TextArea).text != self._rules.text

    def _title(self) -> Text:
        by = self.board.say(words.RULES_BY.about(by=self._rules.by))
        return Text(f" {self.board.say(words.RULES_TITLE)}  {by}", no_wrap=True)

    def _helps(self) -> Text:
        return Text(self.board.say(words.RULES_HELP if self._may_change else words.ANY_BACK))
