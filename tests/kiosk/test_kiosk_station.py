"""A station: whoever touches it is heard once, and whoever walks away leaves nothing behind."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from drivers import virtualtime
from edge.client import HallClient
from kiosk.config import KioskConfig
from kiosk.errands import Errands
from kiosk.hall_feed import HallView
from kiosk.pages import Pages
from kiosk.scene import CardNote, Scene
from kiosk.script import Rest, StationTouch
from kiosk.station import Station
from kiosk.tools import Tools
from kiosk.turns import Turn

CONFIG = KioskConfig(readers={"reader-1": "word-1"}, idle_warning_s=15.0)


@dataclass(frozen=True)
class Word:
    """A stay: what was typed, and what the hall has made of it."""

    id: str
    stage: str = "rest"
    typed: str = ""
    answer: str = ""


class WordScript:
    """A screen on which one word is typed, and shouted back by somebody who takes his time."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.may_answer = asyncio.Event()
        self.old = ""
        self.attended = self.waits = self.breaks = False

    def begin(self, stay_id: str) -> Word:
        return Word(stay_id)

    def step(self, stay: Word, event: tuple[str, str, str], turn: Turn) -> tuple[Word, list[Word]]:
        what, meant_for, value = event
        if what == "away":
            return Word(turn.new_id), []
        if what == "typed":
            typed = replace(stay, stage="typed", typed=value)
            return typed, [typed]
        return (replace(stay, answer=value) if meant_for == stay.id else stay), []

    def is_same_visitor(self, before: Word, after: Word) -> bool:
        return before.id == after.id

    def event_of(
        self, stay: Word, touch: StationTouch, _view: HallView
    ) -> tuple[str, str, str] | None:
        return ("typed", stay.id, touch.value) if touch.action == "type" else None

    def events_of_hall(
        self, _stay: Word, _before: HallView, _now: HallView
    ) -> Sequence[tuple[str, str, str]]:
        return ()

    def identified(self, stay: Word, visit: str) -> tuple[str, str, str]:
        return ("typed", stay.id, visit)

    def walked_away(self, stay: Word) -> tuple[str, str, str]:
        return ("away", stay.id, "")

    def rest(self, stay: Word) -> Rest:
        if stay.stage == "rest":
            return Rest(attended=self.attended)
        return Rest(30.0, waits=self.waits)

    def is_old(self, stay: Word) -> bool:
        return stay.answer == self.old != ""

    def render(self, stay: Word, scene: Scene) -> str:
        here = "here" if scene.view.here else "away"
        shown = f"{stay.stage} {stay.typed} {stay.answer} {here} {scene.manner}"
        return f"{shown} {scene.card} {scene.help.call}"

    async def run(self, errand: Word, screen: str) -> tuple[str, str, str]:
        self.asked.append(screen)
        await self.may_answer.wait()
        if self.breaks:
            raise KeyError(errand.typed)
        return ("answered", errand.id, errand.typed.upper())

    def failed(self, errand: Word) -> tuple[str, str, str]:
        return ("answered", errand.id, "broken off")


def station() -> tuple[Station[Word, tuple[str, str, str], Word], WordScript]:
    """Return a station whose hall is nowhere to be found."""
    hall, ids, script = HallClient("/nowhere/hall.sock"), count(1), WordScript()
    tools = Tools(hall, Errands(hall, CONFIG), Pages(CONFIG), CONFIG, lambda: f"d{next(ids)}", "r1")
    return Station("word-1", script, tools), script


def touch(screen: Station, action: str, value: str = "", of: str = "") -> None:
    screen.touched(StationTouch(dialogue=of or screen.stay.id, action=action, value=value))


def test_an_answer_of_the_hall_reaches_the_stay_that_asked():
    async def scene() -> str:
        screen, script = station()
        touch(screen, "type", "light")
        script.may_answer.set()
        await asyncio.sleep(1)
        return screen.stay.answer

    assert virtualtime.run(scene()) == "LIGHT"


def test_an_answer_that_comes_after_the_visitor_has_left_is_nobodys():
    async def scene() -> Word:
        screen, script = station()
        touch(screen, "type", "light")
        await asyncio.sleep(31)
        script.may_answer.set()
        await asyncio.sleep(1)
        return screen.stay

    left = virtualtime.run(scene())
    assert (left.stage, left.typed, left.answer) == ("rest", "", "")


def test_a_touch_meant_for_the_visitor_before_changes_nothing():
    async def scene() -> tuple[Word, Word]:
        screen, _ = station()
        before = screen.stay.id
        touch(screen, "type", "light")
        await asyncio.sleep(31)
        at_rest = screen.stay
        touch(screen, "type", "dark", of=before)
        return at_rest, screen.stay

    before, after = virtualtime.run(scene())
    assert before == after


