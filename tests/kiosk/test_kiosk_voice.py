"""The ticket screen read aloud: what each page says, and to whom."""

import importlib.util
import os
import re
from itertools import count

import pytest
from kiosk_dialogues import PATHS, begun, greeting

from drivers import virtualtime
from edge.client import HallClient
from kiosk import dialogue as d
from kiosk.config import KioskConfig
from kiosk.errands import Errands
from kiosk.guidance.guide import Guide
from kiosk.guidance.spoken import spoken
from kiosk.hall_feed import HallView
from kiosk.pages import Pages
from kiosk.scene import Manner, Scene
from kiosk.script import StationTouch
from kiosk.station import Station
from kiosk.ticket_script import TicketScript
from kiosk.tools import Tools

MISSING = importlib.util.find_spec("espeakng_loader") is None and "CI" not in os.environ
PAGES = Pages(KioskConfig())
HERE = HallView(here=True)
BUTTON = 'data-action="voice"'


class Nobody:
    """A voice that is never heard in these tests."""

    async def wav(self, _words: str, _language: str, _words_per_minute: int) -> bytes:
        return b""


def terminal(voice: str = "asked", *, installed: bool = True) -> Station:
    """Return a ticket screen before a hall that is here, and answers nothing."""
    config, ids = KioskConfig(voice=voice), count(1)
    hall = HallClient("/nowhere/hall.sock")
    guide = Guide(Nobody()) if installed else None
    tools = Tools(
        hall,
        Errands(hall, config),
        Pages(config),
        config,
        lambda: f"d{next(ids)}",
        run="r1",
        guide=guide,
    )
    screen = Station("ticket-1", TicketScript("ticket-1", tools), tools)
    screen.hall_changed(HERE)
    return screen


def touch(screen: Station, action: str, value: str = "") -> dict:
    screen.touched(StationTouch(dialogue=screen.stay.id, action=action, value=value))
    return screen.state()


def said(stage: d.Stage, language: str = "zh") -> str:
    dialogue, _ = begun(*PATHS[stage])
    return spoken(PAGES.ticket_part(dialogue, Scene(HERE, Manner(language), voice=True)))


def test_the_first_touch_of_the_button_reads_pages_aloud_and_the_second_ends_that():
    async def scene() -> list[str]:
        screen = terminal()
        first = screen.state()["voice"]
        on = touch(screen, "voice", "on")["voice"]
        other = touch(screen, "keypad", "phone")["voice"]
        off = touch(screen, "voice", "off")["voice"]
        await screen.close()
        return [first, on, other, off]

    first, on, other, off = virtualtime.run(scene())
    assert first == off == ""
    assert on.startswith("/voice/")
    assert on != other != ""


@pytest.mark.parametrize(("voice", "speaks"), [("asked", False), ("on", True)])
def test_whoever_comes_next_is_spoken_to_as_the_hall_begins(voice: str, speaks: bool):
    async def scene() -> tuple[dict, dict]:
        screen = terminal(voice)
        first = screen.state()
        touch(screen, "voice", "off" if speaks else "on")
        after = touch(screen, "leave")
        await screen.close()
        return first, after

    for state in virtualtime.run(scene()):
        assert bool(state["voice"]) is speaks
        assert BUTTON in state["html"]


def test_a_screen_without_a_voice_offers_none():
    async def scene() -> dict:
        screen = terminal(installed=False)
        state = touch(screen, "voice", "on")
        await screen.close()
        return state

    state = virtualtime.run(scene())
    assert state["voice"] == ""
    assert BUTTON not in state["html"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("stage", PATHS)
def test_every_page_says_something(stage: d.Stage, language: str):
    assert said(stage, language)


def test_the_page_of_the_number_says_it_letter_by_letter_and_where_to_wait():
    heard = said(d.Stage.TICKET)
    assert "A 0 1 2" in heard
    assert "等候" in heard


def test_nobodys_name_is_said():
    masked, _ = begun(*PATHS[d.Stage.GREETED], d.GreetingArrived("d1", greeting("张**")))
    heard = spoken(PAGES.ticket_part(masked, Scene(HERE, voice=True)))
    assert "张" not in heard
    assert "请" in heard


@pytest.mark.real("espeak")
@pytest.mark.skipif(MISSING, reason="the extra 'voice' is not installed")
@pytest.mark.parametrize("stage", PATHS)
def test_chinese_pages_are_said_in_mandarin(stage: d.Stage):
    from drivers.voice.clips.espeak import installed_espeak  # noqa: PLC0415 - an extra

    chinese = re.sub(r"[A-Za-z]+", "", said(stage))
    assert "(en)" not in installed_espeak().phonemes(chinese, "zh")
