"""A call for help from a ticket screen: once, from any page, and over when nobody stands there."""

import pytest
from kiosk_dialogues import TICKET, begun, stepped

from edge.api.shapes import Help
from kiosk import dialogue as d
from kiosk.dialogue import HelpCall
from kiosk.flow import quiet_of
from kiosk.hall_feed import HallView
from kiosk.help_here import help_at

PAGES: dict[d.Stage, list[d.Event]] = {
    d.Stage.ATTRACT: [],
    d.Stage.CHOOSING: [d.Touched("d0")],
    d.Stage.SEARCHING: [d.Touched("d0"), d.SearchWanted("d0")],
    d.Stage.DOCUMENTS: [d.Touched("d0"), d.DocumentsAsked("d0", "pay")],
    d.Stage.TYPING: [d.NumberWanted("d0")],
    d.Stage.CODE: [d.CodeWanted("d0")],
    d.Stage.CODE_CHECKING: [d.CodeWanted("d0"), d.CodeTyped("d0", "7K3M9QXD2RTA")],
    d.Stage.ISSUING: [d.Touched("d0"), d.ServiceChosen("d0", "pay")],
    d.Stage.TICKET: [
        d.Touched("d0"),
        d.ServiceChosen("d0", "pay"),
        d.TicketArrived("d0", TICKET),
    ],
    d.Stage.REFUSED: [
        d.Touched("d0"),
        d.ServiceChosen("d0", "pay"),
        d.TicketRefused("d0", "service_off"),
    ],
}


@pytest.mark.parametrize("stage", PAGES)
def test_help_is_called_from_every_page_and_once(stage):
    dialogue, _ = begun(*PAGES[stage])
    assert dialogue.stage is stage
    called, effects = stepped(dialogue, d.HelpWanted("d0"), d.HelpWanted("d0"))
    calls = [effect for effect in effects if isinstance(effect, d.CallHelp)]
    assert calls == [d.CallHelp("d0", stage.value)]
    assert called.stage is stage
    assert called.help is HelpCall.CALLING


def test_whoever_waits_for_help_is_not_wiped_away_at_once():
    called, _ = begun(d.Touched("d0"), d.HelpWanted("d0"), d.HelpNews(HelpCall.CALLED))
    assert quiet_of(called) is d.Quiet.HELPED
    over, effects = stepped(called, d.HelpNews(HelpCall.NONE))
    assert effects == [d.StartTimer("d0", d.Quiet.CHOOSING)]
    assert over.help is HelpCall.NONE


@pytest.mark.parametrize("news", [HelpCall.CALLED, HelpCall.COMING])
@pytest.mark.parametrize("end", [d.Left("d0"), d.WalkedAway("d0")])
def test_with_nobody_there_the_call_ends(news, end):
    left, effects = begun(d.Touched("d0"), d.HelpWanted("d0"), d.HelpNews(news), end)
    assert d.EndHelp() in effects
    assert left == d.Dialogue(left.id, hall_here=True)


def test_a_call_from_the_first_page_ends_too():
    called, effects = begun(d.HelpWanted("d0"))
    assert effects[-1] == d.StartTimer("d0", d.Quiet.HELPED)
    left, effects = stepped(called, d.WalkedAway("d0"))
    assert d.EndHelp() in effects
    assert left.help is HelpCall.NONE


def test_a_call_that_did_not_get_through_may_be_made_again():
    called, _ = begun(d.Touched("d0"), d.HelpWanted("d0"), d.HelpNotReached("d0"))
    assert called.help is HelpCall.UNANSWERED
    _, effects = stepped(called, d.HelpWanted("d0"))
    assert [effect for effect in effects if isinstance(effect, d.CallHelp)]


def test_a_call_stays_with_the_place_when_somebody_lays_a_card():
    dialogue, _ = begun(
        d.Touched("d0"), d.HelpWanted("d0"), d.HelpNews(HelpCall.CALLED), d.VisitorIdentified("V1")
    )
    assert dialogue.help is HelpCall.CALLED


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
