"""Notes and identities over the API's real socket: who is told what, and what nobody may keep."""

import hashlib
import json
import logging

import httpx
import pytest
from api_hall import PIN, ApiHall, served

from drivers.contract import AgeBand, IdentityCard
from edge.api import shapes
from edge.client import HallClient, HallError
from edge.journal.store import JournalReader

CARD = IdentityCard("citizen", AgeBand.SIXTIES, "张三丰", "11010519491231002X")
CLERK, OTHER, REVEALER, GUIDE, BOSS, AUDITOR = "1001", "1002", "1004", "2001", "3001", "4001"
WORDS = "户号在门牌上，请先核对"
WHY = shapes.Reveal(reason="find_account")


async def person_at(hall: ApiHall, clerk: HallClient, staff: str, counter: str = "1") -> str:
    """Have somebody who laid a card called to `counter`; return the visit."""
    visit = await hall.controller.hall.identity.identify("reader-1", CARD)
    await hall.controller.hall.tickets.issue("pay-bill", visit=visit)
    await clerk.sign_in(staff, PIN)
    await clerk.open_counter(counter)
    called = await clerk.call_next(counter)
    assert called is not None and called.visit == visit
    return visit


async def test_a_clerk_writes_a_note_and_colleagues_read_it(hall: ApiHall) -> None:
    async with (
        served(hall, "staff") as address,
        HallClient(address) as clerk,
        HallClient(address) as guide,
    ):
        visit = await person_at(hall, clerk, CLERK)
        assert (await clerk.write_note(visit, WORDS, key="k")).notes == 1
        assert (await clerk.write_note(visit, WORDS, key="k")).notes == 1
        await guide.sign_in(GUIDE, PIN)
        (note,) = await guide.notes(visit)
        assert (note.by, note.text) == (CLERK, WORDS)
        assert (await guide.visit(visit)).notes == 1


@pytest.mark.parametrize("text", ["", " ", "x" * 301, "a\nb", "a\x1b[2J", "a\u202eb", "a\x7f"])
async def test_a_note_is_short_and_plain_text(hall: ApiHall, text: str) -> None:
    token = await hall.sign_in(CLERK)
    async with hall.client("staff", token) as client:
        answer = await client.post("/v1/visits/V/notes", json={"text": text})
    assert answer.status_code == 422
    assert answer.json()["error"]["where"] == "body.text"


async def test_whoever_serves_sees_who_it_is_masked_and_the_next_one_the_note(
    hall: ApiHall,
) -> None:
    async with (
        served(hall, "staff") as address,
        HallClient(address) as clerk,
        HallClient(address) as other,
    ):
        visit = await person_at(hall, clerk, CLERK)
        seen = await clerk.visitor("1")
        assert seen is not None
        assert (seen.visit, seen.name, seen.document) == (visit, "张**", "citizen")
        await other.sign_in(OTHER, PIN)
        with pytest.raises(HallError) as refused:
            await other.visitor("1")
        assert refused.value.code == "counter_taken"
        await other.open_counter("2")
        assert await other.visitor("2") is None
        await clerk.transfer("1", shapes.Transfer(counter="2", note=WORDS), key="t")
        await other.call_next("2")
        seen = await other.visitor("2")
        assert seen is not None and [note.text for note in seen.notes] == [WORDS]


async def test_only_with_the_right_at_the_own_counter_and_on_record(
    hall: ApiHall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with (
        served(hall, "staff") as address,
        HallClient(address) as clerk,
        HallClient(address) as other,
    ):
        visit = await person_at(hall, clerk, REVEALER)
        known = await clerk.reveal(visit, WHY)
        assert (known.name, known.number) == (CARD.name, CARD.number)
        assert CARD.name not in repr(known) and CARD.number not in repr(known)
        for staff, code in ((CLERK, "not_allowed"), (AUDITOR, "not_allowed")):
            await other.sign_in(staff, PIN)
            with pytest.raises(HallError) as refused:
                await other.reveal(visit, WHY)
            assert refused.value.code == code
        await other.sign_in(BOSS, PIN)
        assert (await other.reveal(visit, WHY)).number == CARD.number
        await clerk.no_show("1")
        with pytest.raises(HallError) as refused:
            await clerk.reveal(visit, WHY)
        assert refused.value.code == "not_at_your_counter"
    assert f"refused to {CLERK}: needs the right reveal" in caplog.text
    assert CARD.number not in caplog.text and CARD.name not in caplog.text


async def test_nothing_on_the_way_may_keep_what_is_personal(hall: ApiHall) -> None:
    async with served(hall, "staff") as address, HallClient(address) as clerk:
        visit = await person_at(hall, clerk, REVEALER)
        token, transport = clerk.token, httpx.AsyncHTTPTransport(uds=address)
        signed_in = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://hall", headers=signed_in
        ) as client:
            for answer in (
                await client.get(f"/v1/visits/{visit}/notes"),
                await client.get("/v1/counters/1/visitor"),
                await client.post(f"/v1/visits/{visit}/reveal", json=WHY.model_dump()),
            ):
                assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


async def test_what_is_kept_of_a_request_lets_nobody_try_out_its_words(hall: ApiHall) -> None:
    """A note's words are few: a plain hash of them in the journal would tell them for good."""
    async with served(hall, "staff") as address, HallClient(address) as clerk:
        visit = await person_at(hall, clerk, CLERK)
        await clerk.write_note(visit, WORDS, key="k")
    said = json.dumps({"text": WORDS}, ensure_ascii=False, separators=(",", ":")).encode()
    asked = f"POST /v1/visits/{visit}/notes\n".encode() + said
    with_reader = JournalReader(hall.state.journal)
    rows = [row for row, _hash in with_reader.rows(0)]
    with_reader.close()
    (kept,) = [row for row in rows if row.kind == "RequestAnswered" and row.subject == "k"]
    assert hashlib.sha256(asked).hexdigest() not in kept.body
    assert WORDS not in "".join(row.body for row in rows)


async def test_a_clerk_sees_who_comes_to_help_and_nobody_elses_calls(hall: ApiHall) -> None:
    async with (
        served(hall, "staff") as address,
        HallClient(address) as clerk,
        HallClient(address) as other,
        HallClient(address) as guide,
    ):
        for client, staff in ((clerk, CLERK), (other, OTHER), (guide, GUIDE)):
            await client.sign_in(staff, PIN)
        await clerk.call_help(shapes.HelpCall(place="1"), key="h")
        await guide.accept_help("1")
        (mine,) = await clerk.help_calls()
        assert (mine.place, mine.accepted_by, mine.accepted_by_name) == ("1", GUIDE, "周婷")
        assert await other.help_calls() == []
        assert len(await guide.help_calls()) == 1
        await other.open_counter("1")  # whoever sits there sees what was called from there
        assert [call.place for call in await other.help_calls()] == ["1"]
