"""Messages between staff: read by those they are for, sealed, and gone when the day ends."""

from pathlib import Path
from typing import Any

import pytest
from edgefakes import TestedHall, in_virtual_time
from supervised import BOSS, CLERK, GUIDE, OTHER, power_cut, supervised

from edge.hall.requests import Request
from edge.hall.supervision.refusals import UnknownMessageError, UnknownRecipientError

WORDS = "请张师傅到二号窗口"


async def sent(tested: TestedHall, *to: str, by: str = BOSS, key: str = "") -> str:
    request = Request(key, "send") if key else None
    answer = await tested.hall.supervision.messages.send(WORDS, to, by, request)
    return str(answer.body["message"])


async def seen_by(tested: TestedHall, staff: str) -> list[dict[str, Any]]:
    return await tested.hall.supervision.messages.of(staff)


async def words_for(tested: TestedHall, staff: str) -> list[str | None]:
    return [each["text"] for each in await seen_by(tested, staff)]


@in_virtual_time
async def test_a_message_reaches_those_it_is_for_and_whoever_wrote_it(tmp_path: Path):
    tested = await supervised(tmp_path)
    await sent(tested, CLERK)
    for staff, words in ((CLERK, [WORDS]), (BOSS, [WORDS]), (OTHER, []), (GUIDE, [])):
        assert await words_for(tested, staff) == words, staff


@in_virtual_time
async def test_a_message_to_a_counter_is_for_whoever_sits_there(tmp_path: Path):
    tested = await supervised(tmp_path)
    await tested.hall.counters.open("1", CLERK)
    await sent(tested, "1")
    assert await words_for(tested, CLERK) == [WORDS]
    assert await words_for(tested, OTHER) == []


@in_virtual_time
async def test_a_message_to_nobody_named_is_for_all(tmp_path: Path):
    tested = await supervised(tmp_path)
    await sent(tested)
    for staff in (CLERK, OTHER, GUIDE):
        assert await words_for(tested, staff) == [WORDS]


@in_virtual_time
async def test_nobody_writes_to_somebody_there_is_not(tmp_path: Path):
    tested = await supervised(tmp_path)
    with pytest.raises(UnknownRecipientError, match="'12'"):
        await sent(tested, CLERK, "12")
    assert "MessageSent" not in tested.kinds()


@in_virtual_time
async def test_a_receipt_says_who_has_read_it_once(tmp_path: Path):
    tested = await supervised(tmp_path)
    message = await sent(tested, CLERK)
    for _time in range(2):
        answer = await tested.hall.supervision.messages.read(message, CLERK)
    assert answer.body["read_by"] == [CLERK]
    assert tested.kinds().count("MessageRead") == 1
    (of_boss,) = await seen_by(tested, BOSS)
    assert of_boss["read_by"] == [CLERK]


@in_virtual_time
async def test_nobody_confirms_what_was_not_for_them(tmp_path: Path):
    tested = await supervised(tmp_path)
    message = await sent(tested, CLERK)
    for staff, name in ((OTHER, message), (CLERK, "M-0")):
        with pytest.raises(UnknownMessageError):
            await tested.hall.supervision.messages.read(name, staff)


@in_virtual_time
async def test_the_words_stand_in_no_fact_no_answer_and_no_file(tmp_path: Path):
    tested = await supervised(tmp_path)
    message = await sent(tested, CLERK, key="key")
    await tested.hall.supervision.messages.read(message, CLERK)
    assert not any(WORDS in str(recorded.fact.body()) for recorded in tested.facts())
    assert any(recorded.sealed for recorded in tested.facts())
    await tested.hall.close()
    for path in tmp_path.iterdir():
        assert WORDS.encode() not in path.read_bytes(), path


@in_virtual_time
async def test_after_a_power_cut_todays_messages_can_still_be_read(tmp_path: Path):
    tested = await supervised(tmp_path)
    message = await sent(tested, CLERK, key="key")
    again = await power_cut(tested)
    assert await words_for(again, CLERK) == [WORDS]
    assert await sent(again, CLERK, key="key") == message
    assert again.kinds().count("MessageSent") == 1


@in_virtual_time
async def test_when_the_day_ends_nobody_can_ever_read_them_again(tmp_path: Path):
    tested = await supervised(tmp_path)
    message = await sent(tested, CLERK)
    assert await words_for(tested, CLERK) == [WORDS]
    tested.clock.set_local("2026-03-03T04:30")
    await tested.hall.tick()
    assert await words_for(tested, CLERK) == []
    assert tested.committer.keys.wrapped(message) is None


@in_virtual_time
async def test_a_message_whose_key_is_gone_is_shown_without_its_words(tmp_path: Path):
    tested = await supervised(tmp_path)
    message = await sent(tested, CLERK)
    tested.committer.keys.drop([message])
    assert await words_for(tested, CLERK) == [None]
