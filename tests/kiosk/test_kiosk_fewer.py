"""In large type a page begins with a few large choices, and one touch shows the rest."""

import datetime as dt

import pytest
from form_stays import Hall, form
from kiosk_dialogues import begun
from kiosk_hall import FakeHall

from edge.api import shapes
from kiosk import dialogue as d
from kiosk.config import KioskConfig
from kiosk.counter.pages import CounterPages
from kiosk.counter.stay import Opinion
from kiosk.counter.stay import Stay as CounterStay
from kiosk.form.pages import FormPages
from kiosk.form.stay import Stage, Stay
from kiosk.hall_feed import HallView
from kiosk.pages import Pages
from kiosk.scene import FEWER_MAX, Manner, Scene

NOON = dt.datetime(2025, 3, 3, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
FEW, ALL, ORDINARY = Manner(elder=True), Manner(elder=True, all=True), Manner()
PAGES = Pages(KioskConfig(search_from=1), lambda: NOON)
SPEED = shapes.MobileDimension(id="speed", name="办理速度", name_english="Speed")


def view() -> HallView:
    hall = FakeHall()
    services = tuple(shapes.Service.model_validate(each) for each in hall.services())
    return HallView(here=True, board=hall.board(), services=services)


def menu(manner: Manner) -> str:
    dialogue, _ = begun(d.Touched("d0"))
    return PAGES.ticket_part(dialogue, Scene(view(), manner))


def forms(manner: Manner) -> str:
    offered = (*(form(f"f{n}") for n in range(5)), *Hall().forms[1:])
    stay = Stay("s0", Stage.CHOOSING, forms=offered)
    return FormPages(PAGES, offers_help=True).part(stay, Scene(view(), manner))


def rating(manner: Manner, grade: int = 0) -> str:
    stay = CounterStay("s0", opinion=Opinion("V1", grade=grade))
    pages = CounterPages(PAGES, [SPEED], 20.0, offers_help=True)
    return pages.part(stay, Scene(view(), manner), "1")


@pytest.mark.parametrize("manner", [ALL, ORDINARY], ids=["all", "ordinary"])
def test_whoever_wants_all_or_reads_small_type_has_every_choice(manner):
    assert menu(manner).count('class="entry') > FEWER_MAX
    assert 'data-action="several"' in menu(manner)
    assert 'data-action="search"' in menu(manner)
    assert forms(manner).count('data-action="form"') == 6
    assert rating(manner, grade=4).count('role="radio"') == 10
    assert all('data-action="all"' not in page(manner) for page in (menu, forms, rating))


def test_a_few_services_stand_there_first():
    assert menu(FEW).count('class="entry') == FEWER_MAX
    assert 'data-action="several"' not in menu(FEW)
    assert 'data-action="all"' in menu(FEW)


def test_a_few_forms_stand_there_first_and_one_of_them_is_for_a_fault():
    assert forms(FEW).count('data-action="form"') == FEWER_MAX
    assert 'data-value="repair"' in forms(FEW)
    assert 'data-action="all"' in forms(FEW)


def test_three_faces_are_enough_to_say_how_it_was():
    assert rating(FEW).count('role="radio"') == 3
    assert "textarea" not in rating(FEW, grade=3)
    assert 'data-action="all"' in rating(FEW)


def test_whoever_chose_one_of_five_faces_keeps_it_in_sight():
    assert 'data-value="5"' in rating(FEW, grade=5)
