"""A call for help from a touched screen: once, from any page, and over when nobody stands there."""

import pytest

from edge.api.shapes import Help
from kiosk.config import KioskConfig
from kiosk.guidance.spoken import spoken
from kiosk.hall_feed import HallView
from kiosk.help_here import help_at
from kiosk.pages import Pages
from kiosk.scene import HelpCall, Helper, HelpStanding, Manner, Scene


def _call(place: str, accepted_by: str = "") -> Help:
    return Help(place=place, urgency="help", by="", about="", at=0, accepted_by=accepted_by)


@pytest.mark.parametrize(
    ("calls", "known", "stands"),
    [
        ((), HelpCall.NONE, HelpCall.NONE),
        ((), HelpCall.CALLING, HelpCall.CALLING),
        ((), HelpCall.UNANSWERED, HelpCall.UNANSWERED),
        ((), HelpCall.CALLED, HelpCall.NONE),
        ((_call("ticket-2"),), HelpCall.NONE, HelpCall.NONE),
        ((_call("ticket-1"),), HelpCall.NONE, HelpCall.CALLED),
        ((_call("ticket-1", "2001"),), HelpCall.CALLED, HelpCall.COMING),
    ],
)
def test_what_the_hall_knows_of_the_call_is_what_the_screen_says(calls, known, stands):
    now = help_at(HallView(here=True, help=calls), "ticket-1", HelpStanding(known))
    assert now.call is stands


def test_who_is_coming_is_read_aloud_in_the_language_that_comes_first():
    coming = HelpStanding(HelpCall.COMING, Helper("2001", "李静"))
    pages = Pages(KioskConfig())
    html = pages.over_all(Scene(help=coming))
    assert spoken(html) == "李静（工号 2001）正在过来，请稍候。"
    english = pages.over_all(Scene(help=coming, manner=Manner(language="en")))
    assert spoken(english) == "李静 (staff no. 2001) is on the way。"


def test_a_hall_that_is_away_changes_nothing_of_a_call():
    called = HelpStanding(HelpCall.CALLED)
    assert help_at(HallView(), "ticket-1", called) is called


@pytest.mark.parametrize(
    ("name", "said"), [("李静", "help_coming_named"), ("", "help_coming_number")]
)
def test_who_is_coming_is_said_by_name_and_number_or_by_number_alone(name, said):
    coming = _call("ticket-1", "2001").model_copy(update={"accepted_by_name": name})
    now = help_at(HallView(here=True, help=(coming,)), "ticket-1", HelpStanding())
    assert now == HelpStanding(HelpCall.COMING, Helper("2001", name))
    assert now.said == said
