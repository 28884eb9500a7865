"""What all screens of the terminal share: they show a desk, and say so when they have no room."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from edge.staff import words
from edge.staff.desk import Desk
from edge.staff.shown import COMPACT_SIZE, HEIGHT_MIN, WIDTH_MIN


class HallScreen(Screen[None]):
    """A screen that hides everything behind one sentence while the terminal is too small.

    A `compact` one makes do with three lines.
    """

    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's
        (0, "-tiny"),
        (COMPACT_SIZE[0], "-narrow"),
        (WIDTH_MIN, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012 - Textual's
        (0, "-flat"),
        (COMPACT_SIZE[1], "-low"),
        (HEIGHT_MIN, "-high"),
        (28, "-tall"),
    ]

    def __init__(self, *, compact: bool = False) -> None:
        super().__init__(classes="-compact" if compact else "-full")
        self.compact = compact

    def compose(self) -> ComposeResult:
        width, height = self.least
        yield Static(f"{words.TOO_SMALL} {width} x {height}", id="too-small")
        yield from self.compose_hall()

    def compose_hall(self) -> ComposeResult:
        """Yield the widgets of this screen: none, where it has none of its own."""
        return ()

    def show_desk(self, desk: Desk, now_ms: int) -> None:
        """Show `desk` as it is at `now_ms` of the hall's wall clock."""

    def show_ticket(self, desk: Desk, now_ms: int) -> None:
        """Show what time alone has changed."""

    @property
    def least(self) -> tuple[int, int]:
        """The cells that it needs: across and down."""
        return COMPACT_SIZE if self.compact else (WIDTH_MIN, HEIGHT_MIN)

    @property
    def is_too_small(self) -> bool:
        """Whether a clerk cannot see what a key would be about."""
        width, height = self.least
        return self.size.width < width or self.size.height < height
