"""What a browser may send to a form screen, and what becomes of the rest."""

import json

import pytest
from form_stays import at

from kiosk.form import events as e
from kiosk.form.stay import Stage
from kiosk.form.touches import event_of
from kiosk.script import StationTouch


def touched(stage: Stage, action: str, value: str = "", field: str = "") -> e.Event | None:
    stay = at(stage).stay
    return event_of(stay, StationTouch(dialogue=stay.id, action=action, value=value, field=field))


def test_the_first_page_is_touched_anywhere_and_no_other():
    assert isinstance(touched(Stage.ATTRACT, "touch"), e.Began)
    assert touched(Stage.FILLING, "touch") is None


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("code", "7K3M"),
        ("code", "<script>"),
        ("page", "-1"),
        ("page", "9999"),
        ("page", "١"),
        ("pick", "nobody"),
        ("hand-in", "M1 2 url(x)"),
        ("scan", "no ticket"),
        ("nothing-of-ours", ""),
    ],
)
def test_what_no_page_of_ours_sends_means_nothing(action, value):
    assert touched(Stage.FILLING, action, value, "body") is None


@pytest.mark.parametrize("value", ["", "[]", "{", '{"name": 3}', "null"])
def test_fields_that_cannot_be_read_are_none(value):
    assert touched(Stage.FILLING, "next", value).typed == {}


def test_ten_thousand_characters_in_a_field_are_cut_to_what_the_hall_takes():
    long = "长" * 10_000
    assert len(touched(Stage.FILLING, "type", long, "name").text) == 4000
    onward = touched(Stage.FILLING, "next", json.dumps({"name": long}, ensure_ascii=False))
    assert len(onward.typed["name"]) == 4000


def test_a_field_that_the_form_has_not_is_not_typed_in():
    assert touched(Stage.FILLING, "type", "x", "other") is None
    assert touched(Stage.CHOOSING, "type", "x", "name") is None


def test_a_scanner_reads_codes_and_tickets():
    assert touched(Stage.ATTRACT, "scan", "7k3m-9qxd").code == "7K3M-9QXD"
    assert touched(Stage.ATTRACT, "scan", "ATRIUM:hall-1:0197c3aa71b2").visit == "0197c3aa71b2"
    assert touched(Stage.ATTRACT, "scan", "0197c3aa71b2").visit == "0197c3aa71b2"
    page = "https://hall.example/m/ABCDEFGHJKLMNPQR#0197C3AA71B2ABCD"
    assert touched(Stage.ATTRACT, "scan", page).visit == "0197C3AA71B2ABCD"
