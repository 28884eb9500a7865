"""A screen that visitors touch: holds one stay, runs its script, and keeps its pages current.

What differs between kinds of screens is their `Script`. What does not differ is here: the browsers
that watch, the language and the size of type, the call for help, what is said about a card, and
that whoever walks away leaves nothing behind.
"""

import asyncio
from dataclasses import replace
from typing import Generic

from kiosk.alarm import Alarm
from kiosk.audience import Audience
from kiosk.card_notes import CardNotes
from kiosk.hall_feed import HallView
from kiosk.helping import Helping
from kiosk.nearby import nearby
from kiosk.scene import CardNote, HelpStanding, Manner, Scene
from kiosk.script import ErrandT, EventT, Rest, Script, StationTouch, StayT
from kiosk.tools import State, Tools
from kiosk.turns import Turn
from kiosk.working import Works

# Whoever needs large type is given more time.
_ELDER_TIMES = 2


class Station(Generic[StayT, EventT, ErrandT]):
    """One such screen by its name. `state()` is the whole of what its browser must know.

    `place` is where somebody comes to who is called; it is called as the screen unless given.
    """

    def __init__(
        self, name: str, script: Script[StayT, EventT, ErrandT], tools: Tools, place: str = ""
    ) -> None:
        self.name = name
        self.audience: Audience[State] = Audience()
        self._script = script
        self._tools = tools
        self._stay = script.begin(tools.new_id())
        self._scene = Scene(voice=tools.speaks_at_first)
        self._version = 0
        self._shown = ""
        self._is_stale = True
        self._alarm = Alarm()
        self._works = Works(name)
        self._help = Helping(place or name, tools.errands, self._works, self._help_changed)
        self._card = CardNotes(self._card_noted, self._is_at_rest)

    @property
    def stay(self) -> StayT:
        """The stay as it stands."""
        return self._stay

    # --- what happens to it ---

    def touched(self, touch: StationTouch) -> None:
        """Let a touch happen; one that was meant for an earlier stay is nobody's business."""
        if touch.dialogue != self._stay.id:
            return
        self._do_as_any_screen(touch)
        self._somebody_is_there()
        event = self._script.event_of(self._stay, touch, self._scene.view)
        if event is not None:
            self._handle(event)
        else:
            self._show_news()

    def hall_changed(self, view: HallView) -> None:
        """Take the hall as it is now. While it is away, what it was like is kept to be shown."""
        before = self._scene.view
        kept = view if view.here else replace(before, here=False)
        beside = nearby(kept, self._tools.config.devices_at(self.name))
        self._scene = replace(self._scene, view=kept, beside=beside)
        for event in self._script.events_of_hall(self._stay, before, kept):
            self._handle(event)
        self._help.hall_changed(view)
        self._show_news()

    def visitor_identified(self, visit: str) -> None:
        """Hear that somebody laid a document on a reader here, or showed a code."""
        self._card.card_read()
        self._hear(self._script.identified(self._stay, visit))

    def card_trouble(self, note: CardNote) -> None:
        """Hear that a card on a reader here gave nothing, or was left there."""
        if note is not CardNote.LEFT:
            self._somebody_is_there()
        self._card.say(note)

    async def close(self) -> None:
        """Drop the stay and everything under way."""
        self.audience.close()
        self._alarm.stop()
        self._card.close()
        await self._works.close()

    # --- what it shows ---

    def state(self) -> State:
        """Return what the browser shows, and for how long if nobody touches it."""
        self._draw_news()
        manner, html = self._scene.manner, self._shown
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
            "rest_s": self._alarm.left_s,
            "warn_s": self._warn_s(),
            "revision": self._tools.pages.revision,
        }

    def _render(self) -> str:
        return self._script.render(self._stay, self._scene)

    def _show(self) -> None:
        self._version += 1
        self._shown, self._is_stale = self._render(), False
        self.audience.publish(self.state())

    def _show_news(self) -> None:
        self._is_stale = True
        # Nobody watches most screens of a hall at night, or one that is switched off: theirs is
        # drawn when somebody comes.
        if self.audience.is_there and self._draw_news():
            self.audience.publish(self.state())

    def _draw_news(self) -> bool:
        """Draw again what may be another page by now; return whether it is."""
        if not self._is_stale:
            return False
        before, self._shown, self._is_stale = self._shown, self._render(), False
        self._version += self._shown != before
        return self._shown != before

    # --- what it does ---

    def _hear(self, event: EventT | None) -> None:
        if event is not None:
            self._handle(event)

    def _handle(self, event: EventT) -> None:
        before, at_ms = self._stay, int(asyncio.get_running_loop().time() * 1000)
        turn = Turn(self._tools.new_id(), at_ms)
        self._stay, errands = self._script.step(before, event, turn)
        if not self._script.is_same_visitor(before, self._stay):
            self._forget_visitor()
        grown_old = self._script.is_old(self._stay) and not self._script.is_old(before)
        if grown_old:
            self._enlarge()
        if grown_old or (self._stay.id, self._stay.stage) != (before.id, before.stage):
            self._restart_alarm()
        for errand in errands:
            self._begin(errand)
        if self._stay != before:
            self._show()
        else:
            self._show_news()

    def _begin(self, errand: ErrandT) -> None:
        self._works.start(self._run(errand), lambda: self._hear(self._script.failed(errand)))

    async def _run(self, errand: ErrandT) -> None:
        self._hear(await self._script.run(errand, self.name))

    def _enlarge(self) -> None:
        manner = replace(self._scene.manner, elder=True)
        self._scene = replace(self._scene, manner=manner)

    def _forget_visitor(self) -> None:
        self._forget_manner()
        self._help.end()
        self._card.visitor_left()

    def _forget_manner(self) -> None:
        voice = self._tools.speaks_at_first
        self._scene = replace(self._scene, manner=Manner(), voice=voice)

    def _do_as_any_screen(self, touch: StationTouch) -> None:
        """Do what means the same on every screen, if it is that."""
        manner = self._scene.manner
        match touch.action:
            case "language" if touch.value == self._tools.pages.language_of(touch.value):
                manner = replace(manner, language=touch.value)
            case "elder":
                manner = replace(manner, elder=touch.value == "on")
            case "all":
                manner = replace(manner, all=True)
            case "voice" if self._scene.voice is not None:
                self._scene = replace(self._scene, voice=touch.value == "on")
            case "help":
                self._help.call(self._stay.id, self._stay.stage)
        self._scene = replace(self._scene, manner=manner)

    def _help_changed(self, standing: HelpStanding) -> None:
        self._scene = replace(self._scene, help=standing)
        self._somebody_is_there()
        self._show_news()

    def _card_noted(self, note: CardNote) -> None:
        self._scene = replace(self._scene, card=note)
        self._show_news()

    # --- who is there, and for how long ---

    def _rest(self) -> Rest:
        rest = self._script.rest(self._stay)
        if not self._scene.help.stands or rest.attended or rest.waits:
            return rest
        # Whoever called stands there and waits, on whatever page.
        patience_s = max(self._tools.config.help_patience_s, rest.after_s or 0.0)
        return Rest(patience_s, asked=self._scene.view.here)

    def _is_at_rest(self) -> bool:
        return self._script.rest(self._stay).after_s is None

    def _patiently(self, after_s: float) -> float:
        return after_s * (_ELDER_TIMES if self._scene.manner.elder else 1)

    def _warn_s(self) -> float:
        rest = self._rest()
        if rest.after_s is None or not rest.asked or not self._alarm.is_set:
            return 0.0
        return self._patiently(min(self._tools.config.idle_warning_s, rest.after_s / 2))

    def _somebody_is_there(self) -> None:
        if not self._rest().waits:
            self._restart_alarm()

    def _restart_alarm(self) -> None:
        self._alarm.stop()
        rest, stay_id = self._rest(), self._stay.id
        if rest.after_s is not None:
            self._alarm.set(self._patiently(rest.after_s), lambda: self._walked_away(stay_id))
        elif not rest.attended and not self._is_as_it_begins():
            # Somebody chose a language, and went: the next visitor did not.
            quiet_s = self._patiently(self._tools.config.idle_timeout_s)
            self._alarm.set(quiet_s, self._nobody_went_on)

    def _is_as_it_begins(self) -> bool:
        return (self._scene.manner, self._scene.voice) == (Manner(), self._tools.speaks_at_first)

    def _nobody_went_on(self) -> None:
        self._forget_manner()
        self._show_news()

    def _walked_away(self, stay_id: str) -> None:
        if stay_id == self._stay.id:
            self._handle(self._script.walked_away(self._stay))
