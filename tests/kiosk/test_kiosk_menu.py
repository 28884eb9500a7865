"""The menu of services: groups, what is in them, and how many wait."""

from dataclasses import replace

from kiosk_hall import SERVICES, FakeHall, service

from edge.api.shapes import Document, Service, ServiceNow
from kiosk.hall_feed import HallView
from kiosk.menu import can_be_searched, documents_for, found, menu_of


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


def documented() -> HallView:
    card, proof = (
        Document(name="身份证", name_english="Identity card"),
        Document(name="房产证明", name_english="Proof of ownership"),
    )
    hall = FakeHall()
    hall.documents = {"connect": [card, proof], "move": [card]}
    hall.search = {"pay": ["jdf", "电费"], "invoice": ["kfp"]}
    services = tuple(Service(**each) for each in hall.services())
    return HallView(here=True, board=hall.board(), services=services)


def test_each_document_of_several_services_is_asked_for_once():
    asked = documents_for(documented(), ("move", "connect", "pay"))
    assert [each.name for each in asked] == ["身份证", "房产证明"]


def test_a_service_is_found_by_initials_by_its_english_name_and_by_any_word_of_it():
    view = documented()
    assert [entry.id for entry in found(view, "JD")] == ["pay"]
    assert [entry.id for entry in found(view, "inv")] == ["invoice"]
    assert [entry.id for entry in found(view, "conn")] == ["connect"]
    assert found(view, "") == ()
    assert found(view, "xyz") == ()


def test_search_is_offered_where_there_is_enough_to_look_for():
    assert can_be_searched(view(), 6)
    assert not can_be_searched(view(), 7)
    assert not can_be_searched(view(), 0)


def standing(**closed: str) -> HallView:
    offers = {
        service: ServiceNow(
            service=service, waiting=0, wait=None, closed=closed.get(service, ""), opens_at=None
        )
        for service in FakeHall().waiting
    }
    return replace(view(), now=offers)


def test_a_closed_service_says_why_and_a_group_stays_open():
    menu = menu_of(standing(pay="quota_used_up", connect="service_off"), "")
    assert {entry.id: entry.closed for entry in menu.entries if entry.closed} == {
        "connect": "service_off"
    }
    assert menu.closed == ""


def test_what_stands_against_everything_is_said_of_the_hall():
    everything = dict.fromkeys(FakeHall().waiting, "last_ticket_given")
    assert menu_of(standing(**everything), "").closed == "last_ticket_given"
