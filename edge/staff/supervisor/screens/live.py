"""The board: what needs somebody, the counters, the queues, the day so far, and the keys."""

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import OptionList

from edge.staff.supervisor import actions, attention, rows, words
from edge.staff.supervisor import messages as m
from edge.staff.supervisor.actions import KEYS, Action, Panel
from edge.staff.supervisor.asking import Marked
from edge.staff.supervisor.board import Board, Seen, acts
from edge.staff.supervisor.screens.base import BoardScreen
from edge.staff.supervisor.widgets.lines import (
    Banner,
    FiguresLine,
    HeaderLine,
    KeysLine,
    SaidLine,
)
from edge.staff.supervisor.widgets.listing import Listing
from edge.staff.supervisor.widgets.side import SidePanel
from edge.staff.words import Words

_PANELS = (Panel.ATTENTION, Panel.COUNTERS, Panel.QUEUES)
_KINDS = {Panel.COUNTERS: "counter", Panel.QUEUES: "queue"}


class LiveScreen(BoardScreen):
    """Turns keys into messages and shows the board; decides nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(f"{key.letter},{key.letter.upper()}", f"ask('{key.action}')")
            for key in KEYS
            if key.panels != (Panel.TICKETS,)
        ),
        Binding("t,T", "tickets"),
        Binding("w,W", "why"),
        Binding("b,B", "report"),
        Binding("l,L,f2", "language"),
        Binding("q,Q,f12", "sign_out"),
        Binding("tab", "panel(1)", priority=True),
        Binding("shift+tab", "panel(-1)", priority=True),
    ]

    def compose_board(self) -> ComposeResult:
        yield HeaderLine()
        yield Banner()
        yield Listing(id=Panel.ATTENTION)
        with Horizontal(id="middle"):
            yield Listing(id=Panel.COUNTERS)
            yield Listing(id=Panel.QUEUES)
            yield SidePanel()
        yield FiguresLine()
        yield SaidLine()
        yield KeysLine()

    def on_mount(self) -> None:
        self._listing(Panel.COUNTERS).rows.focus()

    # --- what the application tells ---

    def show_board(self, board: Board, now_ms: int) -> None:
        """Show `board`, keeping in each panel the marked row marked."""
        super().show_board(board, now_ms)
        self.set_class(not board.linked, "-lost")
        self.query_one(HeaderLine).show_board(board, now_ms)
        self.query_one(Banner).show_board(board, now_ms)
        if board.seen is not None:
            self._show_lists(board, board.seen, now_ms)
        self.query_one(FiguresLine).show_board(board)
        self.query_one(SidePanel).show_board(board)
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys for the marked row."""
        self.query_one(KeysLine).show_keys(self.board, self._keys())

    # --- keys ---

    def action_ask(self, action: str) -> None:
        wanted = Action(action)
        if wanted is Action.RULES:
            self.post_message(m.RulesAsked())
        elif any(each.action is wanted and self.panel in each.panels for each in KEYS):
            self.post_message(m.ActionAsked(wanted, self.marked))

    def action_tickets(self) -> None:
        marked = self.marked
        self.post_message(m.TicketsAsked(marked.about if marked.kind == "queue" else ""))

    def action_why(self) -> None:
        marked, seen = self.marked, self.board.seen
        counter = seen.counter(marked.about) if seen and marked.kind == "counter" else None
        self.post_message(m.WhyAsked(counter.visit if counter else ""))

    def action_report(self) -> None:
        self.post_message(m.ReportAsked())

    def action_language(self) -> None:
        self.post_message(m.LanguageAsked())

    def action_sign_out(self) -> None:
        self.post_message(m.SignOutAsked())

    def action_panel(self, step: int) -> None:
        at = (_PANELS.index(self.panel) + step) % len(_PANELS)
        self._listing(_PANELS[at]).rows.focus()

    @on(OptionList.OptionHighlighted)
    def _marked_another(self) -> None:
        self.show_keys()

    def on_descendant_focus(self) -> None:
        self.show_keys()

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        # Enter: what is most asked for where the row is.
        match self.panel:
            case Panel.QUEUES:
                self.action_tickets()
            case Panel.COUNTERS:
                self.action_why()
            case _:
                self.action_ask(Action.ACCEPT)

    @property
    def panel(self) -> Panel:
        """Where the marked row is."""
        for each in _PANELS:
            if self._listing(each).rows.has_focus:
                return each
        return Panel.COUNTERS

    @property
    def marked(self) -> Marked:
        """The marked row of that panel."""
        name = self._listing(self.panel).marked
        if not name:
            return Marked()
        if self.panel is Panel.ATTENTION:
            kind, _, about = name.partition(":")
            return Marked(kind, about)
        return Marked(_KINDS[self.panel], name)

    # --- drawing ---

    def _listing(self, panel: Panel) -> Listing:
        return self.query_one(f"#{panel}", Listing)

    def _show_lists(self, board: Board, seen: Seen, now: int) -> None:
        self._show_attention(board, now)
        counters, queues = self._listing(Panel.COUNTERS), self._listing(Panel.QUEUES)
        width = counters.cells
        counters.show(
            board.say(words.COUNTERS),
            rows.counter_head(board, width),
            [
                (each.id, rows.counter_row(board, seen, each, now, width))
                for each in seen.picture.counters
            ],
        )
        room = queues.cells
        queues.show(
            board.say(words.QUEUES),
            rows.queue_head(board, room),
            [
                (each.service, rows.queue_row(board, seen, each, now, room))
                for each in seen.picture.queues
            ],
        )

    def _show_attention(self, board: Board, now: int) -> None:
        listing = self._listing(Panel.ATTENTION)
        items = attention.items(board)
        lines = [(each.id, rows.item_row(board, each, now, listing.cells)) for each in items]
        needed = sum(each.needed for each in items)
        title = f"{board.say(words.ATTENTION)} {needed}" if needed else board.say(words.ATTENTION)
        calm = Text("" if items else f"   {board.say(words.ALL_CALM)}", no_wrap=True)
        listing.set_class(bool(needed), "-needed")
        listing.show(title, calm, lines)

    def _keys(self) -> list[tuple[str, Words]]:
        marked, rights = self.marked, self.board.me.rights
        looks = dict(words.LOOK_KEYS)
        if actions.SEE_QUEUE not in rights:
            looks.pop("t"), looks.pop("w")
        if actions.SEE_REPORTS not in rights:
            looks.pop("b")
        may = actions.keys_for(rights, self.panel, marked.kind) if acts(self.board) else ()
        changes = any(each.action is Action.RULES for each in may)
        rules = [] if changes else [("u", words.READ_RULES)]
        return [
            *((each.letter, each.words) for each in may),
            *looks.items(),
            *rules,
            ("Tab", words.NEXT_PANEL),
            ("l", words.OTHER_LANGUAGE),
            ("q", words.SIGN_OUT),
        ]
