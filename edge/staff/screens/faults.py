"""What the screens of a signed-in clerk share: the overlay of open faults over their work."""

from textual.binding import Binding

from edge.staff.desk import Desk, Said
from edge.staff.screens.base import HallScreen
from edge.staff.widgets.faults import FaultsPanel


class FaultsScreen(HallScreen):
    """A screen with the overlay, which a clerk opens, and any key of the work puts away."""

    BINDINGS = [Binding("g,G,f2", "faults")]  # noqa: RUF012 - Textual's

    def show_faults(self, desk: Desk, now_ms: int) -> None:
        """Show the faults of `desk`, if the overlay is open."""
        self.query_one(FaultsPanel).show_faults(desk, now_ms)

    def show_noted(self, said: Said) -> None:
        """Say what came of the clerk's note about a fault."""
        self.query_one(FaultsPanel).say(said)

    def action_faults(self) -> None:
        """Open the overlay, or put it away."""
        if self.faults_open:
            self.put_faults_away()
        else:
            self.set_class(True, "-faults")
            self.query_one(FaultsPanel).open()

    def step_back(self) -> bool:
        """Leave the note, else the overlay; say whether there was something to leave."""
        if not self.faults_open:
            return False
        if not self.query_one(FaultsPanel).step_back():
            self.put_faults_away()
        return True

    def put_faults_away(self) -> None:
        """Give the screen back to the work."""
        if self.faults_open:
            self.query_one(FaultsPanel).close()
            self.set_class(False, "-faults")
            self.focus_work()

    def focus_work(self) -> None:
        """Give the keys back to whatever has them without the overlay."""
        self.set_focus(None)

    @property
    def faults_open(self) -> bool:
        """Whether the overlay is there."""
        return self.has_class("-faults")
