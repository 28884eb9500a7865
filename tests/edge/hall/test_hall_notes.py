"""Notes about a visit: sealed under its one key, read by staff, handed on, gone with the day."""

import asyncio
from pathlib import Path

import pytest
from edgefakes import CARD, TestedHall, in_virtual_time
from supervised import CLERK, OTHER, power_cut, supervised

from edge.domain.refusals import (
    AnotherVisitError,
    KeyReusedError,
    OutOfServiceError,
    UnknownVisitError,
)
from edge.hall.handing import Destination
from edge.hall.requests import Request

WORDS = "户号在门牌上，请先核对"


async def served(tested: TestedHall, *, identified: bool = False) -> str:
    """Have somebody served at counter 1; return the visit."""
    visit = await tested.hall.identity.identify("reader-1", CARD) if identified else None
    taken = await tested.hall.tickets.issue("bill", visit=visit)
    await tested.hall.counters.open("1", CLERK)
    await tested.hall.counters.next("1", CLERK)
    await tested.hall.counters.start("1", CLERK)
    return str(taken.body["visit"])


async def words_of(tested: TestedHall, visit: str) -> list[str | None]:
    return [each["text"] for each in await tested.hall.notes.of(visit)]


def keys_of(tested: TestedHall) -> list[str]:
    return tested.committer.keys.visits()


@in_virtual_time
async def test_what_was_written_is_read_again_with_who_and_when(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await served(tested)
    tested.clock.pass_s(5)
    written = await tested.hall.notes.write(visit, WORDS, CLERK)
    assert (written.status, written.body["notes"]) == (201, 1)
    note = {"at": tested.clock.at_ms, "by": CLERK, "by_name": "陈静", "text": WORDS}
    assert await tested.hall.notes.of(visit) == [note]


@pytest.mark.parametrize("identified", [False, True])
def test_a_visit_has_one_key_however_much_is_written(tmp_path: Path, identified: bool):
    @in_virtual_time
    async def written():
        tested = await supervised(tmp_path)
        visit = await served(tested, identified=identified)
        for words in ("一", "二", "三"):
            await tested.hall.notes.write(visit, words, CLERK)
        assert keys_of(tested) == [visit]
        assert await words_of(tested, visit) == ["一", "二", "三"]

    written()


@in_virtual_time
async def test_two_who_write_the_first_note_at_once_make_one_key(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await served(tested)
    write = tested.hall.notes.write
    await asyncio.gather(write(visit, "一", CLERK), write(visit, "二", OTHER))
    assert keys_of(tested) == [visit]
    assert await words_of(tested, visit) == ["一", "二"]


@in_virtual_time
async def test_a_note_sent_twice_under_one_key_is_written_once(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await served(tested)
    request = Request("key-1", "note")
    first = await tested.hall.notes.write(visit, WORDS, CLERK, request)
    assert await tested.hall.notes.write(visit, WORDS, CLERK, request) == first
    assert await words_of(tested, visit) == [WORDS]
    with pytest.raises(KeyReusedError):
        await tested.hall.notes.write(visit, "else", CLERK, Request("key-1", "other"))


@in_virtual_time
async def test_no_file_of_the_hall_holds_the_words(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await served(tested)
    await tested.hall.notes.write(visit, WORDS, CLERK, Request("key-1", "note"))
    await tested.hall.handing.transfer("1", CLERK, Destination("supply"), note=WORDS)
    for file in tmp_path.iterdir():
        if file.is_file():
            assert WORDS.encode() not in file.read_bytes(), file.name
    assert all(WORDS not in str(each.fact) for each in tested.facts())


@in_virtual_time
async def test_notes_outlive_a_power_cut_and_go_with_the_day(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await served(tested)
    await tested.hall.notes.write(visit, WORDS, CLERK)
    await tested.hall.counters.finish("1", CLERK)
    tested = await power_cut(tested)
    assert await words_of(tested, visit) == [WORDS]
    tested.clock.set_local("2026-03-03T04:30")
    await tested.hall.tick()
    assert keys_of(tested) == []
    with pytest.raises(UnknownVisitError):
        await tested.hall.notes.of(visit)


@in_virtual_time
async def test_a_note_whose_key_is_gone_is_listed_without_its_words(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await served(tested)
    await tested.hall.notes.write(visit, WORDS, CLERK)
    tested.committer.keys.drop([visit])
    assert await words_of(tested, visit) == [None]


@in_virtual_time
async def test_nothing_is_written_about_a_visit_there_is_not(tmp_path: Path):
    tested = await supervised(tmp_path)
    with pytest.raises(UnknownVisitError):
        await tested.hall.notes.write("NOBODY", WORDS, CLERK)
    assert keys_of(tested) == []
    assert "VisitNoted" not in tested.kinds()


# --- handed on ---


@in_virtual_time
async def test_a_transfers_note_is_there_for_whoever_serves_next(tmp_path: Path):
    tested = await supervised(tmp_path)
    await served(tested)
    await tested.hall.counters.open("2", OTHER)
    await tested.hall.handing.transfer("1", CLERK, Destination(counter="2"), note=WORDS)
    assert tested.kinds()[-3:] == ["VisitNoted", "TicketTransferred", "LegOpened"]
    await tested.hall.counters.next("2", OTHER)
    seen = await tested.hall.persons.at("2", OTHER)
    assert seen is not None
    assert [(each["by"], each["text"]) for each in seen["notes"]] == [(CLERK, WORDS)]


@in_virtual_time
async def test_a_transfer_with_a_note_sent_twice_happens_once(tmp_path: Path):
    tested = await supervised(tmp_path)
    visit = await served(tested)
    request = Request("key-1", "transfer")
    asked = "1", CLERK, Destination("supply"), request, visit, WORDS
    first = await tested.hall.handing.transfer(*asked)
    assert await tested.hall.handing.transfer(*asked) == first
    assert await words_of(tested, visit) == [WORDS]


@in_virtual_time
async def test_a_transfer_that_is_refused_leaves_neither_note_nor_key(tmp_path: Path):
    tested = await supervised(tmp_path)
    await served(tested)
    with pytest.raises(AnotherVisitError):
        await tested.hall.handing.transfer(
            "1", CLERK, Destination("supply"), meant="SOMEBODY", note=WORDS
        )
    assert keys_of(tested) == []
    assert "VisitNoted" not in tested.kinds()


@in_virtual_time
async def test_after_a_commit_whose_end_was_not_heard_every_durable_note_can_be_read(
    tmp_path: Path,
):
    tested = await supervised(tmp_path)
    visit = await served(tested)
    tested.committer.forgets_to_say = True
    with pytest.raises(OutOfServiceError):
        await tested.hall.notes.write(visit, "一", CLERK)
    while not tested.hall.recorder.in_service:
        await asyncio.sleep(0.1)
    await tested.hall.notes.write(visit, "二", CLERK)
    assert await words_of(tested, visit) == ["一", "二"]