def test_whoever_goes_on_touching_is_not_taken_for_gone():
    async def scene() -> str:
        screen, _ = station()
        touch(screen, "type", "light")
        for _ in range(4):
            await asyncio.sleep(20)
            touch(screen, "touch")
        return screen.stay.typed

    assert virtualtime.run(scene()) == "light"


def test_somebody_is_asked_before_the_page_is_wiped_and_nobody_on_a_page_at_rest():
    async def scene() -> tuple[float, float, float]:
        screen, _ = station()
        at_rest = screen.state()
        touch(screen, "type", "light")
        typed = screen.state()
        return at_rest["warn_s"], typed["rest_s"], typed["warn_s"]

    assert virtualtime.run(scene()) == (0.0, 30.0, 15.0)


def test_language_and_type_size_are_forgotten_with_the_visitor():
    async def scene() -> tuple[dict, dict]:
        screen, _ = station()
        touch(screen, "type", "light")
        touch(screen, "language", "en")
        touch(screen, "elder", "on")
        chosen = screen.state()
        await asyncio.sleep(61)
        return chosen, screen.state()

    chosen, after = virtualtime.run(scene())
    assert (chosen["language"], chosen["elder"]) == ("en", True)
    assert (after["language"], after["elder"]) == ("zh", False)


def test_on_a_page_at_rest_the_language_is_forgotten_when_nobody_goes_on():
    async def scene() -> tuple[dict, dict]:
        screen, _ = station()
        touch(screen, "language", "en")
        touch(screen, "elder", "on")
        await asyncio.sleep(59)
        before = screen.state()
        await asyncio.sleep(2)
        return before, screen.state()

    before, after = virtualtime.run(scene())
    assert (before["language"], before["elder"], before["warn_s"]) == ("en", True, 0.0)
    assert (after["language"], after["elder"], after["rest_s"]) == ("zh", False, 0.0)


def test_whoever_goes_on_from_a_page_at_rest_keeps_the_language():
    async def scene() -> str:
        screen, _ = station()
        touch(screen, "language", "en")
        touch(screen, "type", "light")
        await asyncio.sleep(20)
        touch(screen, "touch")
        await asyncio.sleep(20)
        return screen.state()["language"]

    assert virtualtime.run(scene()) == "en"


def test_a_call_for_help_from_a_page_at_rest_stays_until_somebody_comes():
    async def scene() -> str:
        screen, _ = station()
        touch(screen, "help")
        await asyncio.sleep(31)
        return screen.state()["html"]

    assert virtualtime.run(scene()).endswith("unanswered")


def test_a_greeting_of_somebody_old_comes_in_larger_type_and_by_itself():
    async def scene() -> tuple[bool, bool]:
        screen, script = station()
        touch(screen, "type", "light")
        before = screen.state()["elder"]
        script.old = "LIGHT"
        script.may_answer.set()
        await asyncio.sleep(1)
        return before, screen.state()["elder"]

    assert virtualtime.run(scene()) == (False, True)


def test_whoever_wants_small_type_all_the_same_has_it():
    async def scene() -> tuple[bool, bool]:
        screen, script = station()
        script.old = "LIGHT"
        touch(screen, "type", "light")
        script.may_answer.set()
        await asyncio.sleep(1)
        touch(screen, "elder", "off")
        small = screen.state()["elder"]
        touch(screen, "type", "more")
        await asyncio.sleep(1)
        return small, screen.state()["elder"]

    assert virtualtime.run(scene()) == (False, False)


def test_a_language_nobody_speaks_here_is_not_taken():
    async def scene() -> str:
        screen, _ = station()
        touch(screen, "language", "tlh")
        return screen.state()["language"]

    assert virtualtime.run(scene()) == "zh"


def test_a_call_for_help_that_reaches_nobody_says_so():
    async def scene() -> str:
        screen, _ = station()
        touch(screen, "help")
        await asyncio.sleep(1)
        return screen.state()["html"]

    assert virtualtime.run(scene()).endswith("unanswered")


def test_a_hall_that_is_away_is_told_to_the_page_and_kept_as_it_was():
    async def scene() -> tuple[str, str]:
        screen, _ = station()
        screen.hall_changed(HallView(here=True))
        here = screen.state()["html"]
        screen.hall_changed(HallView())
        return here, screen.state()["html"]

    here, away = virtualtime.run(scene())
    assert " here " in here
    assert " away " in away


def test_what_is_shown_on_a_reader_beside_the_screen_is_heard():
    async def scene() -> str:
        screen, _ = station()
        screen.visitor_identified("visit-1")
        return screen.stay.typed

    assert virtualtime.run(scene()) == "visit-1"


