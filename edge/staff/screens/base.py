"""What all screens of the terminal share: they show a desk, and say so when they have no room."""

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from edge.staff import words
from edge.staff.desk import Desk
from edge.staff.shown import HEIGHT_MIN, WIDTH_MIN


class HallScreen(Screen[None]):
    """A screen that hides everything behind one sentence while the terminal is too small."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDTH_MIN, "-wide")]  # noqa: RUF012 - Textual's
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HEIGHT_MIN, "-high"), (28, "-tall")]  # noqa: RUF012 - Textual's

    def compose(self) -> ComposeResult:
        yield Static(f"{words.TOO_SMALL} {WIDTH_MIN} x {HEIGHT_MIN}", id="too-small")
        yield from self.compose_hall()

    def compose_hall(self) -> ComposeResult:
        """Yield the widgets of this screen."""
        raise NotImplementedError

    def show_desk(self, desk: Desk, now_ms: int) -> None:
        """Show `desk` as it is at `now_ms` of the hall's wall clock."""
        raise NotImplementedError

    @property
    def is_too_small(self) -> bool:
        """Whether a clerk cannot see what a key would be about."""
        return self.size.width < WIDTH_MIN or self.size.height < HEIGHT_MIN
