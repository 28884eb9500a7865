"""Pictures of documents at the form screen: taken, kept, one page after the other, thrown away."""

from form_stays import Screen, at

from kiosk.form import errands as do
from kiosk.form import events as e
from kiosk.form.picturing import pages_of
from kiosk.form.stay import Stage


def taken(*pictures: str) -> Screen:
    screen = at(Stage.DOCUMENTS)
    for picture in pictures:
        screen.does(e.CameraWanted, "licence")
        screen.does(e.PageTaken, picture)
    return screen


def test_a_picture_that_is_kept_is_a_page_of_its_document():
    screen = taken("p1", "p2")
    assert screen.stay.stage is Stage.DOCUMENTS
    assert pages_of(screen.stay, "licence") == [1, 2]
    screen.does(e.Onward)
    assert screen.stay.filled.kept.lacking == []


def test_a_page_that_was_thrown_away_is_taken_anew_in_its_place():
    screen = taken("p1", "p2")
    screen.does(e.PageDropped, "licence", 1)
    assert pages_of(screen.stay, "licence") == [2]
    screen.does(e.CameraWanted, "licence")
    screen.does(e.PageTaken, "p3")
    assert pages_of(screen.stay, "licence") == [1, 2]


def test_a_picture_that_the_hall_does_not_take_says_why():
    screen = taken("bad")
    assert (screen.stay.stage, screen.stay.trouble) == (Stage.DOCUMENTS, "no_picture")
    assert not screen.stay.sending


def test_while_a_picture_is_on_its_way_there_is_no_second_and_the_page_stays():
    screen = at(Stage.CAMERA)
    screen.away = True
    screen.does(e.PageTaken, "p1")
    screen.does(e.PageTaken, "p2")
    screen.does(e.Backward)
    assert (screen.stay.stage, screen.stay.sending) == (Stage.CAMERA, True)
    assert [each.picture for each in screen.errands if isinstance(each, do.Attach)] == ["p1"]


def test_there_is_no_camera_for_what_is_not_asked_and_one_can_go_back():
    screen = at(Stage.DOCUMENTS)
    screen.does(e.CameraWanted, "nothing")
    assert screen.stay.stage is Stage.DOCUMENTS
    screen.does(e.CameraWanted, "licence")
    screen.does(e.Backward)
    assert (screen.stay.stage, screen.stay.pictured) == (Stage.DOCUMENTS, "")
