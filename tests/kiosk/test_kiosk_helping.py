"""A call for help from a touched screen: once, from any page, and over when nobody stands there."""

import pytest

from edge.api.shapes import Help
from kiosk.hall_feed import HallView
from kiosk.help_here import help_at
from kiosk.scene import HelpCall


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
    assert help_at(HallView(here=True, help=calls), "ticket-1", known) is stands


def test_a_hall_that_is_away_changes_nothing_of_a_call():
    assert help_at(HallView(), "ticket-1", HelpCall.CALLED) is HelpCall.CALLED
