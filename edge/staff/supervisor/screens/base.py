"""What all screens of the terminal share: they show a board, and say so when they have no room."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from edge.staff.shown import HEIGHT_MIN, WIDTH_MIN
from edge.staff.supervisor import words
from edge.staff.supervisor.board import Board
from edge.staff.supervisor.widgets.lines import SaidLine


class BoardScreen(Screen[None]):
    """A screen that hides everything behind one sentence while the terminal is too small."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDTH_MIN, "-fits"), (140, "-broad")]  # noqa: RUF012 - Textual's
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HEIGHT_MIN, "-high"), (34, "-tall")]  # noqa: RUF012 - Textual's

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board = board

    def compose(self) -> ComposeResult:
        yield Static(str(words.TOO_SMALL), id="too-small")
        yield from self.compose_board()

    def compose_board(self) -> ComposeResult:
        """Yield the widgets of this screen: none, where it has none of its own."""
        return ()

    def show_board(self, board: Board, now_ms: int) -> None:
        """Show `board` as it is at `now_ms` of the hall's wall clock."""
        self.board = board
        for line in self.query(SaidLine):
            line.show_said(board, board.said)

    @property
    def is_too_small(self) -> bool:
        """Whether somebody cannot see what a key would be about."""
        return self.size.width < WIDTH_MIN or self.size.height < HEIGHT_MIN
