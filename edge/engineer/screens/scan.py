"""The scan: every port of this machine is asked who is there, and the survey of it is written."""

from collections.abc import Callable
from pathlib import Path

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import RichLog, Static

from drivers.registry import probes
from edge.engineer import words
from edge.engineer.messages import Asked, Scanned, WatchTroubled
from edge.engineer.ports import Ports
from edge.engineer.screens.asking import TextScreen
from edge.provisioning.survey import IN_CHINESE, Finding, Verdict, report
from edge.provisioning.surveying import ask_around, question_count
from edge.staff.desk import Said, Tone
from edge.staff.theme import LOOKS
from edge.staff.widgets.lines import SaidLine

_SIGNS = {
    Verdict.WORKS: ("✓", LOOKS["serving"]),
    Verdict.ADAPT: ("~", LOOKS["called"]),
    Verdict.REPLACE: ("✗", "#ff6f61"),
    Verdict.LOOK: ("?", LOOKS["called"]),
    Verdict.FREE: (" ", LOOKS["closed"]),
}


class ScanScreen(Screen[None]):
    """Asks while it is there, shows what was found, and writes it down when told to."""

    BINDINGS = [  # noqa: RUF012 - Textual's
        Binding("w", "write"),
        Binding("escape,q", "dismiss"),
    ]

    def __init__(self, ports: Ports, hall: str, moment: Callable[[], str]) -> None:
        super().__init__()
        self._ports = ports
        self._hall = hall
        self._moment = moment
        self._places = ports.places()
        self._asked = 0
        self._findings: tuple[Finding, ...] | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="header")
        yield RichLog(wrap=True, min_width=20)
        yield SaidLine()
        yield Static(str(words.SCAN_KEYS), id="keys")

    def on_mount(self) -> None:
        self.query_one(RichLog).focus()
        self._show_progress()
        self.set_interval(0.5, self._show_progress)
        self._scan()

    def _count(self) -> None:
        self.post_message(Asked())

    def on_asked(self) -> None:
        self._asked += 1

    def on_scanned(self, scanned: Scanned) -> None:
        self._findings = scanned.findings
        self._show_progress()
        log = self.query_one(RichLog)
        for finding in scanned.findings:
            log.write(_drawn(finding))
        if not scanned.findings:
            log.write(str(words.NOTHING_FOUND))

    def on_watch_troubled(self, troubled: WatchTroubled) -> None:
        self.query_one(SaidLine).show_said(troubled.said)

    def action_write(self) -> None:
        """Ask where to, once there is something to write."""
        if self._findings is not None:
            proposal = f"survey-{self._moment().replace(' ', '-').replace(':', '')}.md"
            self.app.push_screen(TextScreen(words.SURVEY_ASKED, proposal=proposal), self._write)

    def _write(self, name: str | None) -> None:
        if not name:
            return
        page = report(self._findings or (), self._hall or "-", self._moment())
        try:
            with Path(name).open("x", encoding="utf-8") as file:
                file.write(page)
        except OSError as error:
            said = Said(words.as_it_is(f"{name}: {error.strerror}"), Tone.WARNING)
        else:
            said = Said(words.WRITTEN.about(path=name), Tone.DONE)
        self.query_one(SaidLine).show_said(said)

    def _show_progress(self) -> None:
        if self._findings is not None:
            said = words.SCANNED.about(count=str(len(self._findings)))
        else:
            total = question_count(self._places, probes())
            said = words.SCANNING.about(asked=str(self._asked), total=str(total))
        self.query_one("#header", Static).update(str(said))

    @work(exclusive=True)
    async def _scan(self) -> None:
        try:
            found = await ask_around(self._places, probes(), self._ports.open_wire, self._count)
        except OSError as error:
            self.post_message(WatchTroubled(Said(words.as_it_is(str(error)), Tone.ALARM)))
        else:
            self.post_message(Scanned(tuple(found)))


def _drawn(finding: Finding) -> Text:
    sign, colour = _SIGNS[finding.verdict]
    place = finding.sighting.place
    device = f"{finding.kind} {finding.protocol}".strip()
    return Text.assemble(
        (f"{sign} {IN_CHINESE[finding.verdict]} {finding.verdict.value}", colour),
        (f"  {place.name} {place.product} {device}\n".replace("  ", " "), "bold"),
        f"  {finding.reason}",
    )
