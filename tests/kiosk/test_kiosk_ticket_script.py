"""The ticket screen as a station runs it: who stands there, for how long, and what breaks off."""

import asyncio
from itertools import count

import pytest
from kiosk_dialogues import PATHS, TICKET, begun

from drivers import virtualtime
from edge.api.shapes import Help
from edge.client import HallClient
from kiosk import dialogue as d
from kiosk.config import KioskConfig
from kiosk.errands import Errands
from kiosk.hall_feed import HallView
from kiosk.pages import Pages
from kiosk.script import StationTouch
from kiosk.station import Station
from kiosk.ticket_script import TicketScript, rest_of, ticket_screens
from kiosk.tools import Tools

CONFIG = KioskConfig()
HERE = HallView(here=True)
WAITING = (d.Stage.CHECKING, d.Stage.CODE_CHECKING, d.Stage.ISSUING)


class Broken(Errands):
    """Errands of which each breaks off."""

    async def run(self, errand: object, screen: str) -> None:
        raise KeyError(f"of {errand} at {screen}")


class Looks:
    """Counts how often the hall was asked how it stands with its services."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> None:
        self.asked += 1


def screen(errands: type[Errands] = Errands, looks: Looks | None = None) -> Station:
    """Return a ticket screen before a hall that is here, and answers nothing."""
    hall, ids = HallClient("/nowhere/hall.sock"), count(1)
    pages, look = Pages(CONFIG), looks or Looks()
    new_id = lambda: f"d{next(ids)}"  # noqa: E731
    tools = Tools(hall, errands(hall, CONFIG), pages, CONFIG, new_id, run="r1", look=look)
    station = Station("ticket-1", TicketScript("ticket-1", tools), tools)
    station.hall_changed(HERE)
    return station


def touch(station: Station, action: str, value: str = "") -> dict:
    station.touched(StationTouch(dialogue=station.stay.id, action=action, value=value))
    return station.state()


@pytest.mark.parametrize(
    ("delivery", "shown_s"),
    [
        ("paper", CONFIG.ticket_shown_s),
        ("screen", CONFIG.screen_ticket_shown_s),
        ("uncertain", CONFIG.screen_ticket_shown_s),
        ("none", CONFIG.screen_ticket_shown_s),
    ],
)
def test_a_ticket_that_is_not_on_paper_stays_long_enough_to_be_photographed(delivery, shown_s):
    ticket = TICKET.model_copy(update={"delivery": delivery})
    shown, _ = begun(d.Touched("d0"), d.ServiceChosen("d0", "pay"), d.TicketArrived("d0", ticket))
    rest = rest_of(shown, CONFIG)
    assert (rest.after_s, rest.asked) == (shown_s, False)


@pytest.mark.parametrize("stage", PATHS)
def test_only_whoever_waits_for_the_hall_is_not_asked_for_more_time(stage):
    rest = rest_of(begun(*PATHS[stage])[0], CONFIG)
    assert rest.waits == (stage in WAITING)
    assert rest.asked == (stage not in (*WAITING, d.Stage.TICKET))


def test_nobody_is_asked_anything_while_the_hall_is_away():
    lost, _ = begun(d.Touched("d0"), d.HallLost())
    assert not rest_of(lost, CONFIG).asked


def test_whoever_has_called_somebody_is_waited_with():
    async def scene() -> tuple[str, str]:
        station = screen()
        touch(station, "touch")
        called = Help(place="ticket-1", urgency="help", by="", about="", at=0, accepted_by="")
        station.hall_changed(HallView(here=True, help=(called,)))
        await asyncio.sleep(CONFIG.help_patience_s - 1)
        waited_with = station.stay.stage
        await asyncio.sleep(2)
        gone = station.stay.stage
        await station.close()
        return waited_with, gone

    assert virtualtime.run(scene()) == (d.Stage.CHOOSING, d.Stage.ATTRACT)


def test_who_touched_first_and_then_laid_a_card_keeps_the_language():
    async def scene() -> tuple[str, str]:
        station = screen()
        touch(station, "language", "en")
        station.visitor_identified("V1")
        same = station.state()["language"]
        station.visitor_identified("V2")
        other = station.state()["language"]
        await station.close()
        return same, other

    assert virtualtime.run(scene()) == ("en", "zh")


def test_a_language_that_is_chosen_on_the_first_page_opens_the_menu_and_goes_with_its_visitor():
    async def scene() -> tuple[dict, dict]:
        station = screen()
        chosen = touch(station, "language", "en")
        left = touch(station, "leave")
        await station.close()
        return chosen, left

    chosen, left = virtualtime.run(scene())
    assert (chosen["stage"], chosen["language"]) == ("choosing", "en")
    assert (left["stage"], left["language"]) == ("attract", "zh")


def test_the_hall_is_asked_about_its_services_once_somebody_comes():
    async def scene() -> int:
        looks = Looks()
        station = screen(looks=looks)
        touch(station, "touch")
        await asyncio.sleep(1)
        touch(station, "group", "bills")
        await asyncio.sleep(1)
        await station.close()
        return looks.asked

    assert virtualtime.run(scene()) == 1


@pytest.mark.parametrize(
    ("touches", "stage"),
    [
        ([("touch", ""), ("service", "pay")], d.Stage.REFUSED),
        ([("code-keys", ""), ("code", "7K3M9QXD771X")], d.Stage.REFUSED),
        ([("keypad", "phone"), ("phone", "13812345678")], d.Stage.TYPING),
    ],
)
def test_a_question_that_breaks_off_keeps_nobody_waiting(caplog, touches, stage):
    async def scene() -> str:
        station = screen(Broken)
        for action, value in touches:
            touch(station, action, value)
        await asyncio.sleep(1)
        shown = station.stay.stage
        await station.close()
        return shown

    assert virtualtime.run(scene()) == stage
    assert "ticket-1: an errand failed: KeyError in Broken.run" in caplog.text
    assert "138" not in caplog.text


def test_a_screen_of_another_kind_is_no_ticket_screen_though_a_reader_stands_there():
    config = KioskConfig(readers={"reader-1": "ticket-1", "reader-2": "query-1"})
    asking = ticket_screens(KioskConfig(terminals=["query-1"]), ())
    assert ticket_screens(config, [asking]).names == ("ticket-1",)
