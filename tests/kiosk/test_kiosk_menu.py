"""The menu of services: groups, what is in them, and how many wait."""

from kiosk_hall import SERVICES, FakeHall, service

from kiosk.hall_feed import HallView
from kiosk.menu import menu_of


def view() -> HallView:
    services = tuple(service(entry) for entry in SERVICES)
    return HallView(here=True, board=FakeHall().board(), services=services)


def test_the_top_holds_groups_and_services_in_the_halls_order():
    names = [entry.id for entry in menu_of(view(), "").entries]
    assert names == ["bills", "connect", "move", "meter", "advice"]


def test_a_group_counts_everybody_who_waits_in_it():
    bills = menu_of(view(), "").entries[0]
    assert bills.is_group
    assert bills.waiting == 3


def test_an_open_group_holds_its_services_and_leads_back():
    menu = menu_of(view(), "bills")
    assert [entry.id for entry in menu.entries] == ["pay", "invoice"]
    assert menu.group.id == "bills"
    assert menu.parent == ""


def test_a_group_that_is_no_longer_there_opens_the_top():
    assert menu_of(view(), "gone").group is None
    assert len(menu_of(view(), "gone").entries) == 5
