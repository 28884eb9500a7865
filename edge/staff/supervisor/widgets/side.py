"""What a large terminal has room for: the figures one below the other, and every device."""

from rich.text import Text

from edge.staff import device_words
from edge.staff.supervisor import names, words
from edge.staff.supervisor.board import Board, Seen
from edge.staff.supervisor.figures import figures
from edge.staff.supervisor.rows import ALARM
from edge.staff.supervisor.widgets.steady import Steady
from edge.staff.theme import TITLE
from edge.staff.widgets.cells import row

_WELL = ("online", "assumed")


class SidePanel(Steady):
    """The figures of the day and the devices of the hall."""

    def show_board(self, board: Board) -> None:
        """Show those of `board`."""
        if board.seen is None or not self.size.width:
            return
        width = self.size.width
        lines = [
            Text(row(board.say(words.TODAY), "", width), style=f"bold {TITLE}"),
            *(Text(row(board.say(word), value, width)) for word, value in figures(board.seen)),
            Text(),
            Text(row(board.say(words.DEVICES), "", width), style=f"bold {TITLE}"),
            *_devices(board, board.seen, width),
        ]
        self.put(Text("\n", no_wrap=True).join(lines))


def _devices(board: Board, seen: Seen, width: int) -> list[Text]:
    ordered = sorted(seen.devices, key=lambda each: each.health in _WELL)
    return [
        Text(
            row(
                board.say(names.device(seen, each.id)),
                board.say(device_words.health(each.health)),
                width,
            ),
            style="" if each.health in _WELL else ALARM,
        )
        for each in ordered
    ]
