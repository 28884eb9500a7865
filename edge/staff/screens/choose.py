"""The second screen: which counter to open, or to go on working at."""

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from edge.api import shapes
from edge.staff import words
from edge.staff.desk import Desk
from edge.staff.messages import CounterChosen, SignOutAsked
from edge.staff.screens.faults import FaultsScreen
from edge.staff.widgets.cells import row
from edge.staff.widgets.faults import FaultsPanel
from edge.staff.widgets.lines import SaidLine, StatusLine

_ROW_CELLS = 64


class ChooseScreen(FaultsScreen):
    """Lists the counters as they stand."""

    BINDINGS = [  # noqa: RUF012 - Textual's
        Binding("f12,q", "sign_out"),
        Binding("escape", "step_back"),
    ]

    def compose_hall(self) -> ComposeResult:
        with Vertical(id="choose"):
            yield Static("选择窗口 Choose your counter", id="choose-title")
            yield OptionList(id="counters")
            yield SaidLine()
            yield Static(
                "上下键选择 Arrows  回车开放 Enter opens  q / F12 退出登录 Sign out",
                id="choose-help",
            )
        yield FaultsPanel()
        yield StatusLine()

    def show_desk(self, desk: Desk, now_ms: int) -> None:
        """Show the counters, keeping the marked one marked."""
        self.query_one(SaidLine).show_said(desk.said)
        self.query_one(StatusLine).show_desk(desk)
        self.show_faults(desk, now_ms)
        if desk.hall is not None:
            self._list(desk)

    def action_sign_out(self) -> None:
        self.post_message(SignOutAsked())

    def action_step_back(self) -> None:
        self.step_back()

    def focus_work(self) -> None:
        self.set_focus(self.query_one("#counters", OptionList))

    @on(OptionList.OptionSelected, "#counters")
    def _choose(self, chosen: OptionList.OptionSelected) -> None:
        if chosen.option_id is not None:
            self.post_message(CounterChosen(chosen.option_id))

    def _list(self, desk: Desk) -> None:
        counters = desk.hall.counters if desk.hall else ()
        rows = {counter.id: _row(counter, desk.staff) for counter in counters}
        listed = self.query_one("#counters", OptionList)
        if list(rows) != [option.id for option in listed.options]:
            listed.set_options([Option(text, id=name) for name, text in rows.items()])
            listed.highlighted = _first_choice(desk)
            if not self.faults_open:
                listed.focus()
            return
        for option in listed.options:
            if option.id is not None and option.prompt != rows[option.id]:
                listed.replace_option_prompt(option.id, rows[option.id])


def _row(counter: shapes.Counter, staff: str) -> str:
    name = f" {counter.name} {counter.name_english}"
    if counter.state == "closed":
        return row(name, "可开放 Free to open ", _ROW_CELLS)
    if counter.staff == staff:
        return row(name, "您在使用，回车继续 Yours: go on ", _ROW_CELLS)
    return row(name, f"{counter.staff_name} {words.state(counter.state)} ", _ROW_CELLS)


def _first_choice(desk: Desk) -> int | None:
    counters = desk.hall.counters if desk.hall else ()
    if not counters:
        return None
    return min(range(len(counters)), key=lambda place: _unlikeliness(counters[place], desk))


def _unlikeliness(counter: shapes.Counter, desk: Desk) -> int:
    # The clerk's own open counter, else the one worked at before, else the first free one.
    if counter.state != "closed":
        return 0 if counter.staff == desk.staff else 3
    return 1 if counter.id == desk.counter_id else 2
