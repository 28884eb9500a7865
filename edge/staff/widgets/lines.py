"""The single lines: who and where at the top, what was said, and how the hall is at the bottom."""

from rich.cells import cell_len
from rich.text import Text
from textual.widgets import Static

from edge.staff import news, words
from edge.staff.desk import Desk, Said, Tone
from edge.staff.words import Language, Words

# An alarm is told from a word of praise without its colour.
_MARGINS = 2
_MARK_CELLS = 3
_MARKS = {Tone.PLAIN: "", Tone.DONE: "", Tone.WARNING: "! ", Tone.ALARM: "!! "}


class ToneLine(Static):
    """One thing that is said; its tone is also a mark in front."""

    def show_said(self, said: Said, language: Language = "zh") -> None:
        """Say it, in both languages, or where they have no room in one."""
        self.set_classes(f"-{said.tone}")
        both = f"{said.words.chinese}   {said.words.english}".strip()
        room = self.app.size.width - _MARGINS - _MARK_CELLS
        text = both if cell_len(both) <= room else said.words.alone(language)
        self.update(Text(_MARKS[said.tone] + text if text else ""))


class SaidLine(ToneLine):
    """The latest thing the desk has to say."""


class NotedLine(ToneLine):
    """What became of a note about a fault."""


class HeaderLine(Static):
    """Hall and counter on the left, the clerk on the right."""


class StripLine(Static):
    """A line of the three-line view."""

    def show_line(self, line: Text) -> None:
        """Show it."""
        self.update(line)


class NewsLine(Static):
    """Notices to everybody, messages to this clerk, and help that was called; hidden without."""

    def show_desk(self, desk: Desk) -> None:
        """Tell what `desk` knows of them."""
        parts = news.parts(desk)
        self.display = bool(parts)
        width = self.app.size.width - _MARGINS
        both = " | ".join(str(part) for part in parts)
        alone = " | ".join(part.alone(desk.language) for part in parts)
        self.update(Text(both if cell_len(both) <= width else alone, no_wrap=True))


class StatusLine(Static):
    """The link to the controller, open faults, and what is lost here and what to do instead."""

    _parts: tuple[Words, ...] = ()
    _language: Language = "zh"

    def show_desk(self, desk: Desk) -> None:
        """Tell how `desk` stands."""
        lost = desk.counter.degraded if desk.counter else []
        self._parts = (words.LINKED if desk.linked else words.UNLINKED, *_devices(desk, lost))
        self._language = desk.language
        self.set_class(not desk.linked, "-lost")
        self.set_class(bool(lost), "-degraded")
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        rows = words.in_rows(self._parts, self.app.size.width - _MARGINS, self._language)
        self.styles.height = len(rows)
        self.update(Text("\n".join(rows)))


def _devices(desk: Desk, lost: list[str]) -> list[Words]:
    open_faults = len(desk.hall.faults) if desk.hall else 0
    faults = [words.FAULTS_OPEN.about(count=str(open_faults))] if open_faults else []
    instead = [words.degraded(name) for name in lost]
    return [*faults, *(instead or ([words.ALL_WELL] if desk.counter else []))]
