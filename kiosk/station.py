"""A screen that visitors touch: holds one stay, runs its script, and keeps its pages current.

What differs between kinds of screens is their `Script`. What does not differ is here: the browsers
that watch, the language and the size of type, the call for help, and that whoever walks away leaves
nothing behind.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Generic, Protocol, TypeVar

from pydantic import Field

from edge.api.shapes import Identifier, Request
from kiosk.audience import Audience
from kiosk.dialogue import CallHelp, CardNote, EndHelp, HelpCall, HelpNews, HelpNotReached, Manner
from kiosk.hall_feed import HallView
from kiosk.help_here import help_at
from kiosk.nearby import nearby
from kiosk.scene import Scene
from kiosk.terminal import State, Tools
from kiosk.turns import Turn

_log = logging.getLogger(__name__)

VALUE_CHARS_MAX = 24_000


class StationTouch(Request):
    """One touch: in which stay, on what, and what for; the value may be personal.

    `field` is the question of a form that the value answers.
    """

    dialogue: Identifier
    action: Annotated[str, Field(pattern=r"^[a-z][a-z-]{0,31}$")]
    field: Annotated[str, Field(max_length=64, pattern=r"^[A-Za-z0-9_.:-]*$")] = ""
    value: Annotated[str, Field(max_length=VALUE_CHARS_MAX, repr=False)] = ""


class Stay(Protocol):
    """What a script knows of one visitor. Whoever comes next gets a stay with another id."""

    @property
    def id(self) -> str:
        """Return what touches and late answers are addressed to."""

    @property
    def stage(self) -> str:
        """Return the name of the page."""


StayT = TypeVar("StayT", bound=Stay)
EventT = TypeVar("EventT")
ErrandT = TypeVar("ErrandT")


@dataclass(frozen=True, slots=True)
class Rest:
    """How long a page may stay untouched (None: for ever), and whether one is asked first.

    While it is `attended` somebody is known to be there, and the language stays as they chose it.
    """

    after_s: float | None = None
    asked: bool = True
    attended: bool = False


class Script(Protocol[StayT, EventT, ErrandT]):
    """What one kind of screen does. Everything but `run` is pure and done at once."""

    def begin(self, stay_id: str) -> StayT:
        """Return the stay of nobody: the page that everybody may come to."""

    def step(self, stay: StayT, event: EventT, turn: Turn) -> tuple[StayT, Sequence[ErrandT]]:
        """Return the stay after `event`, and what is to be asked of the hall.

        An event that means nothing here, or was meant for another stay, changes nothing.
        """

    def event_of(self, stay: StayT, touch: StationTouch) -> EventT | None:
        """Return what a touch means; None for one that means nothing. The stay is the touch's."""

    def events_of_hall(self, stay: StayT, before: HallView, now: HallView) -> Sequence[EventT]:
        """Return what a change of the hall means to this stay. `now.here` says if it is there."""

    def identified(self, stay: StayT, visit: str) -> EventT | None:
        """Return what it means that somebody showed a document or a code beside this screen."""

    def card_trouble(self, stay: StayT, note: CardNote) -> EventT | None:
        """Return what it means that a card beside this screen gave nothing, or was left there."""

    def walked_away(self, stay: StayT) -> EventT:
        """Return the event that ends this stay; after `step` the stay has another id."""

    def rest(self, stay: StayT) -> Rest:
        """Return how long this page may stay untouched."""

    def is_old(self, stay: StayT) -> bool:
        """Return whether the visitor is known to be old, and gets large type unasked."""

    def render(self, stay: StayT, scene: Scene) -> str:
        """Return the page as HTML."""

    async def run(self, errand: ErrandT, screen: str) -> EventT | None:
        """Ask the hall, and return what the stay must hear of it. Raises nothing of the hall's."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of screen: its address, its page, the names of its screens, and the script of each.

    With `needs_counters` the hall's counters are looked at for it.
    """

    path: str
    template: str
    names: tuple[str, ...]
    script: Callable[[str, Tools], Script[Any, Any, Any]]
    needs_counters: bool = False
    # Further parts of the server that belong to it, such as pictures.
    routes: tuple[Any, ...] = ()
    # Whether its pages may look through the camera of the screen's machine.
    camera: bool = False