def test_a_browser_that_watches_gets_each_state_once():
    async def scene() -> list[str]:
        screen, _ = station()
        with screen.audience.seat(screen.state()) as seat:
            touch(screen, "type", "light")
            return [(await seat.next())["stage"], (await seat.next())["stage"]]

    assert virtualtime.run(scene()) == ["rest", "typed"]


def test_the_language_stays_while_somebody_is_known_to_be_there():
    async def scene() -> str:
        screen, script = station()
        script.attended = True
        touch(screen, "language", "en")
        await asyncio.sleep(3600)
        return screen.state()["language"]

    assert virtualtime.run(scene()) == "en"


def test_whoever_needs_large_type_has_twice_the_time_and_is_asked_twice_as_long():
    async def scene() -> tuple[dict, str, str]:
        screen, _ = station()
        touch(screen, "type", "light")
        touch(screen, "elder", "on")
        shown = screen.state()
        await asyncio.sleep(59)
        still = screen.stay.typed
        await asyncio.sleep(2)
        return shown, still, screen.stay.typed

    shown, still, after = virtualtime.run(scene())
    assert (shown["rest_s"], shown["warn_s"]) == (60.0, 30.0)
    assert (still, after) == ("light", "")


def test_whoever_is_found_to_be_old_has_the_time_from_then_on():
    async def scene() -> float:
        screen, script = station()
        script.old = "LIGHT"
        script.may_answer.set()
        touch(screen, "type", "light")
        await asyncio.sleep(1)
        return screen.state()["rest_s"]

    assert virtualtime.run(scene()) > 30.0


def test_no_touch_makes_waiting_for_the_hall_longer():
    async def scene() -> str:
        screen, script = station()
        script.waits = True
        touch(screen, "type", "light")
        await asyncio.sleep(20)
        touch(screen, "touch")
        screen.card_trouble(CardNote.UNREADABLE)
        await asyncio.sleep(11)
        return screen.stay.typed

    assert virtualtime.run(scene()) == ""


def test_an_errand_that_breaks_off_is_logged_without_what_it_was_about_and_heard(caplog):
    async def scene() -> str:
        screen, script = station()
        script.breaks = True
        script.may_answer.set()
        touch(screen, "type", "secret")
        await asyncio.sleep(1)
        return screen.stay.answer

    assert virtualtime.run(scene()) == "broken off"
    assert "word-1: an errand failed: KeyError in WordScript.run" in caplog.text
    assert "secret" not in caplog.text


def note(screen: Station) -> str:
    return screen.state()["html"].split(" ")[-2]


def test_what_is_said_about_a_card_goes_after_a_while_and_keeps_the_page():
    async def scene() -> tuple[str, str, str]:
        screen, _ = station()
        touch(screen, "type", "light")
        screen.card_trouble(CardNote.UNREADABLE)
        said = note(screen)
        await asyncio.sleep(13)
        return said, note(screen), screen.stay.typed

    assert virtualtime.run(scene()) == ("unreadable", "", "light")


def test_a_second_note_about_a_card_is_said_as_long_as_the_first():
    async def scene() -> tuple[str, str]:
        screen, _ = station()
        screen.card_trouble(CardNote.UNREADABLE)
        await asyncio.sleep(10)
        screen.card_trouble(CardNote.UNSUPPORTED)
        await asyncio.sleep(10)
        still = note(screen)
        await asyncio.sleep(3)
        return still, note(screen)

    assert virtualtime.run(scene()) == ("unsupported", "")


def test_whoever_lays_a_card_is_there_and_a_card_that_lies_there_is_nobody():
    async def scene(trouble: CardNote) -> str:
        screen, _ = station()
        touch(screen, "type", "light")
        await asyncio.sleep(20)
        screen.card_trouble(trouble)
        await asyncio.sleep(11)
        return screen.stay.typed

    assert virtualtime.run(scene(CardNote.UNREADABLE)) == "light"
    assert virtualtime.run(scene(CardNote.LEFT)) == ""


def test_a_card_that_was_left_is_reminded_of_to_the_end_and_a_little_longer():
    async def scene() -> tuple[str, str, str]:
        screen, _ = station()
        touch(screen, "type", "light")
        screen.card_trouble(CardNote.LEFT)
        await asyncio.sleep(29)
        to_the_end = note(screen)
        await asyncio.sleep(10)
        longer = note(screen)
        await asyncio.sleep(5)
        return to_the_end, longer, note(screen)

    assert virtualtime.run(scene()) == ("left", "left", "")


def test_the_next_card_ends_what_was_said_of_the_one_before():
    async def scene() -> str:
        screen, _ = station()
        screen.card_trouble(CardNote.LEFT)
        screen.visitor_identified("visit-1")
        return note(screen)

    assert virtualtime.run(scene()) == ""
