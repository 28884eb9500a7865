"""The form screen's machine: page by page, kept by the hall, handed in once."""

import pytest
from form_stays import Hall, Screen, at, form

from kiosk.form import errands as do
from kiosk.form import events as e
from kiosk.form.flow import HEARD, step
from kiosk.form.moves import MOVES
from kiosk.form.stay import Paper, Place, Stage, Stay

NAME = "张三"


@pytest.mark.parametrize("stage", Stage)
def test_every_page_can_be_come_to(stage):
    assert at(stage).stay.stage is stage


@pytest.mark.parametrize("stage", Stage)
def test_whoever_walks_away_from_any_page_leaves_nothing(stage):
    screen = at(stage)
    screen.away = True
    left = screen.stay.id
    screen.does(e.WalkedAway)
    assert screen.stay == Stay(screen.stay.id)
    assert screen.stay.id != left


@pytest.mark.parametrize("stage", Stage)
def test_no_late_answer_reaches_whoever_comes_next(stage):
    screen = at(stage)
    left = screen.stay
    screen.away = True
    screen.does(e.WalkedAway)
    now = screen.stay
    for late in (e.Unanswered(left.id), e.FormsArrived(left.id, ()), e.Refused(left.id, "x")):
        assert step(now, late, "other") == (now, ())


def test_every_event_that_a_page_listens_to_has_a_move():
    assert {kind for heard in HEARD.values() for kind in heard} == set(MOVES)


def test_a_page_is_asked_for_by_what_was_answered_before():
    screen = Screen()
    screen.does(e.Began)
    screen.does(e.FormChosen, "connect")
    assert [each.id for each in screen.stay.filled.parts] == ["who", "reach"]
    screen.does(e.Picked, "body", "company")
    assert [each.id for each in screen.stay.filled.parts] == ["who", "firm", "reach"]
    assert [field.id for field in screen.stay.filled.parts[0].fields] == ["body"]


def test_what_is_typed_is_kept_when_the_page_is_turned():
    screen = at(Stage.FILLING)
    screen.does(e.Typed, "name", "张")
    screen.does(e.Typed, "name", NAME)
    assert screen.hall.kept == {}
    screen.does(e.Onward)
    assert screen.hall.kept["A1"].answers == {"body": "person", "name": NAME}
    assert screen.stay.place == Place(Stage.FILLING, 1)


def test_a_page_with_something_missing_is_not_left_forwards():
    screen = at(Stage.FILLING)
    screen.does(e.Onward)
    assert screen.stay.place == Place(Stage.FILLING, 0)
    assert screen.stay.looked_at


def test_a_wrong_answer_stays_in_its_field_as_it_was_typed():
    screen = at(Stage.FILLING)
    screen.does(e.Onward, {"name": NAME})
    screen.does(e.Onward, {"phone": "bad"})
    filled = screen.stay.filled
    assert screen.stay.place == Place(Stage.FILLING, 1)
    assert filled.answers["phone"] == "bad"
    assert [each.field for each in filled.mistakes] == ["phone"]


def test_going_back_asks_the_hall_for_nothing_and_loses_nothing():
    screen = at(Stage.FILLING)
    screen.does(e.Onward, {"name": NAME})
    asked = len(screen.errands)
    screen.does(e.Backward, {"phone": "138"})
    assert screen.stay.place == Place(Stage.FILLING, 0)
    assert len(screen.errands) == asked
    screen.does(e.Onward)
    assert screen.stay.filled.answers["phone"] == "138"


def test_a_second_touch_while_the_page_turns_is_not_a_second_wish():
    screen = at(Stage.TURNING)
    asked = len(screen.errands)
    screen.does(e.Onward, {"name": "李四"})
    assert len(screen.errands) == asked


def test_a_controller_that_was_restarted_in_the_middle_keeps_the_form_once():
    screen = at(Stage.TURNING)
    lost = screen.errands[-1]
    screen.hall.answer(lost)  # it was kept, and the answer got lost
    screen.comes_back()
    assert screen.errands[-1] == lost
    assert list(screen.hall.kept) == ["A1"]
    assert screen.stay.place == Place(Stage.FILLING, 1)


def test_a_form_that_the_hall_cannot_keep_now_stays_on_its_page():
    screen = at(Stage.TURNING)
    screen.does(e.Refused, "storage_low")
    assert screen.stay.place == Place(Stage.FILLING, 0)
    assert screen.stay.trouble == "storage_low"
    assert screen.stay.filled.answers["name"] == NAME