class Station(Generic[StayT, EventT, ErrandT]):
    """One such screen by its name. `state()` is the whole of what its browser must know."""

    def __init__(self, name: str, script: Script[StayT, EventT, ErrandT], tools: Tools) -> None:
        self.name = name
        self.audience: Audience[State] = Audience()
        self._script = script
        self._tools = tools
        self._stay = script.begin(tools.new_id())
        self._scene = Scene(voice=tools.speaks_at_first)
        self._version = 0
        self._shown = ""
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def stay(self) -> StayT:
        """The stay as it stands."""
        return self._stay

    # --- what happens to it ---

    def touched(self, touch: StationTouch) -> None:
        """Let a touch happen; one that was meant for an earlier stay is nobody's business."""
        if touch.dialogue != self._stay.id:
            return
        of_any = self._of_any_screen(touch)
        self._restart_timer()
        event = None if of_any else self._script.event_of(self._stay, touch)
        if event is not None:
            self._handle(event)
        else:
            self._show_news()

    def hall_changed(self, view: HallView) -> None:
        """Take the hall as it is now. While it is away, what it was like is kept to be shown."""
        before = self._scene.view
        kept = view if view.here else replace(before, here=False)
        beside = nearby(kept, self._tools.config.devices_at(self.name))
        standing = help_at(view, self.name, self._scene.help)
        self._scene = replace(self._scene, view=kept, beside=beside, help=standing)
        for event in self._script.events_of_hall(self._stay, before, kept):
            self._handle(event)
        self._show_news()

    def visitor_identified(self, visit: str) -> None:
        """Hear that somebody laid a document on a reader here, or showed a code."""
        self._hear(self._script.identified(self._stay, visit))

    def card_trouble(self, note: CardNote) -> None:
        """Hear that a card on a reader here gave nothing, or was left there."""
        self._hear(self._script.card_trouble(self._stay, note))

    async def close(self) -> None:
        """Drop the stay and everything under way."""
        self.audience.close()
        self._stop_timer()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- what it shows ---

    def state(self) -> State:
        """Return what the browser shows, and for how long if nobody touches it."""
        manner, html = self._scene.manner, self._shown or self._render()
        language = self._tools.pages.language_of(manner.language)
        return {
            "run": self._tools.run,
            "version": self._version,
            "dialogue": self._stay.id,
            "stage": self._stay.stage,
            "elder": manner.elder,
            "language": language,
            "tag": self._tools.pages.tag_of(language),
            "html": html,
            "voice": self._tools.voice_of(html, language, self._scene.voice, slow=manner.elder),
            "rest_s": self._rest_s(),
            "warn_s": self._warn_s(),
            "revision": self._tools.pages.revision,
        }

    def _render(self) -> str:
        return self._script.render(self._stay, self._scene)

    def _show(self) -> None:
        self._version += 1
        self._shown = self._render()
        self.audience.publish(self.state())

    def _show_news(self) -> None:
        if self._render() != self._shown:
            self._show()

    def _rest_s(self) -> float:
        if self._timer is None:
            return 0.0
        return max(0.0, self._timer.when() - asyncio.get_running_loop().time())

    def _warn_s(self) -> float:
        rest = self._script.rest(self._stay)
        if rest.after_s is None or not rest.asked or self._timer is None:
            return 0.0
        return min(self._tools.config.idle_warning_s, rest.after_s / 2)

    # --- what it does ---

    def _hear(self, event: EventT | None) -> None:
        if event is not None:
            self._handle(event)

    def _handle(self, event: EventT) -> None:
        before, at_ms = self._stay, int(asyncio.get_running_loop().time() * 1000)
        turn = Turn(self._tools.new_id(), at_ms)
        self._stay, errands = self._script.step(before, event, turn)
        if self._stay.id != before.id:
            self._forget_visitor()
        if self._script.is_old(self._stay) and not self._script.is_old(before):
            self._enlarge()
        if (self._stay.id, self._stay.stage) != (before.id, before.stage):
            self._restart_timer()
        for errand in errands:
            self._start(self._run(errand))
        if self._stay != before or self._render() != self._shown:
            self._show()

    async def _run(self, errand: ErrandT) -> None:
        self._hear(await self._script.run(errand, self.name))

    def _enlarge(self) -> None:
        manner = replace(self._scene.manner, elder=True)
        self._scene = replace(self._scene, manner=manner)

    def _forget_visitor(self) -> None:
        if self._scene.help.stands:
            self._start(self._tell_hall(EndHelp()))
        self._scene = replace(self._scene, help=HelpCall.NONE)
        self._forget_manner()

    def _forget_manner(self) -> None:
        voice = self._tools.speaks_at_first
        self._scene = replace(self._scene, manner=Manner(), voice=voice)

    def _of_any_screen(self, touch: StationTouch) -> bool:
        """Do what means the same on every screen; return whether it was that."""
        manner = self._scene.manner
        match touch.action:
            case "language" if touch.value == self._tools.pages.language_of(touch.value):
                self._scene = replace(self._scene, manner=replace(manner, language=touch.value))
            case "elder":
                self._scene = replace(
                    self._scene, manner=replace(manner, elder=touch.value == "on")
                )
            case "voice" if self._scene.voice is not None:
                self._scene = replace(self._scene, voice=touch.value == "on")
            case "help":
                self._call_help()
            case _:
                return False
        return True

    def _call_help(self) -> None:
        if not self._scene.help.stands:
            self._scene = replace(self._scene, help=HelpCall.CALLING)
            self._start(self._tell_hall(CallHelp(self._stay.id, self._stay.stage)))

    async def _tell_hall(self, errand: CallHelp | EndHelp) -> None:
        asked_by = self._stay.id
        news = await self._tools.errands.run(errand, self.name)
        if asked_by != self._stay.id:
            return
        known = self._scene.help
        if isinstance(news, HelpNews):
            known = news.call
        elif isinstance(news, HelpNotReached) and known is HelpCall.CALLING:
            known = HelpCall.UNANSWERED
        self._scene = replace(self._scene, help=known)
        self._show_news()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("%s: an errand failed: %s", self.name, type(error).__name__)

    def _restart_timer(self) -> None:
        self._stop_timer()
        rest = self._script.rest(self._stay)
        loop = asyncio.get_running_loop()
        if rest.after_s is not None:
            self._timer = loop.call_later(rest.after_s, self._walked_away, self._stay.id)
        elif not rest.attended and not self._is_as_it_begins():
            # Somebody chose a language, and went: the next visitor did not.
            self._timer = loop.call_later(self._tools.config.idle_timeout_s, self._nobody_went_on)

    def _is_as_it_begins(self) -> bool:
        return (self._scene.manner, self._scene.voice) == (Manner(), self._tools.speaks_at_first)

    def _nobody_went_on(self) -> None:
        self._timer = None
        self._forget_manner()
        self._show_news()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _walked_away(self, stay_id: str) -> None:
        if stay_id == self._stay.id:
            self._timer = None
            self._handle(self._script.walked_away(self._stay))
