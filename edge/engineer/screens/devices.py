"""The first screen: all devices on the left, everything about the chosen one on the right."""

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.screen import Screen
from textual.widgets import DataTable, Static

from edge.api import shapes
from edge.engineer import shown, words
from edge.engineer.bench import Bench
from edge.staff.widgets.lines import SaidLine
from edge.staff.words import Words, in_rows

_MARGINS = 2


class DevicesScreen(Screen[None]):
    """Turns keys into messages and shows the bench; decides nothing."""

    BINDINGS = [  # noqa: RUF012 - Textual's
        *(Binding(f"{key},{key.upper()}", f"ask('{key}')") for key in "twra"),
        Binding("s,S", "scan"),
        Binding("q,Q", "app.quit"),
    ]

    class Asked(Message):
        """The engineer struck the key of something to be done with the chosen device."""

        def __init__(self, key: str, device: str) -> None:
            super().__init__()
            self.key = key
            self.device = device

    class ScanAsked(Message):
        """The engineer wants to know what is plugged in where."""

    _bench = Bench()
    _now_ms = 0
    _drawn: dict[str, list[Text]]
    _headings: list[str]

    def compose(self) -> ComposeResult:
        yield Static(id="header")
        with Horizontal(id="devices"):
            yield DataTable(id="table", cursor_type="row", zebra_stripes=False)
            with VerticalScroll(id="details"):
                yield Static(id="about")
        yield SaidLine()
        yield Static(id="keys")

    def on_mount(self) -> None:
        self._drawn, self._headings = {}, []
        self.query_one(DataTable).focus()

    @property
    def chosen(self) -> shapes.Device | None:
        """The device that the keys are about."""
        devices = self._bench.hall.devices if self._bench.hall else ()
        row = self.query_one(DataTable).cursor_row
        return devices[row] if 0 <= row < len(devices) else None

    def show_bench(self, bench: Bench, now_ms: int) -> None:
        """Show what is known, and draw no more of it anew than has changed."""
        self._bench, self._now_ms = bench, now_ms
        self.query_one(SaidLine).show_said(bench.said)
        self._show_header()
        self._show_table()
        self._show_details()

    def on_resize(self, event: events.Resize) -> None:
        keys = in_rows(words.KEYS, event.size.width - _MARGINS)[0]
        self.query_one("#keys", Static).update(keys)
        self._show_header()
        self._show_table()

    def action_ask(self, key: str) -> None:
        if self.chosen is not None:
            self.post_message(self.Asked(key, self.chosen.id))

    def action_scan(self) -> None:
        self.post_message(self.ScanAsked())

    @on(DataTable.RowHighlighted)
    def _choose(self) -> None:
        self._show_details()

    def _show_header(self) -> None:
        bench = self._bench
        parts = [words.ENGINEER, words.LINKED if bench.linked else words.UNLINKED]
        if bench.hall is not None:
            parts.append(Words(bench.hall.health.name, bench.hall.health.name_english))
            parts.append(words.FAULTS.about(count=str(len(bench.hall.faults))))
        if bench.recording is not None:
            names = {"device": bench.recording.device, "pieces": str(bench.recording.pieces)}
            parts.append(words.RECORDING.about(**names))
        header = self.query_one("#header", Static)
        header.set_class(not bench.linked, "-lost")
        header.update(Text(in_rows(parts, self.app.size.width - _MARGINS)[0]))

    def _show_table(self) -> None:
        width = self.app.size.width
        devices = self._bench.hall.devices if self._bench.hall else ()
        rows = {each.id: shown.cells(each, width, self._now_ms) for each in devices}
        headings = shown.headings(width)
        if headings != self._headings or list(rows) != list(self._drawn):
            self._fill_table(headings, rows)
        else:
            self._change_table(rows)
        self._drawn, self._headings = rows, headings

    def _fill_table(self, headings: list[str], rows: dict[str, list[Text]]) -> None:
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear(columns=True)
        for number, heading in enumerate(headings):
            table.add_column(heading, key=str(number))
        for device, cells in rows.items():
            table.add_row(*cells, key=device)
        table.move_cursor(row=row)

    def _change_table(self, rows: dict[str, list[Text]]) -> None:
        table = self.query_one(DataTable)
        for device, cells in rows.items():
            for number, (before, now) in enumerate(zip(self._drawn[device], cells, strict=True)):
                if before != now:
                    table.update_cell(device, str(number), now, update_width=True)

    def _show_details(self) -> None:
        about = self.query_one("#about", Static)
        device = self.chosen
        if device is None:
            about.update(str(words.NO_DEVICES) if self._bench.hall else "")
            return
        known, tested = self._bench.faults_of(device.id), self._bench.tested.get(device.id)
        about.update(shown.details(device, known, tested, self._now_ms))
