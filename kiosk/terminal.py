"""One ticket screen: holds its dialogue, carries out what it wants, and keeps its pages current."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from edge.client import HallClient
from kiosk import dialogue as d
from kiosk.audience import Audience
from kiosk.config import KioskConfig
from kiosk.errands import Errand, Errands
from kiosk.flow import quiet_of, step
from kiosk.guidance.guide import Guide
from kiosk.hall_feed import HallView
from kiosk.help_here import help_at
from kiosk.nearby import nearby
from kiosk.pages import At, Pages
from kiosk.touches import Touch, event_of

State = dict[str, Any]

# Whoever has left these untouched for long is asked whether they are still there.
_ASKS = (d.Quiet.CHOOSING, d.Quiet.HELPED)

# Whoever needs large type is given more time.
_ELDER_TIMES = 2

# Long enough to be read twice.
_CARD_NOTE_S = 12.0


@dataclass(frozen=True, slots=True)
class Tools:
    """What all terminals share; `look` has the hall say how it stands with each service.

    `guide` reads pages aloud; None where there is no voice.
    """

    hall: HallClient
    errands: Errands
    pages: Pages
    config: KioskConfig
    new_id: Callable[[], str]
    run: str  # tells the states of this process from those of the one before
    look: Callable[[], None] = lambda: None
    guide: Guide | None = None

    @property
    def speaks_at_first(self) -> bool | None:
        """Whether a page is read aloud before anybody has asked for it; None without a voice."""
        return self.config.voice == "on" if self.guide is not None else None

    def voice_of(self, html: str, language: str, speaks: bool | None, *, slow: bool) -> str:
        """Return where a page is read aloud; empty where it is not."""
        if self.guide is None or not speaks:
            return ""
        return self.guide.address(html, language, slow=slow)


class Terminal:
    """A ticket screen by its name. `state()` is the whole of what its browser must know."""

    def __init__(self, name: str, tools: Tools) -> None:
        self.name = name
        self.audience: Audience[State] = Audience()
        self._tools = tools
        self._dialogue = d.Dialogue(tools.new_id())
        self._view = HallView()
        self._version = 0
        self._shown = ""
        self._timer: asyncio.TimerHandle | None = None
        self._card_timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def dialogue(self) -> d.Dialogue:
        """The dialogue as it stands."""
        return self._dialogue

    # --- what happens to it ---

    def touched(self, touch: Touch) -> None:
        """Let a touch happen."""
        wish, asks_paper = self._dialogue.wish, self._asks_paper()
        self.handle(event_of(touch, wish, self._view, asks_paper=asks_paper))

    def handle(self, event: d.Event) -> None:
        """Let `event` happen, and show what has come of it."""
        before = self._dialogue
        at_ms = int(asyncio.get_running_loop().time() * 1000)
        self._dialogue, effects = step(before, event, self._tools.new_id(), at_ms)
        for effect in effects:
            self._carry_out(effect)
        if before.stage is d.Stage.ATTRACT is not self._dialogue.stage:
            self._tools.look()
        if effects or self._dialogue != before:
            self._show()

    def hall_changed(self, view: HallView) -> None:
        """Take the hall as it is now. While it is away, what it was like is kept for a ticket."""
        if view.here:
            self._view = view
        if view.here != self._dialogue.hall_here:
            self.handle(d.HallBack() if view.here else d.HallLost())
        news = help_at(view, self.name, self._dialogue.help)
        if news is not self._dialogue.help:
            self.handle(d.HelpNews(news))
        if self._render() != self._shown:
            self._show()

    async def close(self) -> None:
        """Drop the dialogue and everything under way."""
        self.audience.close()
        self._stop_timer()
        self._stop_card_timer()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _asks_paper(self) -> bool:
        config = self._tools.config
        return config.paperless and config.delivery == "paper" and not self._view.lost("printer")

    # --- what it shows ---

    def state(self) -> State:
        """Return what the browser shows, and for how long if nobody touches it."""
        manner, html = self._dialogue.manner, self._shown or self._render()
        language = self._tools.pages.language_of(manner.language)
        return {
            "run": self._tools.run,
            "version": self._version,
            "dialogue": self._dialogue.id,
            "stage": self._dialogue.stage,
            "elder": manner.elder,
            "language": language,
            "tag": self._tools.pages.tag_of(language),
            "html": html,
            "voice": self._tools.voice_of(html, language, self._voice(), slow=manner.elder),
            "rest_s": self._rest_s(),
            "warn_s": self._warn_s(),
            "revision": self._tools.pages.revision,
        }

    def _voice(self) -> bool | None:
        """Return whether pages are read aloud now; None without a voice."""
        at_first, chosen = self._tools.speaks_at_first, self._dialogue.manner.voice
        return at_first if at_first is None or chosen is None else chosen

    def _show(self) -> None:
        self._version += 1
        self._shown = self._render()
        self.audience.publish(self.state())

    def _render(self) -> str:
        beside = nearby(self._view, self._tools.config.devices_at(self.name))
        place = At(self.name, beside, self._voice())
        return self._tools.pages.ticket_part(self._dialogue, self._view, place)

    def _rest_s(self) -> float:
        if self._timer is None:
            return 0.0
        return max(0.0, self._timer.when() - asyncio.get_running_loop().time())

    def _warn_s(self) -> float:
        config = self._tools.config
        asks = quiet_of(self._dialogue) in _ASKS and self._dialogue.hall_here
        warn_s = min(config.idle_warning_s, config.idle_timeout_s / 2) if asks else 0.0
        return warn_s * (_ELDER_TIMES if self._dialogue.manner.elder else 1)

    # --- what it does ---

    def _carry_out(self, effect: d.Effect) -> None:
        match effect:
            case d.StartTimer():
                self._start_timer(effect)
            case d.StartCardTimer():
                self._start_card_timer(effect)
            case _ if isinstance(effect, Errand):
                task = asyncio.get_running_loop().create_task(self._run_errand(effect))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _run_errand(self, errand: Errand) -> None:
        event = await self._tools.errands.run(errand, self.name)
        if event is not None:
            self.handle(event)

    def _start_timer(self, effect: d.StartTimer) -> None:
        self._stop_timer()
        quiet_s = _quiet_s(effect.quiet, self._tools.config)
        if quiet_s is not None:
            quiet_s *= _ELDER_TIMES if self._dialogue.manner.elder else 1
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(quiet_s, self._walked_away, effect.dialogue)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _start_card_timer(self, effect: d.StartCardTimer) -> None:
        self._stop_card_timer()
        loop = asyncio.get_running_loop()
        over = d.CardNoteOver(effect.dialogue)
        self._card_timer = loop.call_later(_CARD_NOTE_S, self.handle, over)

    def _stop_card_timer(self) -> None:
        if self._card_timer is not None:
            self._card_timer.cancel()
            self._card_timer = None

    def _walked_away(self, dialogue: str) -> None:
        self.handle(d.WalkedAway(dialogue))


def _quiet_s(quiet: d.Quiet, config: KioskConfig) -> float | None:
    return {
        d.Quiet.FOREVER: None,
        d.Quiet.CHOOSING: config.idle_timeout_s,
        d.Quiet.ISSUING: config.issue_patience_s,
        d.Quiet.PAPER_TICKET: config.ticket_shown_s,
        d.Quiet.SCREEN_TICKET: config.screen_ticket_shown_s,
        d.Quiet.HELPED: config.help_patience_s,
    }[quiet]