def test_documents_are_ticked_and_those_that_lack_are_told_all_at_once():
    screen = at(Stage.DOCUMENTS)
    screen.does(e.Ticked, "licence")
    assert screen.stay.filled.documents == ("licence",)
    screen.does(e.Ticked, "licence")
    screen.does(e.Onward)
    assert screen.stay.stage is Stage.REVIEW
    assert screen.stay.filled.kept.lacking == ["licence"]
    assert not screen.stay.filled.is_complete


def test_nothing_incomplete_or_unsigned_is_handed_in():
    screen = at(Stage.DOCUMENTS)
    screen.does(e.Onward)
    screen.does(e.SignWanted)
    screen.does(e.HandInWanted, "M1 2")
    assert screen.stay.stage is Stage.REVIEW
    signing = at(Stage.SIGNING)
    signing.does(e.HandInWanted, "")
    assert signing.stay.stage is Stage.SIGNING


def test_touched_twice_the_form_has_one_number():
    screen = at(Stage.SIGNING)
    screen.away = True
    screen.does(e.HandInWanted, "M1 2L3 4")
    screen.does(e.HandInWanted, "M5 6L7 8")
    asked = [each for each in screen.errands if isinstance(each, do.HandIn)]
    assert [each.signature for each in asked] == ["M1 2L3 4"]
    screen.comes_back()
    assert screen.stay.number == "N1"
    assert screen.stay.signature == ""


def test_what_turns_out_to_be_missing_while_it_is_handed_in_is_shown():
    screen = at(Stage.HANDING_IN)
    screen.away = False
    screen.does(e.Refused, "incomplete")
    assert screen.stay.stage is Stage.REVIEW
    assert screen.stay.signature == ""


def test_a_form_that_needs_no_signature_is_handed_in_from_its_last_page():
    screen = Screen()
    screen.fills_in("repair")
    screen.does(e.HandInWanted, "")
    assert screen.stay.number == "N1"


def test_a_form_that_was_kept_is_gone_on_with_by_its_code():
    hall = Hall()
    first = Screen(hall)
    first.does(e.Began)
    first.does(e.FormChosen, "connect")
    first.does(e.Picked, "body", "person")
    first.does(e.KeepWanted, {"name": NAME})
    assert first.stay.stage is Stage.KEPT
    code = first.stay.filled.kept.code
    first.does(e.Left)
    later = Screen(hall)
    later.does(e.CodeTyped, code)
    assert later.stay.place == Place(Stage.FILLING, 1)
    assert later.stay.filled.answers["name"] == NAME
    assert later.stay.code == ""


def test_a_wrong_code_may_be_typed_again():
    screen = at(Stage.CODE)
    screen.does(e.CodeTyped, "0000-0000")
    assert (screen.stay.stage, screen.stay.trouble) == (Stage.CODE, "wrong_code")


def test_the_code_of_a_form_that_was_handed_in_shows_its_number():
    screen = Screen()
    screen.fills_in("repair")
    screen.does(e.HandInWanted, "")
    screen.hall.kept["A1"] = screen.hall.kept["A1"].model_copy(update={"number": "N1"})
    screen.does(e.Left)
    screen.does(e.CodeTyped, "7K3M-9QX1")
    assert (screen.stay.stage, screen.stay.number) == (Stage.HANDED_IN, "N1")


def test_a_card_fills_in_what_is_asked_and_not_answered_yet():
    screen = Screen()
    screen.does(e.VisitorIdentified, "V1")
    assert screen.stay.stage is Stage.CHOOSING
    screen.does(e.FormChosen, "connect")
    assert "name" not in screen.stay.filled.answers
    screen.does(e.Picked, "body", "person")
    assert screen.stay.filled.answers["name"] == NAME
    other = at(Stage.FILLING)
    other.does(e.Typed, "name", "李四")
    other.does(e.VisitorIdentified, "V1")
    assert other.stay.filled.answers["name"] == "李四"


def test_whoever_was_identified_is_given_back_to_the_hall():
    screen = Screen()
    screen.does(e.VisitorIdentified, "V1")
    screen.does(e.VisitorIdentified, "V2")
    screen.does(e.WalkedAway)
    gone = [each.visit for each in screen.errands if isinstance(each, do.Abandon)]
    assert gone == ["V1", "V2"]


def test_a_scanned_ticket_is_bound_and_what_began_with_it_is_given_back():
    screen = at(Stage.REVIEW)
    screen.does(e.VisitorIdentified, "TICKET-V7")
    assert (screen.hall.bound, screen.stay.bound) == ({"V7": "A1"}, True)
    assert screen.errands.count(do.Abandon(screen.stay.id, "TICKET-V7")) == 1
    assert screen.stay.showing == ""


