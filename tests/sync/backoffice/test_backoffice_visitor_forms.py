"""Forms handed in from a telephone at headquarters: checked, numbered once, sealed, followed."""

import dataclasses
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from visitorsoffice import DESCRIBED, MINUTE_MS, VisitorsOffice

from edge.domain.applications import read_number
from sync.backoffice.applications import ApplicationDesk
from sync.backoffice.signing import Signer
from sync.backoffice.visitor_forms import COUNT_FIRST, OF_A_VISIT_MAX

ENGLISH = {"accept-language": "en"}
ASKED = {"f-about": "billing", "f-question": "Why\r\nso much?", "f-wanted": "number"}
NUMBER = re.compile(r"[0-9]{6}-[0-9]{6}-[0-9]")


@dataclass
class Phone:
    """A visitor's telephone, and the headquarters it looks at."""

    office: VisitorsOffice
    client: httpx.AsyncClient
    folder: Path

    async def look(self, page: str) -> str:
        return (await self.client.get(page, headers=ENGLISH)).text

    async def send(
        self, page: str, form: str = "consult", key: str = "tap-1", **said: str
    ) -> httpx.Response:
        filled = {"key": key, **{name.replace("_", "-"): text for name, text in said.items()}}
        way = f"{page}/forms/{form}"
        return await self.client.post(way, data=filled, headers=ENGLISH)

    async def ask(self, page: str, key: str = "tap-1", **changes: str) -> httpx.Response:
        return await self.send(page, key=key, **{**ASKED, **changes})

    def numbers(self) -> list[str]:
        rows = self.office.forms._connection.execute("SELECT number FROM applications")
        return [number for (number,) in rows]

    def desk(self) -> ApplicationDesk:
        return ApplicationDesk(self.folder / "hq.db", Signer(bytes(range(32)), bytes))


@pytest.fixture
async def phone(tmp_path: Path) -> AsyncIterator[Phone]:
    office = VisitorsOffice(tmp_path)
    async with office.open() as address, httpx.AsyncClient(base_url=address) as client:
        yield Phone(office, client, tmp_path)
    office.close()


# --- filling in ---


async def test_the_page_leads_to_the_forms_of_its_hall(phone: Phone):
    page = phone.office.ticket("V1")
    shown = await phone.look(page)
    for form, name in (
        ("repair", "Report a fault"),
        ("complaint", "Complaint"),
        ("consult", "Ask"),
    ):
        assert f"{page}/forms/{form}?lang=en" in shown and name in shown
        assert name in await phone.look(f"{page}/forms/{form}")


async def test_a_question_is_handed_in_and_followed_by_its_number(phone: Phone):
    page = phone.office.ticket("V1")
    answer = await phone.ask(page)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}#handed")
    (number,) = phone.numbers()
    assert read_number(number) == number
    assert int(number.split("-")[1]) == COUNT_FIRST
    shown = await phone.look(page)
    assert number in shown and "Ask a question" in shown and "nothing decided yet" in shown
    assert number not in await phone.look(phone.office.ticket("V2", 2))


async def test_the_stage_is_shown_and_the_hall_is_asked_for_nothing(phone: Phone):
    page = phone.office.ticket("V1")
    await phone.ask(page)
    desk = phone.desk()
    line = desk.stage("H-01", phone.numbers()[0], "answered", phone.office.now())
    desk.close()
    assert (line.own, line.kept, line.step) == (True, False, "answered")
    assert "Answered" in await phone.look(page)
    assert phone.office.commands() == []


async def test_what_was_written_is_sealed_and_read_with_the_secret_alone(phone: Phone):
    await phone.ask(phone.office.ticket("V1"))
    desk = phone.desk()
    opened = desk.read("H-01", phone.numbers()[0])
    desk.close()
    answers = {"about": "billing", "question": "Why\nso much?", "wanted": "number"}
    assert (opened.line.form, opened.answers) == ("consult", answers)
    for name in ("hq.db", "hq.db-wal"):
        assert b"so much" not in (phone.folder / name).read_bytes()


async def test_the_same_post_twice_is_one_number(phone: Phone):
    page = phone.office.ticket("V1")
    for changes in ({}, {}, {"f-question": "Something else?"}):
        assert (await phone.ask(page, **changes)).status_code == 303
    assert len(phone.numbers()) == 1
    await phone.ask(page, key="tap-2")
    assert len(set(phone.numbers())) == 2


# --- mistakes ---


