"""Which calls stand where on a board: order, zones, pages, and what is never hidden."""

from hypothesis import given
from hypothesis import strategies as st
from kiosk_hall import SERVICES, service

from edge.api.shapes import Board, BoardCall, BoardWaiting
from kiosk.board.choosing import ALWAYS, paged, turned, waiting_in, zones_of
from kiosk.board.config import ZoneConfig

ALL = tuple(service(entry) for entry in SERVICES)


def call(ticket: str, counter: str = "1", state: str = "called", service: str = "pay") -> BoardCall:
    return BoardCall(
        visit=ticket,
        ticket=ticket,
        counter=counter,
        counter_name="",
        counter_name_english="",
        state=state,
        calls=1,
        at=0,
        seq=0,
        service=service,
        direction="left",
    )


def board(*calls: BoardCall, waiting: tuple[str, ...] = ()) -> Board:
    lines = [BoardWaiting(service=id_, name="", name_english="", count=1) for id_ in waiting]
    return Board(seq=1, hall="", hall_english="", calls=list(calls), waiting=lines)


def shown(zones: list[ZoneConfig], *calls: BoardCall, rows: int = 6) -> list[list[str]]:
    found = zones_of(zones, board(*calls), ALL, rows)
    return [[entry.ticket for entry, _page in zone.calls.entries] for zone in found]


def test_a_board_without_zones_shows_everything():
    assert shown([], call("A1", "1"), call("A2", "9")) == [["A1", "A2"]]


def test_zones_show_the_calls_to_their_counters():
    zones = [ZoneConfig(counters=["1", "2"]), ZoneConfig(counters=["3"])]
    assert shown(zones, call("A1", "1"), call("A3", "3"), call("A9", "9")) == [["A1"], ["A3"]]


def test_a_zone_shows_the_services_of_the_groups_it_names():
    calls = [call("A1", service="pay"), call("B1", service="invoice"), call("C1", service="move")]
    assert shown([ZoneConfig(services=["bills"])], *calls) == [["A1", "B1"]]


def test_who_waits_is_shown_for_whatever_some_zone_is_about():
    zones = [ZoneConfig(services=["bills"]), ZoneConfig(services=["move"])]
    there = waiting_in(zones, board(waiting=("pay", "invoice", "move", "meter")), ALL, 12)
    assert [line.service for line, _page in there.entries] == ["pay", "invoice", "move"]


def test_what_fits_stands_on_one_page():
    fits = paged("abc", 3)
    assert fits.pages == 1
    assert {page for _entry, page in fits.entries} == {ALWAYS}


def test_the_newest_stays_while_the_others_take_turns():
    assert paged("abcdef", 3, kept=1).entries == (
        ("a", ALWAYS),
        ("b", 1),
        ("c", 1),
        ("d", 2),
        ("e", 2),
        ("f", 3),
    )


def test_who_must_walk_now_is_on_every_page_while_a_row_is_left_for_others():
    calls = [call("A1"), call("A2"), call("A3"), *(call(f"S{n}", state="serving") for n in "12")]
    (zone,) = zones_of([], board(*calls), ALL, 4)
    pages = {entry.ticket: page for entry, page in zone.calls.entries}
    assert pages == {"A1": 0, "A2": 0, "A3": 0, "S1": 1, "S2": 2}


def test_where_only_arrived_visitors_are_shown_the_newest_is_on_every_page():
    calls = [call(f"S{number}", state="serving") for number in range(5)]
    (zone,) = zones_of([], board(*calls), ALL, 3)
    assert [page for _entry, page in zone.calls.entries] == [ALWAYS, 1, 1, 2, 2]


@given(count=st.integers(0, 60), room=st.integers(2, 12), kept=st.integers(0, 60))
def test_whatever_comes_no_page_is_too_full_and_nobody_is_left_out(count, room, kept):
    found = paged(range(count), room, kept)
    assert [entry for entry, _page in found.entries] == list(range(count))
    for page in range(1, found.pages + 1):
        on_it = [entry for entry, at in found.entries if at in (ALWAYS, page)]
        assert len(on_it) <= room
        assert on_it or not count


def test_the_way_to_a_counter_is_told_from_where_the_board_hangs():
    assert turned(call("A1", "4"), {"4": "right"}).direction == "right"
    assert turned(call("A1", "5"), {"4": "right"}).direction == "left"
