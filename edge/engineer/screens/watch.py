"""A wire while something passes on it: decoded lines, as many as can be read, and a pause."""

import asyncio
from collections import deque
from contextlib import aclosing

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import RichLog, Static

from edge.cli.shown import wire_line
from edge.client import HallClient, HallError, HallUnreachableError
from edge.engineer import words
from edge.engineer.messages import FramePassed, WatchTroubled
from edge.staff.desk import Said, Tone
from edge.staff.patience import Patience
from edge.staff.widgets.lines import SaidLine

_KEPT_LINES = 1000
# A screen full twice a second is more than anybody reads, and little for a thin link.
_SHOW_EVERY_S = 0.5
_PENDING_MAX = 60


class WatchScreen(Screen[None]):
    """Shows what passes on one device's wire, for as long as the screen is there."""

    BINDINGS = [  # noqa: RUF012 - Textual's
        Binding("space,p", "pause"),
        Binding("escape,w,q", "dismiss"),
    ]

    def __init__(self, client: HallClient, device: str, patience: Patience) -> None:
        super().__init__()
        self._client = client
        self._device = device
        self._patience = patience
        self._pending: deque[str] = deque(maxlen=_PENDING_MAX)
        self._unshown = 0
        self._began_s: float | None = None
        self._paused = False

    def compose(self) -> ComposeResult:
        yield Static(str(words.WATCHING.about(device=self._device)), id="header")
        yield RichLog(max_lines=_KEPT_LINES, wrap=True, min_width=20)
        yield SaidLine()
        yield Static(str(words.WATCH_KEYS), id="keys")

    def on_mount(self) -> None:
        self.query_one(RichLog).focus()
        self.set_interval(_SHOW_EVERY_S, self._show)
        self._watch()

    def action_pause(self) -> None:
        """Hold still or go on. What passes meanwhile is kept, the latest of it."""
        self._paused = not self._paused
        self._say(Said(words.PAUSED, Tone.WARNING) if self._paused else Said())
        self._show()

    def on_frame_passed(self, passed: FramePassed) -> None:
        frame = passed.frame
        self._began_s = frame.at_s if self._began_s is None else self._began_s
        self._unshown += frame.missed + (len(self._pending) == _PENDING_MAX)
        self._pending.append(wire_line(frame.model_copy(update={"missed": 0}), self._began_s))

    def on_watch_troubled(self, troubled: WatchTroubled) -> None:
        self._say(troubled.said)

    def _show(self) -> None:
        if self._paused:
            return
        log = self.query_one(RichLog)
        if self._unshown:
            said = words.SKIPPED.about(count=str(self._unshown))
            log.write(Text(f"... {said}", "dim"))
            self._unshown = 0
        if self._pending:
            log.write(Text("\n".join(self._pending)))
            self._pending.clear()

    def _say(self, said: Said) -> None:
        self.query_one(SaidLine).show_said(said)

    @work(exclusive=True)
    async def _watch(self) -> None:
        pauses_s = self._patience.reconnect_pauses()
        while True:
            try:
                async with aclosing(self._client.wire(self._device)) as frames:
                    async for frame in frames:
                        self.post_message(FramePassed(frame))
            except HallUnreachableError:
                self.post_message(WatchTroubled(Said(words.UNLINKED, Tone.ALARM)))
            except HallError as error:
                said = Said(words.as_it_is(str(error)), Tone.WARNING)
                self.post_message(WatchTroubled(said))
                return
            await asyncio.sleep(next(pauses_s))
