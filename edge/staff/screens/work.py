"""The working screen: the ticket at the counter, the keys, and the hall around it."""

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from edge.staff.actions import KEYS, Action
from edge.staff.desk import Desk
from edge.staff.hall import Hall
from edge.staff.messages import ActionAsked, CopyAsked, LockAsked, QuestionAnswered, SignOutAsked
from edge.staff.screens.faults import FaultsScreen
from edge.staff.shown import shown
from edge.staff.widgets.cells import row
from edge.staff.widgets.faults import FaultsPanel
from edge.staff.widgets.keys import KeyRow
from edge.staff.widgets.lines import HeaderLine, NewsLine, SaidLine, StatusLine
from edge.staff.widgets.side import SidePanel
from edge.staff.widgets.ticket import TicketPanel
from edge.staff.words import Words

# One key may stand for two actions, by the state of the counter: the first of them is asked for.
WORK_KEYS: list[BindingType] = [
    *(
        Binding(key.names, f"ask('{key.action}')")
        for key in {key.letter: key for key in reversed(KEYS)}.values()
    ),
    Binding("enter", "answer(True)"),
    Binding("escape", "answer(False)"),
    Binding("y,Y", "copy"),
    Binding("ctrl+l", "lock"),
    Binding("f12,q", "sign_out"),
]


class WorkScreen(FaultsScreen):
    """Turns keys into messages and shows the desk; decides nothing.

    The ticket stays in sight beside the faults, and every key of the work does what it always does.
    """

    BINDINGS = WORK_KEYS

    def compose_hall(self) -> ComposeResult:
        yield HeaderLine()
        yield NewsLine()
        with Horizontal(id="work"):
            yield TicketPanel()
            yield SidePanel()
            yield FaultsPanel()
        yield SaidLine()
        yield KeyRow()
        yield StatusLine()

    def show_desk(self, desk: Desk, now_ms: int) -> None:
        """Show the counter, what was said about it, and the hall around it."""
        self.show_ticket(desk, now_ms)
        self.query_one(SaidLine).show_said(desk.said, desk.language)
        self.query_one(StatusLine).show_desk(desk)
        self.query_one(NewsLine).show_desk(desk)
        self.show_faults(desk, now_ms)
        if desk.hall is not None and desk.counter is not None:
            self._show_header(desk, desk.hall)

    def show_ticket(self, desk: Desk, now_ms: int) -> None:
        """Show what time changes: the ticket, its clock, the waits, and the keys."""
        now = shown(desk, now_ms)
        self.query_one(TicketPanel).show_ticket(now, desk.language)
        self.query_one(SidePanel).show_hall(desk, now_ms)
        self.query_one(KeyRow).show_keys(now.keys if now else (), desk.language)
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

    def action_copy(self) -> None:
        self.post_message(CopyAsked())

    def action_lock(self) -> None:
        self.post_message(LockAsked())

    def action_sign_out(self) -> None:
        self.post_message(SignOutAsked())

    def _show_header(self, desk: Desk, hall: Hall) -> None:
        counter = desk.counter
        if counter is None:
            return
        right = f"{counter.staff_name} {desk.staff} "
        where = Words(
            f" {hall.board.hall} | {counter.name}",
            f"{hall.board.hall_english} | {counter.name_english}",
        )
        room = self.size.width - len(right) - 6
        said = where.fitting(room, desk.language)
        if said == where.english:
            said = f" {said}"
        self.query_one(HeaderLine).update(row(said, right, self.size.width))
