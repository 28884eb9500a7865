"""Identified visitors: greeted once and by a masked name, sealed, and forgotten when they leave."""

import asyncio
from pathlib import Path

import pytest
from edgefakes import CARD, HALL_KEY, TestedHall, hall_on, in_virtual_time, restarted

from drivers.contract import PurchaseCard
from edge.content.masks import masked_name
from edge.domain.refusals import (
    BadNumberError,
    NoGreetingError,
    OutOfServiceError,
    StorageLowError,
    UnknownVisitError,
    VisitHasTicketError,
)
from edge.journal.keys import UnreadableError, unseal
from edge.journal.reserve import Room


async def identified(tested: TestedHall) -> str:
    return await tested.hall.identity.identify("reader-1", CARD)


def personal(tested: TestedHall, visit: str) -> dict:
    """Return what was sealed for `visit`. Raises `UnreadableError` when its key is gone."""
    (sealed,) = [
        each.sealed for each in tested.facts() if each.fact.subject == visit and each.sealed
    ]
    return unseal(tested.committer.keys.key(HALL_KEY, visit), visit, sealed)


@in_virtual_time
async def test_a_card_begins_a_visit_and_its_person_is_sealed(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await identified(tested)
    fact = tested.facts()[-1].fact
    assert fact.body() == {"reader": "reader-1", "document": "citizen", "age_band": "18_59"}
    assert personal(tested, visit)["number"] == CARD.number
    assert tested.hall.views.visits() == []


@in_virtual_time
async def test_no_file_of_the_hall_holds_a_name_or_a_number_in_the_clear(tmp_path: Path):
    tested = await hall_on(tmp_path)
    await tested.hall.tickets.issue("bill", visit=await identified(tested))
    await tested.hall.close()
    for path in tmp_path.iterdir():
        data = path.read_bytes()
        assert CARD.number.encode() not in data, path
        assert CARD.name.encode() not in data, path


@in_virtual_time
async def test_a_visitor_is_greeted_by_a_masked_name_until_the_greeting_is_over(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await identified(tested)
    greeting = tested.hall.identity.greeting(visit)
    assert greeting == {
        "visit": visit,
        "name": "张**",
        "echo": "",
        "document": "citizen",
        "age_band": "18_59",
    }
    tested.clock.pass_s(60)
    tested.hall.identity.greeting(visit)
    tested.clock.pass_s(1)
    with pytest.raises(NoGreetingError):
        tested.hall.identity.greeting(visit)


@in_virtual_time
async def test_with_a_ticket_or_after_a_restart_nobody_is_greeted(tmp_path: Path):
    tested = await hall_on(tmp_path)
    first, second = await identified(tested), await identified(tested)
    await tested.hall.tickets.issue("bill", visit=first)
    with pytest.raises(NoGreetingError):
        tested.hall.identity.greeting(first)
    tested = await restarted(tested)
    with pytest.raises(NoGreetingError):
        tested.hall.identity.greeting(second)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张*"), ("张三丰", "张**"), ("阿依古丽·买买提", "阿**"), (" 李 ", "李"), ("", "")],
)
def test_a_masked_name_keeps_one_character(name: str, masked: str):
    assert masked_name(name) == masked


@in_virtual_time
async def test_who_walks_away_leaves_nothing_readable(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await identified(tested)
    answer = await tested.hall.identity.abandon(visit)
    assert answer.body["visit"] == visit
    with pytest.raises(UnreadableError, match="deleted"):
        personal(tested, visit)
    with pytest.raises(UnknownVisitError):
        await tested.hall.identity.abandon(visit)
    with pytest.raises(UnknownVisitError):
        await tested.hall.tickets.issue("bill", visit=visit)


@in_virtual_time
async def test_who_has_a_ticket_cannot_be_abandoned_or_take_another(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await identified(tested)
    await tested.hall.tickets.issue("bill", visit=visit)
    with pytest.raises(VisitHasTicketError):
        await tested.hall.identity.abandon(visit)
    with pytest.raises(VisitHasTicketError):
        await tested.hall.tickets.issue("bill", visit=visit)


@in_virtual_time
async def test_who_left_without_a_word_is_forgotten_after_a_while(tmp_path: Path):
    tested = await hall_on(tmp_path)
    gone, with_ticket = await identified(tested), await identified(tested)
    await tested.hall.tickets.issue("bill", visit=with_ticket)
    tested.clock.pass_s(600)
    await tested.hall.tick()
    assert set(tested.committer.keys.visits()) == {gone, with_ticket}
    tested.clock.pass_s(1)
    before = tested.committer.commits
    await tested.hall.tick()
    assert tested.committer.keys.visits() == [with_ticket]
    assert tested.committer.commits == before + 1


@in_virtual_time
async def test_a_key_whose_visit_never_became_durable_is_deleted_at_the_next_start(tmp_path: Path):
    tested = await hall_on(tmp_path)
    tested.committer.keys.add([("V-9", bytes(40))])
    visit = await identified(tested)
    tested = await restarted(tested)
    assert tested.committer.keys.visits() == [visit]


@in_virtual_time
async def test_a_key_that_outlived_its_deletion_is_deleted_when_the_journal_is_back(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    visit = await identified(tested)
    wrapped = tested.committer.keys.key(HALL_KEY, visit)
    await tested.hall.identity.abandon(visit)
    tested.committer.keys.add([(visit, wrapped)])
    tested.committer.refuses = True
    with pytest.raises(OutOfServiceError):
        await identified(tested)
    tested.committer.refuses = False
    while not tested.hall.recorder.in_service:
        await asyncio.sleep(1)
    assert tested.committer.keys.visits() == []


@pytest.mark.parametrize("room", [Room.LOW, Room.FULL])
def test_without_room_nobody_new_is_taken_in_and_whoever_is_there_is_finished(
    tmp_path: Path, room: Room
):
    @in_virtual_time
    async def on_a_full_disk():
        tested = await hall_on(tmp_path)
        await tested.hall.counters.open("1", "1001")
        await tested.hall.tickets.issue("bill")
        visit = await identified(tested)
        tested.hall.admission.room = room
        with pytest.raises(StorageLowError):
            await tested.hall.tickets.issue("bill")
        with pytest.raises(StorageLowError):
            await identified(tested)
        await tested.hall.identity.abandon(visit)
        await tested.hall.counters.next("1", "1001")
        await tested.hall.counters.start("1", "1001")
        await tested.hall.counters.finish("1", "1001")
        tested.hall.admission.room = Room.OK
        await tested.hall.tickets.issue("bill")

    on_a_full_disk()


@in_virtual_time
async def test_a_number_that_was_typed_begins_a_visit_as_a_card_does(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await tested.hall.identity.identify_by_number("ticket-1", " 11010519491231002x ")
    fact = tested.facts()[-1].fact
    assert (fact.reader, fact.document, fact.age_band) == ("ticket-1", "typed_number", "70_plus")
    assert "11010519491231002" not in str(fact)
    assert tested.hall.identity.greeting(visit)["name"] == ""


@pytest.mark.parametrize(
    ("kind", "typed", "echo"),
    [("account", "3100123456", "31****3456"), ("phone", "13812345678", "138****5678")],
)
@in_virtual_time
async def test_an_account_or_a_phone_that_was_typed_begins_a_visit_and_stands_nowhere_in_the_clear(
    tmp_path: Path, kind: str, typed: str, echo: str
):
    tested = await hall_on(tmp_path)
    known: list[str] = []
    tested.hall.identity.when_known(lambda _visit, number: known.append(number))
    visit = await tested.hall.identity.identify_by_number("ticket-1", typed, kind)
    fact = tested.facts()[-1].fact
    assert (fact.document, fact.age_band) == (f"typed_{kind}", "")
    assert tested.hall.identity.greeting(visit)["echo"] == echo
    assert known == []  # neither is an identity number
    assert typed.encode() not in (tmp_path / "journal.db").read_bytes()


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        *[("account", wrong) for wrong in ("", "12345", "1" * 21, "31001X3456")],
        *[("phone", wrong) for wrong in ("", "1381234567", "138123456789", "01012345678")],
    ],
)
@in_virtual_time
async def test_what_can_be_no_account_and_no_mobile_number_begins_nothing(
    tmp_path: Path, kind: str, typed: str
):
    tested = await hall_on(tmp_path)
    with pytest.raises(BadNumberError):
        await tested.hall.identity.identify_by_number("ticket-1", typed, kind)
    assert "VisitIdentified" not in tested.kinds()


@pytest.mark.parametrize("typed", ["", "1", "110105194912310021", "11010520991231002X", "张三"])
@in_virtual_time
async def test_a_number_that_cannot_be_one_begins_nothing(tmp_path: Path, typed: str):
    tested = await hall_on(tmp_path)
    with pytest.raises(BadNumberError):
        await tested.hall.identity.identify_by_number("ticket-1", typed)
    assert "VisitIdentified" not in tested.kinds()


@in_virtual_time
async def test_a_code_and_a_purchase_card_begin_visits_and_stand_nowhere_in_the_clear(
    tmp_path: Path,
):
    tested = await hall_on(tmp_path)
    card = PurchaseCard("5101234567", "00123456", "purchase")
    await tested.hall.identity.identify_by_code("scanner-1", "https://example.test/bill/5101234567")
    await tested.hall.identity.identify_by_purchase_card("chip-1", card)
    begun = [each.fact for each in tested.facts() if each.fact.kind == "VisitIdentified"]
    assert [fact.document for fact in begun] == ["code", "purchase_card"]
    assert b"5101234567" not in (tmp_path / "journal.db").read_bytes()


@in_virtual_time
async def test_what_was_shown_is_told_as_long_as_its_person_is_greeted(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await identified(tested)
    tested.clock.pass_s(60)
    assert (await tested.hall.showing.of_visit(visit)).number == CARD.number
    tested.clock.pass_s(1)
    with pytest.raises(NoGreetingError):
        await tested.hall.showing.of_visit(visit)


@in_virtual_time
async def test_nothing_is_told_of_what_was_shown_once_there_is_a_ticket(tmp_path: Path):
    tested = await hall_on(tmp_path)
    visit = await identified(tested)
    await tested.hall.tickets.issue("bill", visit=visit)
    with pytest.raises(NoGreetingError):
        await tested.hall.showing.of_visit(visit)
