"""The overlay of open faults: a list, a note for whoever may, and no key that is kept from work."""

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from edge.api import shapes
from edge.staff import faults, words
from edge.staff.desk import Desk, Said
from edge.staff.messages import AcknowledgeAsked
from edge.staff.theme import LOOKS, TITLE
from edge.staff.widgets.lines import NotedLine

_NOTE_MAX = 500
_RIGHT = "acknowledge_faults"


class NoteField(Input):
    """What is done about a fault. What is struck after Enter is no part of it."""

    taking = False

    def on_key(self, event: events.Key) -> None:
        """Keep keys from the field as soon as Enter was struck, however fast the next one comes."""
        if event.key == "enter" or not self.taking:
            self.taking = False
            event.prevent_default()


class FaultsPanel(Vertical):
    """Shows what it was last given; the keys of the work stay with the screen around it."""

    _desk = Desk()
    _now_ms = 0
    _noting: shapes.Fault | None = None

    def __init__(self) -> None:
        super().__init__(disabled=True)  # what is put away takes no key

    def compose(self) -> ComposeResult:
        yield Static(id="faults-title")
        yield OptionList(id="faults")
        yield NoteField(max_length=_NOTE_MAX)
        yield NotedLine()
        yield Static(id="faults-help")

    def on_mount(self) -> None:
        self._note.display = False

    # --- what the screen tells ---

    def show_faults(self, desk: Desk, now_ms: int) -> None:
        """List the open faults, keeping the marked one marked."""
        self._desk, self._now_ms = desk, now_ms
        if self.display:
            self._draw()

    def say(self, said: Said) -> None:
        """Say what came of a note."""
        self.query_one(NotedLine).show_said(said)

    def open(self) -> None:
        """Take the arrows, Enter and Escape from here on."""
        self.display, self.disabled = True, False
        self.say(Said())
        self._draw()
        self.screen.set_focus(self._listed)

    def step_back(self) -> bool:
        """Leave the note, if there is one, with nothing changed; say whether there was one."""
        if self._noting is None:
            return False
        self._stop_noting()
        return True

    def close(self) -> None:
        """Give all keys back. What was typed and not sent is forgotten."""
        self._stop_noting()
        self.display, self.disabled = False, True

    # --- what the clerk does ---

    def on_key(self, event: events.Key) -> None:
        """Begin a note on Enter, or send it. All else but a note's letters is for the screen."""
        if event.key == "enter":
            event.stop()
            self._begin_note() if self._noting is None else self._send_note()
        elif self._noting is not None and event.is_printable and event.character:
            event.stop()  # struck before the field had the keys
            self._note.insert_text_at_cursor(event.character)

    def _begin_note(self) -> None:
        marked = self._listed.highlighted_option
        fault = self._fault(marked.id) if marked is not None else None
        if fault is None or not self._may_note:
            return
        self._noting = fault
        self.say(Said(words.NOTE_ASKED.about(device=faults.key(fault))))
        self._note.display = self._note.taking = True
        self.screen.set_focus(self._note)
        self._show_help()

    def _send_note(self) -> None:
        fault, note = self._noting, self._note.value.strip()
        self._stop_noting()
        if fault is not None:
            self.say(Said(words.NOTING))
            self.post_message(AcknowledgeAsked(fault.device, fault.unit, note))

    def _stop_noting(self) -> None:
        self._noting = None
        self._note.clear()
        self._note.display = self._note.taking = False
        self.say(Said())
        self.screen.set_focus(self._listed)
        self._show_help()

    # --- drawing ---

    def _draw(self) -> None:
        open_faults = self._open_faults
        title = words.FAULTS if self._desk.linked else words.FAULTS_STALE
        empty = "" if open_faults else f"  {words.NO_FAULTS}"
        self.query_one("#faults-title", Static).update(
            Text(f"{title} ({len(open_faults)}){empty}", f"bold {TITLE}")
        )
        self._list({faults.key(fault): _drawn(fault, self._now_ms) for fault in open_faults})
        self._show_help()

    def _list(self, rows: dict[str, RenderableType]) -> None:
        listed = self._listed
        marked = listed.highlighted_option.id if listed.highlighted_option else None
        listed.set_options([Option(row, id=key) for key, row in rows.items()])
        if rows:
            listed.highlighted = list(rows).index(marked) if marked in rows else 0

    def _show_help(self) -> None:
        says = words.FAULTS_HELP if self._may_note else words.FAULTS_SEEN_HELP
        if self._noting is not None:
            says = words.NOTE_HELP
        self.query_one("#faults-help", Static).update(str(says))

    @property
    def _may_note(self) -> bool:
        return _RIGHT in self._desk.rights

    @property
    def _listed(self) -> OptionList:
        return self.query_one("#faults", OptionList)

    @property
    def _note(self) -> NoteField:
        return self.query_one(NoteField)

    def _fault(self, key: str | None) -> shapes.Fault | None:
        return next((each for each in self._open_faults if faults.key(each) == key), None)

    @property
    def _open_faults(self) -> tuple[shapes.Fault, ...]:
        return self._desk.hall.faults if self._desk.hall else ()


def _drawn(fault: shapes.Fault, now_ms: int) -> RenderableType:
    rest = Text(f"{faults.what(fault)}\n", LOOKS["called"])
    rest.append(f"{fault.hint.zh} {fault.hint.en}", "default")
    if known := faults.known(fault):
        rest.append(f"\n{known}", LOOKS["serving"])
    return Group(Text(faults.headline(fault, now_ms), "bold"), Padding(rest, (0, 0, 0, 2)))
