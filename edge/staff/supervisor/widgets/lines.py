"""The single lines: the hall at the top, an emergency, what was said, figures, keys."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from edge.staff.supervisor import attention, names, words
from edge.staff.supervisor.board import Board, Said, Seen, Tone
from edge.staff.supervisor.figures import devices_well, figures
from edge.staff.supervisor.rows import span
from edge.staff.supervisor.widgets.steady import Steady
from edge.staff.theme import TITLE
from edge.staff.widgets.cells import row
from edge.staff.words import Words

# An alarm is told from a word of praise without its colour.
_MARKS = {Tone.PLAIN: "", Tone.DONE: "", Tone.WARNING: "! ", Tone.ALARM: "!! "}
_GAP = " "


class HeaderLine(Steady):
    """The hall, its day, its doors, and who looks at it; all red while the controller is lost."""

    def show_board(self, board: Board, now_ms: int) -> None:
        """Show `board`."""
        self.set_class(not board.linked, "-lost")
        if not board.linked and board.seen is not None:
            self.put(Text(f" !! {board.say(words.LOST)} !!", no_wrap=True))
        elif board.seen is not None:
            self.put(Text(row(_hall(board, board.seen, now_ms), _me(board), self.app.size.width)))


class Banner(Steady):
    """An emergency that nobody sees to, across the whole screen."""

    def show_board(self, board: Board, now_ms: int) -> None:
        """Show the one that has waited longest, if there is one."""
        call = attention.emergency(board.seen) if board.seen else None
        self.display = call is not None
        if call is None or board.seen is None:
            return
        told = words.BANNER.about(
            place=board.say(names.place(board.seen, call.place)),
            by=names.clerk(board.seen, call.by),
            since=span((now_ms - call.at) // 1000),
        )
        self.put(Text(board.say(told), no_wrap=True))


class SaidLine(Steady):
    """The latest thing there is to say."""

    def show_said(self, board: Board, said: Said) -> None:
        """Say it."""
        self.set_classes(f"-{said.tone}")
        text = board.say(said.words)
        self.put(Text(f"{_MARKS[said.tone]}{text}" if text else ""))


class FiguresLine(Steady):
    """The day so far in a line or two."""

    def show_board(self, board: Board) -> None:
        """Show the figures of `board`."""
        if board.seen is None:
            return
        parts = [(board.say(word), value) for word, value in figures(board.seen)]
        well, every = devices_well(board.seen)
        share = words.DEVICES_WELL.about(well=str(well), all=str(every))
        parts.append((board.say(words.DEVICES), board.say(share)))
        self.put(_wrapped(parts, self.app.size.width - 2))


class KeysLine(Steady):
    """The keys that make sense where the marked row is."""

    def show_keys(self, board: Board, keys: Sequence[tuple[str, Words]]) -> None:
        """Show them, as many rows as it takes."""
        parts = [(letter, board.say(word)) for letter, word in keys]
        self.put(_wrapped(parts, self.app.size.width - 2, cap=True))


def _hall(board: Board, seen: Seen, now_ms: int) -> str:
    hall = board.say(Words(seen.health.name, seen.health.name_english))
    doors = words.DOORS_OPEN if seen.picture.doors.open else words.DOORS_CLOSED
    day = seen.picture.day or board.say(words.NO_DAY)
    return f" {hall}  {day} {attention.clock(now_ms)}  {board.say(doors)}"


def _me(board: Board) -> str:
    role = board.say(words.ROLES.get(board.me.role, Words(board.me.role, board.me.role)))
    return f"{board.me.name} {board.me.staff} {role} "


def _wrapped(parts: Sequence[tuple[str, str]], width: int, *, cap: bool = False) -> Text:
    """Return pairs side by side, none of them broken between two rows."""
    text, used = Text(no_wrap=True), 0
    for first, second in parts:
        size = cell_len(f" {first} {second}")
        if used and used + len(_GAP) + size > width:
            text.append("\n")
            used = 0
        elif used:
            text.append(_GAP if cap else _GAP * 2)
            used += len(_GAP)
        text.append(f" {first} " if cap else first, "reverse bold" if cap else TITLE)
        text.append(second if cap else f" {second}", "" if cap else "bold")
        used += size
    return text
