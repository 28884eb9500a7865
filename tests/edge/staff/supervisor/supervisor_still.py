"""A board that stands still: one moment of a hall, for pictures and comparisons."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import supervisor_halls as halls
from supervisor_halls import NOW_MS
from textual.app import App

import edge.staff.supervisor
from edge.domain.rights import Role, rights_of
from edge.staff.supervisor.board import Board, Me, Seen, lost
from edge.staff.supervisor.screens.base import BoardScreen
from edge.staff.supervisor.screens.live import LiveScreen
from edge.staff.supervisor.words import Language
from edge.staff.theme import THEME


def me(role: Role = Role.SUPERVISOR) -> Me:
    """Return a member of staff of that role."""
    number = {Role.SUPERVISOR: "3001", Role.AUDITOR: "4001"}.get(role, "1001")
    name = {Role.SUPERVISOR: "刘伟", Role.AUDITOR: "何平"}.get(role, "陈静")
    rights = frozenset(right.value for right in rights_of(role))
    return Me(number, name, role.value, rights)


def calm(language: Language = Language.CHINESE) -> Board:
    """Return the board of a calm hall."""
    seen = Seen(
        halls.picture(),
        halls.health(),
        tuple(halls.service(place) for place in range(len(halls.SERVICES))),
        tuple(halls.pauses()),
        tuple(halls.reasons()),
        tuple(halls.groups()),
        tuple(halls.devices()),
        tickets=tuple(halls.tickets()),
    )
    return Board(me(), language, seen, linked=True)


def bad(language: Language = Language.CHINESE) -> Board:
    """Return the same hall's board on a bad day."""
    board = calm(language)
    assert board.seen is not None
    seen = replace(
        board.seen,
        picture=halls.bad_picture(),
        devices=tuple(halls.devices("printer-1", "led-1")),
        faults=(
            halls.fault("printer-1", "printer", health="userError", place="大厅入口"),
            halls.fault("led-1", "led", unit="3", acknowledged_by="3001", note="已报修"),
        ),
        messages=(
            halls.shapes.Message(
                message="M1",
                by="1002",
                to=["3001"],
                at=NOW_MS - 30_000,
                read_by=[],
                text="打印纸快用完了",
            ),
        ),
    )
    return replace(board, seen=seen)


def as_auditor(board: Board) -> Board:
    """Return the same board in front of an auditor."""
    return replace(board, me=me(Role.AUDITOR))


def out_of_touch(language: Language = Language.CHINESE) -> Board:
    """Return the calm hall's board while the controller is lost."""
    return lost(calm(language), 0.0)


class StillApp(App[None]):
    """Shows `board` on a `screen` and follows nothing."""

    CSS_PATH = Path(edge.staff.supervisor.__file__).with_name("supervisor.tcss")
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, board: Board, screen: Callable[[Board], BoardScreen] = LiveScreen) -> None:
        super().__init__()
        self._board = board
        self._screen = screen

    async def on_mount(self) -> None:
        self.register_theme(THEME)
        self.theme = THEME.name
        screen = self._screen(self._board)
        await self.push_screen(screen)
        self.call_after_refresh(self._show, screen)

    def _show(self, screen: BoardScreen) -> None:
        screen.show_board(self._board, NOW_MS)