async def test_mistakes_stand_at_their_fields_and_nothing_typed_is_lost(phone: Phone):
    page = phone.office.ticket("V1")
    said = {"f-address": "1 River Road <b>", "f-phone": "12", "f-since": "x" * 41}
    answer = await phone.send(page, "repair", **said)
    assert answer.status_code == 422
    for field, words in (
        ("what", "Please fill this in"),
        ("phone", "That is no phone number"),
        ("since", "Too long: at most 40"),
    ):
        assert re.search(rf'id="wrong-{field}">{words}', answer.text)
    assert "To be corrected: 3" in answer.text
    assert "1 River Road &lt;b&gt;" in answer.text and "<b>" not in answer.text
    assert 'name="key" value="tap-1"' in answer.text
    assert phone.numbers() == []


async def test_what_falls_away_is_neither_missed_nor_kept(phone: Phone):
    page = phone.office.ticket("V1")
    answer = await phone.ask(page, **{"f-wanted": "number", "f-phone": "nonsense", "f-name": "Li"})
    assert answer.status_code == 303
    desk = phone.desk()
    assert set(desk.read("H-01", phone.numbers()[0]).answers) == {"about", "question", "wanted"}
    desk.close()
    answer = await phone.ask(page, "tap-2", **{"f-wanted": "phone"})
    assert re.findall(r'id="wrong-([a-z]+)"', answer.text) == ["name", "phone"]


@pytest.mark.parametrize("key", ["", "../..", "k" * 65])
async def test_what_no_page_of_ours_sends_is_not_taken(phone: Phone, key: str):
    assert (await phone.ask(phone.office.ticket("V1"), key=key)).status_code == 409
    assert phone.numbers() == []


async def test_more_than_any_form_holds_is_refused(phone: Phone):
    page = phone.office.ticket("V1")
    assert (await phone.ask(page, **{"f-question": "长" * 8000})).status_code == 413
    assert (await phone.ask(page, **{"f-question": "长" * 501})).status_code == 422
    assert (await phone.ask(page, **{"f-question": "长" * 500})).status_code == 303


async def test_a_visit_hands_in_only_so_many(phone: Phone):
    page = phone.office.ticket("V1")
    answers = [await phone.ask(page, f"tap-{number}") for number in range(OF_A_VISIT_MAX + 1)]
    assert [answer.status_code for answer in answers] == [303] * OF_A_VISIT_MAX + [409]
    assert "you have sent a lot" in answers[-1].text and "so much?" in answers[-1].text
    assert (await phone.ask(page, "tap-0")).status_code == 303
    assert len(phone.numbers()) == OF_A_VISIT_MAX


async def test_forms_are_sent_no_oftener_than_wishes(phone: Phone):
    page = phone.office.ticket("V1")
    answers = [await phone.send(page, "repair") for _ in range(25)]
    assert (answers[0].status_code, answers[-1].status_code) == (422, 429)


# --- who may not ---


async def test_the_forms_die_with_the_page(phone: Phone):
    page = phone.office.ticket("V1")
    phone.office.serve("V1")
    assert (await phone.ask(page)).status_code == 303
    phone.office.later_ms = 31 * MINUTE_MS
    assert (await phone.ask(page, "tap-2")).status_code == 404
    assert (await phone.client.get(f"{page}/forms/consult")).status_code == 404
    assert len(phone.numbers()) == 1


@pytest.mark.parametrize("form", ["name-change", "nothing", "%00", "..%2F..%2Fetc"])
async def test_a_form_that_is_not_for_telephones_is_not_there(phone: Phone, form: str):
    page = phone.office.ticket("V1")
    assert (await phone.client.get(f"{page}/forms/{form}")).status_code == 404
    assert (await phone.send(page, form)).status_code == 404


@pytest.mark.parametrize(
    "table",
    [
        {"id": "consult"},
        {"id": "consult", "name": 5, "name_english": "", "parts": [], "signed": False},
        {"id": "new", "name": "", "name_english": "", "parts": [], "signed": False, "colour": 1},
        dict(DESCRIBED.forms[0]) | {"signed": True},
        dict(DESCRIBED.forms[0]) | {"parts": []},
    ],
)
async def test_a_form_that_cannot_be_used_is_left_out_and_the_others_are_there(
    phone: Phone, table: dict[str, Any]
):
    changed = dataclasses.replace(DESCRIBED, forms=(table, DESCRIBED.forms[1]))
    phone.office.tell("HallDescribed", "H-01", text=changed.text())
    shown = await phone.look(phone.office.ticket("V1"))
    assert re.findall(r"/forms/([a-z-]+)\?", shown) == ["complaint"]


async def test_a_hall_that_speaks_of_no_forms_has_none(phone: Phone):
    said = {name: each for name, each in json.loads(DESCRIBED.text()).items() if name != "forms"}
    phone.office.tell("HallDescribed", "H-01", text=json.dumps(said))
    shown = await phone.look(phone.office.ticket("V1"))
    assert "Pay a bill" in shown and "/forms/" not in shown
