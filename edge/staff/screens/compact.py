"""The working screen in three lines, for beside the window of the utility's own system."""

from textual.app import ComposeResult

from edge.staff import mirror
from edge.staff.actions import Action
from edge.staff.desk import Desk, Tone
from edge.staff.messages import (
    ActionAsked,
    CopyAsked,
    LockAsked,
    QuestionAnswered,
    SignOutAsked,
)
from edge.staff.screens.base import HallScreen
from edge.staff.screens.work import WORK_KEYS
from edge.staff.shown import shown
from edge.staff.strip import about_line, queue_line
from edge.staff.widgets.keys import KeyRow
from edge.staff.widgets.lines import SaidLine, StripLine


class CompactScreen(HallScreen):
    """Who is here, who is next, and what was said or which keys there are."""

    BINDINGS = WORK_KEYS

    def __init__(self) -> None:
        super().__init__(compact=True)

    def compose_hall(self) -> ComposeResult:
        yield StripLine(id="strip-here")
        yield StripLine(id="strip-queue")
        yield SaidLine()
        yield KeyRow()

    def show_desk(self, desk: Desk, now_ms: int) -> None:
        """Show the counter and its queue; what was said stands where the keys stand else."""
        self.show_ticket(desk, now_ms)
        self.query_one(SaidLine).show_said(desk.said, desk.language)
        loud = desk.said.tone is not Tone.DONE and bool(str(desk.said.words))
        self.set_class(loud or _is_of_the_visitor(desk), "-loud")

    def show_ticket(self, desk: Desk, now_ms: int) -> None:
        """Show what time changes."""
        width = self.size.width
        now = shown(desk, now_ms)
        here, queue = self.query(StripLine)
        here.show_line(about_line(desk, now, width))
        queue.show_line(queue_line(desk, now_ms, width))
        self.query_one(KeyRow).show_keys(now.keys if now else (), desk.language, rows_max=1)
        self.set_class(not desk.linked, "-lost")

    def action_ask(self, action: str) -> None:
        self.post_message(ActionAsked(Action(action)))

    def action_answer(self, confirmed: bool) -> None:
        self.post_message(QuestionAnswered(confirmed))

    def action_copy(self) -> None:
        self.post_message(CopyAsked())

    def action_lock(self) -> None:
        self.post_message(LockAsked())

    def action_sign_out(self) -> None:
        self.post_message(SignOutAsked())


def _is_of_the_visitor(desk: Desk) -> bool:
    return desk.side is not None and desk.said.words == mirror.told(desk.side)
