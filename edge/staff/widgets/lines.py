"""The single lines: who and where at the top, what was said, and how the hall is at the bottom."""

from rich.text import Text
from textual.widgets import Static

from edge.staff import words
from edge.staff.desk import Desk, Said, Tone
from edge.staff.words import Words

# An alarm is told from a word of praise without its colour.
_MARKS = {Tone.PLAIN: "", Tone.DONE: "", Tone.WARNING: "! ", Tone.ALARM: "!! "}


class SaidLine(Static):
    """The latest thing the desk has to say; its tone is also a mark in front."""

    def show_said(self, said: Said) -> None:
        """Say it."""
        self.set_classes(f"-{said.tone}")
        text = f"{said.words.chinese}   {said.words.english}".strip()
        self.update(Text(_MARKS[said.tone] + text if text else ""))


class HeaderLine(Static):
    """Hall and counter on the left, the clerk on the right."""


class StatusLine(Static):
    """The link to the controller, and what of this counter's devices is lost."""

    _parts: tuple[Words, ...] = ()

    def show_desk(self, desk: Desk) -> None:
        """Tell how `desk` stands."""
        lost = desk.counter.degraded if desk.counter else []
        devices = [words.degraded(name) for name in lost] or [words.ALL_WELL]
        self._parts = (words.LINKED if desk.linked else words.UNLINKED, *devices)
        self.set_class(not desk.linked, "-lost")
        self.set_class(bool(lost), "-degraded")
        self.refresh()

    def render(self) -> Text:
        return Text(words.side_by_side(self._parts, self.size.width))
