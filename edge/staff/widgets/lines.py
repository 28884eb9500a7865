"""The single lines: who and where at the top, what was said, and how the hall is at the bottom."""

from rich.text import Text
from textual.widgets import Static

from edge.staff import words
from edge.staff.desk import Desk, Said, Tone
from edge.staff.words import Words

# An alarm is told from a word of praise without its colour.
_MARGINS = 2
_MARKS = {Tone.PLAIN: "", Tone.DONE: "", Tone.WARNING: "! ", Tone.ALARM: "!! "}


class ToneLine(Static):
    """One thing that is said; its tone is also a mark in front."""

    def show_said(self, said: Said) -> None:
        """Say it."""
        self.set_classes(f"-{said.tone}")
        text = f"{said.words.chinese}   {said.words.english}".strip()
        self.update(Text(_MARKS[said.tone] + text if text else ""))


class SaidLine(ToneLine):
    """The latest thing the desk has to say."""


class NotedLine(ToneLine):
    """What became of a note about a fault."""


class HeaderLine(Static):
    """Hall and counter on the left, the clerk on the right."""


class StatusLine(Static):
    """The link to the controller, open faults, and what is lost here and what to do instead."""

    _parts: tuple[Words, ...] = ()

    def show_desk(self, desk: Desk) -> None:
        """Tell how `desk` stands."""
        lost = desk.counter.degraded if desk.counter else []
        self._parts = (words.LINKED if desk.linked else words.UNLINKED, *_devices(desk, lost))
        self.set_class(not desk.linked, "-lost")
        self.set_class(bool(lost), "-degraded")
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        rows = words.in_rows(self._parts, self.app.size.width - _MARGINS)
        self.styles.height = len(rows)
        self.update(Text("\n".join(rows)))


def _devices(desk: Desk, lost: list[str]) -> list[Words]:
    open_faults = len(desk.hall.faults) if desk.hall else 0
    faults = [words.FAULTS_OPEN.about(count=str(open_faults))] if open_faults else []
    instead = [words.degraded(name) for name in lost]
    return [*faults, *(instead or ([words.ALL_WELL] if desk.counter else []))]
