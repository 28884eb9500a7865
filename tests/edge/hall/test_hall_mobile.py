"""Visitors on their own page, in a whole hall: found by a hash, once each, until it is over."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from edgefakes import SETTINGS, TestedHall, hall_on, in_virtual_time, restarted

from edge.domain.booking import BadArgsError
from edge.domain.mobile import (
    DelayedEnoughError,
    Dimension,
    UnknownPageError,
    page_of,
    read_described,
    visit_in,
)
from edge.domain.refusals import AlreadyRatedError, NotWaitingError
from edge.hall.requests import Request
from edge.mobile.config import MobileConfig
from edge.settings.forms import read_form

ADDRESS = "https://hall.example/m"
SPEED = Dimension("speed", "速度", "Speed")
MOBILE = dataclasses.replace(SETTINGS, mobile=MobileConfig(ADDRESS, dimensions=(SPEED,)))


async def ticket(tested: TestedHall, service: str = "bill") -> tuple[str, str]:
    """Take a ticket; return the visit and its page."""
    answer = await tested.hall.tickets.issue(service)
    address, _, visit = answer.body["qr"].partition("#")
    return visit, page_of(address.removeprefix(f"{ADDRESS}/"))


async def served(tested: TestedHall) -> None:
    """Call whoever is next to counter 1, serve them, and let them go."""
    await tested.hall.counters.next("1", "1001")
    await tested.hall.counters.start("1", "1001")
    await tested.hall.counters.finish("1", "1001")


@in_virtual_time
async def test_the_code_on_a_ticket_is_an_address_that_the_hall_reads_too(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=MOBILE)
    body: dict[str, Any] = (await tested.hall.tickets.issue("bill", delivery="paper")).body
    assert body["qr"] == tested.paper.printed[0].qr
    assert body["qr"].startswith(f"{ADDRESS}/")
    assert visit_in(body["qr"]) == body["visit"] == tested.paper.printed[0].barcode


@in_virtual_time
async def test_facts_hold_the_hash_and_never_the_secret(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=MOBILE)
    qr = (await tested.hall.tickets.issue("bill")).body["qr"]
    secret = qr.removeprefix(f"{ADDRESS}/").partition("#")[0]
    journal = repr(tested.facts())
    assert page_of(secret) in journal
    assert secret not in journal


@in_virtual_time
async def test_a_hall_without_an_address_has_no_pages(tmp_path: Path):
    tested = await hall_on(tmp_path)
    body = (await tested.hall.tickets.issue("bill")).body
    assert body["qr"] == f"ATRIUM:H-01:{body['visit']}"
    assert tested.hall.recorder.committed.visits[body["visit"]].page == ""
    assert "HallDescribed" not in tested.kinds()
    with pytest.raises(UnknownPageError):
        tested.hall.mobile.seen("")


@in_virtual_time
async def test_a_page_is_found_by_its_hash_alone_until_the_day_is_over(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=MOBILE)
    first, second = [await ticket(tested) for _ in range(2)]
    assert tested.hall.recorder.committed.pages == {first[1]: first[0], second[1]: second[0]}
    assert tested.hall.mobile.seen(second[1])["ticket"] == "A002"
    for made_up in ("", first[0], first[1][:-1], page_of("A" * 32)):
        with pytest.raises(UnknownPageError):
            tested.hall.mobile.seen(made_up)
    again = await restarted(tested, MOBILE)
    assert again.hall.mobile.seen(first[1])["ticket"] == "A001"
    again.clock.pass_s(26 * 3600)
    await again.hall.tick()
    assert again.hall.recorder.committed.pages == {}


@in_virtual_time
async def test_the_hall_is_described_once_a_day_and_anew_when_it_has_changed(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=MOBILE)
    await tested.hall.tick()
    assert tested.kinds().count("HallDescribed") == 1
    words = read_described(tested.hall.recorder.committed.described)
    assert words.service("bill") == ("交电费", "Pay a bill", "A区", "Zone A")
    changed = dataclasses.replace(MOBILE, mobile=MobileConfig(ADDRESS, delays_max=0))
    tested = await restarted(tested, changed)
    assert tested.kinds().count("HallDescribed") == 2


@in_virtual_time
async def test_the_hall_says_which_of_its_forms_suit_a_telephone(tmp_path: Path):
    files = Path(__file__).parents[3] / "config" / "forms"
    forms = tuple(read_form(file) for file in sorted(files.glob("*.toml")))
    settings = dataclasses.replace(MOBILE, forms=forms)
    tested = await hall_on(tmp_path, settings=settings)
    said = read_described(tested.hall.recorder.committed.described).forms
    assert {each["id"] for each in said} == {"repair", "complaint", "consult"}


@in_virtual_time
async def test_a_page_shows_the_place_in_line(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=MOBILE)
    await ticket(tested)
    _, page = await ticket(tested)
    shown = tested.hall.mobile.seen(page)
    assert (shown["ticket"], shown["state"], shown["ahead"]) == ("A002", "waiting", 1)
    assert (shown["service_english"], shown["zone"]) == ("Pay a bill", "A区")


@in_virtual_time
async def test_ten_more_minutes_keep_the_place_and_let_others_go_first(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=MOBILE)
    visit, page = await ticket(tested)
    other, _ = await ticket(tested)
    await tested.hall.mobile.delay(page)
    shown = tested.hall.mobile.seen(page)
    assert shown["not_before"] == tested.clock.at_ms + 600_000
    assert (shown["delays_left"], shown["ahead"]) == (1, 0)
    await tested.hall.counters.open("1", "1001")
    assert (await tested.hall.counters.next("1", "1001")).body["visit"] == other
    await tested.hall.counters.start("1", "1001")
    await tested.hall.counters.finish("1", "1001")
    tested.clock.pass_s(601)
    assert (await tested.hall.counters.next("1", "1001")).body["visit"] == visit


@in_virtual_time
async def test_more_time_is_had_as_often_as_the_hall_allows(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=MOBILE)
    _, page = await ticket(tested)
    for _time in range(2):
        await tested.hall.mobile.delay(page)
    with pytest.raises(DelayedEnoughError):
        await tested.hall.mobile.delay(page)
    assert tested.hall.mobile.seen(page)["not_before"] == tested.clock.at_ms + 1_200_000


@in_virtual_time
async def test_a_double_tap_is_one_wish(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=MOBILE)
    _, page = await ticket(tested)
    tapped = Request("tap-1", "print")
    first = await tested.hall.mobile.delay(page, tapped)
    again = await tested.hall.mobile.delay(page, tapped)
    assert again.body == first.body
    assert tested.kinds().count("TicketReturned") == 1


@in_virtual_time
async def test_whoever_leaves_gives_the_ticket_up_once(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=MOBILE)
    _, page = await ticket(tested)
    await tested.hall.mobile.leave(page)
    await tested.hall.mobile.leave(page)
    assert tested.kinds().count("TicketCancelled") == 1
    assert tested.hall.mobile.seen(page)["state"] == "cancelled"
    with pytest.raises(NotWaitingError):
        await tested.hall.mobile.delay(page)


@in_virtual_time
async def test_a_visit_is_rated_with_what_the_hall_asks_for(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=MOBILE)
    _, page = await ticket(tested)
    await tested.hall.counters.open("1", "1001")
    await served(tested)
    with pytest.raises(BadArgsError):
        await tested.hall.mobile.rate(page, 4, ["manners=4"])
    await tested.hall.mobile.rate(page, 4, ["speed=3"])
    await tested.hall.mobile.rate(page, 4, ["speed=3"])
    (rated,) = [each.fact for each in tested.facts() if each.fact.kind == "VisitRated"]
    assert rated.body() == {"grade": 4, "source": "mobile", "counter": "", "grades": ["speed=3"]}
    with pytest.raises(AlreadyRatedError):
        await tested.hall.mobile.rate(page, 1)


@in_virtual_time
async def test_the_page_dies_with_the_visit(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=MOBILE)
    _, page = await ticket(tested)
    await tested.hall.counters.open("1", "1001")
    await served(tested)
    tested.clock.pass_s(29 * 60)
    assert tested.hall.mobile.seen(page)["may_rate"]
    tested.clock.pass_s(60)
    with pytest.raises(UnknownPageError):
        tested.hall.mobile.seen(page)
    with pytest.raises(UnknownPageError):
        await tested.hall.mobile.rate(page, 5)


@in_virtual_time
@pytest.mark.parametrize("guessed", ["", "0" * 64, "ab" * 32])
async def test_nobody_guesses_a_page(tmp_path: Path, guessed: str):
    tested = await hall_on(tmp_path, settings=MOBILE)
    await ticket(tested)
    with pytest.raises(UnknownPageError):
        await tested.hall.mobile.leave(guessed)
    assert "TicketCancelled" not in tested.kinds()


@in_virtual_time
async def test_a_page_is_the_same_after_a_restart(tmp_path: Path):
    tested = await hall_on(tmp_path, settings=MOBILE)
    visit, page = await ticket(tested)
    await tested.hall.mobile.delay(page)
    before = tested.hall.mobile.seen(page)
    tested = await restarted(tested, MOBILE)
    assert tested.hall.mobile.seen(page) == before
    assert tested.hall.tickets.qr(visit).startswith(ADDRESS)