def test_a_scanned_ticket_takes_nothing_from_whoever_laid_a_card():
    screen = Screen()
    screen.does(e.VisitorIdentified, "V1")
    screen.does(e.VisitorIdentified, "TICKET-V7")
    assert (screen.stay.shower.visit, screen.stay.ticket) == ("V1", "V7")
    screen.does(e.FormChosen, "connect")
    screen.does(e.Picked, "body", "person")
    assert screen.stay.filled.answers["name"] == NAME


def test_a_scanned_code_of_a_form_opens_it_where_none_is_open():
    screen = Screen()
    screen.fills_in()
    code = screen.stay.filled.kept.code
    screen.does(e.Left)
    screen.does(e.VisitorIdentified, f"CODE-{code}")
    assert (screen.stay.stage, screen.stay.filled.kept.code) == (Stage.REVIEW, code)
    screen.does(e.VisitorIdentified, "CODE-0000-0000")
    assert (screen.stay.stage, screen.stay.trouble) == (Stage.REVIEW, "")


def test_a_scanned_code_that_is_none_of_the_halls_changes_nothing():
    screen = at(Stage.FILLING)
    before = screen.stay
    screen.does(e.VisitorIdentified, "CODE-")
    assert screen.stay == before
    assert screen.errands[-1] == do.Abandon(before.id, "CODE-")


def test_what_is_still_asked_about_is_given_back_when_the_visitor_leaves():
    screen = at(Stage.CHOOSING)
    screen.away = True
    screen.does(e.VisitorIdentified, "V1")
    screen.does(e.VisitorIdentified, "V2")
    screen.does(e.WalkedAway)
    gone = [each.visit for each in screen.errands if isinstance(each, do.Abandon)]
    assert gone == ["V1", "V2"]
    screen.happen(e.ShowerKnown("s0", "V2", "张**"))
    assert screen.stay == Stay(screen.stay.id)


def test_a_ticket_that_is_shown_is_about_the_form_as_soon_as_the_hall_keeps_it():
    screen = Screen()
    screen.does(e.TicketShown, "V7")
    screen.does(e.FormChosen, "connect")
    screen.does(e.Picked, "body", "person")
    assert screen.hall.bound == {}
    screen.does(e.Onward, {"name": NAME})
    assert (screen.hall.bound, screen.stay.bound) == ({"V7": "A1"}, True)
    shown_last = at(Stage.HANDED_IN)
    shown_last.does(e.TicketShown, "V8")
    assert shown_last.hall.bound == {"V8": "A1"}


def test_a_ticket_that_nobody_knows_ends_nothing():
    screen = at(Stage.REVIEW)
    screen.does(e.TicketShown, "V7")
    screen.does(e.Refused, "unknown_visit")
    assert (screen.stay.stage, screen.stay.ticket) == (Stage.REVIEW, "")


def test_whoever_walks_away_in_mid_page_loses_nothing_that_the_hall_keeps_already():
    screen = at(Stage.FILLING)
    screen.does(e.Onward, {"name": NAME})
    screen.does(e.Typed, "phone", "13800138000")
    screen.does(e.WalkedAway)
    last = next(each for each in screen.errands[::-1] if isinstance(each, do.Keep))
    assert last.answers["phone"] == "13800138000"
    keys = [each.key for each in screen.errands if isinstance(each, do.Keep)]
    assert len(keys) == len(set(keys))


def test_the_list_is_printed_once_for_each_time_it_was_kept():
    screen = at(Stage.KEPT)
    screen.does(e.PrintWanted)
    screen.does(e.PrintWanted)
    asked = [each for each in screen.errands if isinstance(each, do.Print)]
    assert len(asked) == 1
    screen.does(e.Printed, Paper.NO_PRINTER)
    assert screen.stay.printed is Paper.NO_PRINTER


def test_another_form_is_another_stay():
    screen = at(Stage.HANDED_IN)
    before = screen.stay.id
    screen.does(e.Began)
    assert (screen.stay.stage, screen.stay.filled) == (Stage.CHOOSING, None)
    assert screen.stay.id != before


def test_nothing_that_was_answered_stands_where_a_log_would_find_it():
    for stage in Stage:
        screen = at(stage)
        shown = repr(screen.stay) + repr(screen.errands)
        assert NAME not in shown
        assert "13800138000" not in shown


def test_a_form_that_is_not_offered_is_not_opened():
    screen = at(Stage.CHOOSING)
    screen.does(e.FormChosen, "nothing")
    assert screen.stay.stage is Stage.CHOOSING
    assert form().id == "connect"
