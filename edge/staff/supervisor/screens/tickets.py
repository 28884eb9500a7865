"""The tickets in line, of one service or of all, and what may be done to each."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from edge.api import shapes
from edge.staff.supervisor import actions, names, rows, words
from edge.staff.supervisor import messages as m
from edge.staff.supervisor.actions import KEYS, Action, Panel
from edge.staff.supervisor.asking import Marked
from edge.staff.supervisor.board import Board, Seen, acts
from edge.staff.supervisor.screens.base import BoardScreen
from edge.staff.supervisor.widgets.lines import Banner, HeaderLine, KeysLine, SaidLine
from edge.staff.supervisor.widgets.listing import Listing
from edge.staff.words import Words

_OF_TICKETS = tuple(key for key in KEYS if key.panels == (Panel.TICKETS,))


class TicketsScreen(BoardScreen):
    """Lists those who wait, those put aside, and those who were missed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(f"{key.letter},{key.letter.upper()}", f"ask('{key.action}')")
            for key in _OF_TICKETS
        ),
        Binding("w,W,enter", "why"),
        Binding("l,L,f2", "language"),
        Binding("escape,q,Q", "back"),
    ]

    def __init__(self, board: Board, service: str) -> None:
        super().__init__(board)
        self._service = service

    def compose_board(self) -> ComposeResult:
        yield HeaderLine()
        yield Banner()
        yield Listing(id=Panel.TICKETS)
        yield SaidLine()
        yield KeysLine()

    def on_mount(self) -> None:
        self._listing.rows.focus()

    def show_board(self, board: Board, now_ms: int) -> None:
        """Show the tickets of `board`."""
        super().show_board(board, now_ms)
        self.set_class(not board.linked, "-lost")
        self.query_one(HeaderLine).show_board(board, now_ms)
        self.query_one(Banner).show_board(board, now_ms)
        if board.seen is not None:
            self._show_tickets(board, board.seen, now_ms)
        self.query_one(KeysLine).show_keys(board, self._keys())

    def action_ask(self, action: str) -> None:
        name = self._listing.marked
        self.post_message(
            m.ActionAsked(Action(action), Marked("ticket", name) if name else Marked())
        )

    def action_why(self) -> None:
        self.post_message(m.WhyAsked(self._listing.marked))

    def action_language(self) -> None:
        self.post_message(m.LanguageAsked())

    def action_back(self) -> None:
        self.post_message(m.TicketsLeft())

    @property
    def _listing(self) -> Listing:
        return self.query_one(Listing)

    def _show_tickets(self, board: Board, seen: Seen, now: int) -> None:
        listing = self._listing
        shown = [each for each in seen.tickets if self._service in ("", each.service)]
        about = f" {board.say(names.service(seen, self._service))}" if self._service else ""
        title = f"{board.say(words.TICKETS)}{about} {len(shown)}"
        head = rows.ticket_head(board) if shown else Text(board.say(words.NO_TICKETS))
        lines = [
            (each.visit, rows.ticket_row(board, seen, each, now, listing.cells))
            for each in _in_order(shown)
        ]
        listing.show(title, head, lines)

    def _keys(self) -> list[tuple[str, Words]]:
        rights = self.board.me.rights
        may = actions.keys_for(rights, Panel.TICKETS) if acts(self.board) else ()
        why = dict(words.LOOK_KEYS)["w"]
        return [
            *((each.letter, each.words) for each in may),
            ("w", why),
            ("l", words.OTHER_LANGUAGE),
            ("Esc", words.ESCAPE_BACK),
        ]


def _in_order(tickets: list[shapes.InLine]) -> list[shapes.InLine]:
    return sorted(tickets, key=lambda each: (each.state != "waiting", each.since))
