"""A form over the query screen: opened, handed in once, followed, and gone with its visitor."""

import pytest
from entry_stays import STAGES, Screen, at
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.entry import events as e
from kiosk.entry.stay import Stay
from kiosk.form import errands as do
from kiosk.form import events as fe
from kiosk.form.stay import Stage
from kiosk.query import events as qe
from kiosk.query import wants as w
from kiosk.query.stay import Stage as QueryStage
from kiosk.query.stay import Stay as QueryStay

AWAY = e.Ended(qe.Left())


def test_the_entry_opens_over_the_page_and_its_forms_are_asked_for():
    screen = Screen()
    screen.happen(e.OfHost(qe.Touched()))
    screen.happen(e.Entered())
    assert screen.stay.stage is Stage.CHOOSING
    assert screen.stay.host.stage is QueryStage.HOME
    assert screen.stay.id == "s0"


def test_a_report_is_filled_in_handed_in_and_has_a_number_to_follow_on_the_same_screen():
    screen = at(Stage.HANDED_IN)
    assert screen.stay.form is not None
    number = screen.stay.form.number
    screen.happen(e.Turned(qe.NumberGiven(number)))
    assert (screen.stay.form, screen.stay.host.stage) == (None, QueryStage.LOOKING)
    asked = [each.number for each in screen.errands if isinstance(each, w.FetchProgress)]
    assert asked == [number]


def test_whoever_is_done_is_back_where_they_were():
    screen = Screen()
    screen.happen(e.OfHost(qe.Opened(QueryStage.OUTAGES)))
    screen.happen(e.Entered())
    screen.does(fe.FormChosen, "repair")
    screen.does(fe.Left)
    assert (screen.stay.form, screen.stay.host.stage) == (None, QueryStage.OUTAGES)
    assert screen.stay.id == "s0"


def test_another_one_is_begun_without_anything_of_the_first():
    screen = at(Stage.HANDED_IN)
    first = screen.stay.form
    screen.does(fe.Began)
    second = screen.stay.form
    assert first is not None
    assert second is not None
    assert (second.stage, second.number, second.filled) == (Stage.CHOOSING, "", None)
    assert second.id != first.id


def test_however_often_it_is_handed_in_there_is_one_number():
    screen = at(Stage.HANDING_IN)
    screen.does(fe.HandInWanted)
    screen.comes_back()
    screen.does(fe.HandInWanted)
    assert len(screen.hall.handed) == 1
    assert screen.stay.form is not None
    assert screen.stay.form.number == "N1"


def test_while_the_hall_is_away_what_was_answered_waits_and_goes_on_once_it_is_back():
    screen = at(Stage.TURNING)
    screen.comes_back()
    assert screen.stay.stage is Stage.FILLING
    assert len(screen.hall.kept) == 1


def test_a_form_that_was_withdrawn_meanwhile_says_so_and_another_can_be_chosen():
    screen = at(Stage.REFUSED)
    assert screen.stay.form is not None
    assert screen.stay.form.trouble == "unknown_form"
    screen.away = False
    screen.does(fe.Began)
    assert screen.stay.stage is Stage.CHOOSING


def test_a_card_fills_the_form_in_and_is_given_back_with_it():
    screen = at(Stage.FILLING)
    screen.does(fe.Picked, "body", "person")
    screen.does(fe.VisitorIdentified, "V7")
    assert screen.stay.form is not None
    assert screen.stay.form.filled is not None
    assert screen.stay.form.filled.answers["name"] == "张三"
    screen.does(fe.Left)
    assert [each.visit for each in screen.errands if isinstance(each, do.Abandon)] == ["V7"]


def test_a_card_after_the_end_of_a_form_is_for_the_screen_itself():
    screen = at(Stage.HANDED_IN)
    screen.happen(e.Turned(qe.Identified("V8")))
    assert (screen.stay.form, screen.stay.host.stage) == (None, QueryStage.FINDING)
    unfinished = at(Stage.FILLING)
    unfinished.happen(e.Turned(qe.Identified("V8")))
    assert unfinished.stay.stage is Stage.FILLING


def test_late_answers_of_the_screen_itself_are_heard_beneath_the_form():
    screen = Screen()
    screen.happen(e.OfHost(qe.Opened(QueryStage.OUTAGES)))
    screen.happen(e.Entered())
    screen.happen(e.OfHost(qe.ContentMissing("s0")))
    assert screen.stay.host.unreadable
    assert screen.stay.stage is Stage.CHOOSING


def test_a_late_answer_of_one_form_does_not_reach_the_next():
    screen = at(Stage.TURNING)
    old = screen.stay.form
    assert old is not None
    screen.away = False
    screen.does(fe.Left)
    screen.happen(e.Entered())
    before = screen.stay
    screen.happen(e.OfForm(fe.Refused(old.id, "unknown_form")))
    assert screen.stay == before


def test_two_touches_of_the_entry_open_one_form():
    screen = Screen()
    screen.happen(e.Entered())
    opened = screen.stay
    screen.happen(e.Entered())
    assert screen.stay == opened


@pytest.mark.parametrize("stage", STAGES)
def test_walking_away_from_every_page_leaves_nothing_and_saves_nothing(stage: Stage):
    screen = at(stage)
    if stage is not Stage.REFUSED:
        screen.does(fe.VisitorIdentified, "V7")
    before = len(screen.errands)
    screen.away = True
    screen.happen(AWAY)
    assert screen.stay == Stay(QueryStay(screen.stay.id))
    assert screen.stay.id != "s0"
    assert not [each for each in screen.errands[before:] if isinstance(each, do.Keep)]


FORM_EVENTS = st.sampled_from(
    [
        (fe.Began,),
        (fe.FormChosen, "repair"),
        (fe.FormChosen, "connect"),
        (fe.Picked, "body", "person"),
        (fe.Onward, {"name": "张三", "phone": "13800138000"}),
        (fe.Onward, {"phone": "bad"}),
        (fe.Backward,),
        (fe.SignWanted,),
        (fe.HandInWanted, "M1 2"),
        (fe.VisitorIdentified, "V1"),
        (fe.TicketShown, "T1"),
        (fe.Left,),
        (fe.Refused, "unknown_form"),
    ]
)
HOST_EVENTS = st.sampled_from(
    [
        e.Entered(),
        e.OfHost(qe.Touched()),
        e.OfHost(qe.Opened(QueryStage.OUTAGES)),
        e.OfHost(qe.Identified("V2")),
        e.OfHost(qe.HallBack()),
        e.Turned(qe.NumberGiven("N1")),
        AWAY,
    ]
)


@settings(max_examples=60)
@given(st.lists(st.one_of(FORM_EVENTS, HOST_EVENTS), max_size=25))
def test_in_whatever_order_things_happen_each_application_has_one_number_and_nothing_stays(history):
    screen = Screen()
    for happened in history:
        if not isinstance(happened, tuple):
            screen.happen(happened)
        elif screen.stay.form is not None:
            screen.does(*happened)
        form = screen.stay.form
        assert form is None or form.stage in (*STAGES, Stage.KEPT)
    assert len(set(screen.hall.handed.values())) == len(screen.hall.handed)
    screen.happen(AWAY)
    assert screen.stay == Stay(QueryStay(screen.stay.id))
    shown = {each.visit for each in screen.errands if isinstance(each, do.Greet)}
    given_back = {each.visit for each in screen.errands if isinstance(each, do.Abandon)}
    assert shown == given_back
