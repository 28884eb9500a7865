"""The working screen: the ticket at the counter, the keys, and the hall around it."""

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical

from edge.staff.actions import KEYS, Action
from edge.staff.desk import Desk
from edge.staff.hall import Hall
from edge.staff.messages import ActionAsked, QuestionAnswered, SignOutAsked
from edge.staff.screens.faults import FaultsScreen
from edge.staff.shown import shown
from edge.staff.widgets.cells import row
from edge.staff.widgets.faults import FaultsPanel
from edge.staff.widgets.keys import KeyRow
from edge.staff.widgets.lines import HeaderLine, SaidLine, StatusLine
from edge.staff.widgets.side import CountersPanel, RatingPanel, SidePanel, WaitingPanel
from edge.staff.widgets.ticket import TicketPanel


class WorkScreen(FaultsScreen):
    """Turns keys into messages and shows the desk; decides nothing.

    The ticket stays in sight beside the faults, and every key of the work does what it always does.
    """

    BINDINGS = [  # noqa: RUF012 - Textual's
        *(
            Binding(
                f"{key.letter},{key.letter.upper()},{key.function.lower()}", f"ask('{key.action}')"
            )
            for key in KEYS
        ),
        Binding("enter", "answer(True)"),
        Binding("escape", "answer(False)"),
        Binding("f12,q", "sign_out"),
    ]

    def compose_hall(self) -> ComposeResult:
        yield HeaderLine()
        with Horizontal(id="work"):
            yield TicketPanel()
            with Vertical(id="side"):
                yield WaitingPanel()
                yield CountersPanel()
                yield RatingPanel()
            yield FaultsPanel()
        yield SaidLine()
        yield KeyRow()
        yield StatusLine()

    def show_desk(self, desk: Desk, now_ms: int) -> None:
        """Show the counter, what was said about it, and the hall around it."""
        self.show_ticket(desk, now_ms)
        self.query_one(SaidLine).show_said(desk.said)
        self.query_one(StatusLine).show_desk(desk)
        self.show_faults(desk, now_ms)
        if desk.hall is None or desk.counter is None:
            return
        self._show_header(desk, desk.hall)
        for panel in self.query(SidePanel):
            panel.show_hall(desk.hall, desk.counter)

    def show_ticket(self, desk: Desk, now_ms: int) -> None:
        """Show the ticket, how long it has stood so, and the keys."""
        now = shown(desk, now_ms)
        self.query_one(TicketPanel).show_ticket(now)
        self.query_one(KeyRow).show_keys(now.keys if now else ())
        self.set_class(not desk.linked, "-lost")

    def action_ask(self, action: str) -> None:
        self.put_faults_away()
        self.post_message(ActionAsked(Action(action)))

    def action_faults(self) -> None:
        # Enter and Escape are for the overlay from here on, and for no question.
        self.post_message(QuestionAnswered(False))
        super().action_faults()

    def action_answer(self, confirmed: bool) -> None:
        if self.faults_open:
            if not confirmed:
                self.step_back()
            return
        self.post_message(QuestionAnswered(confirmed))

    def action_sign_out(self) -> None:
        self.post_message(SignOutAsked())

    def _show_header(self, desk: Desk, hall: Hall) -> None:
        counter = desk.counter
        if counter is None:
            return
        where = f" {hall.board.hall} | {counter.name} {counter.name_english}"
        self.query_one(HeaderLine).update(
            row(where, f"{counter.staff_name} {desk.staff} ", self.size.width)
        )
