"""Forms handed in from a telephone at headquarters: checked, numbered once, sealed, followed."""

import asyncio
import contextlib
import dataclasses
import datetime as dt
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from syncfakes import at_once
from visitorsoffice import DESCRIBED, MINUTE_MS, VisitorsOffice

from edge.domain.applications import application_number, read_number
from edge.domain.numbered import HEADQUARTERS_COUNTS, NUMBER, read_numbered
from edge.domain.stages import STAGE
from sync.backoffice import schema
from sync.backoffice.applications import ApplicationDesk, NotAnApplicationError
from sync.backoffice.pruning import prune_all
from sync.backoffice.signing import Signer
from sync.backoffice.sqlite_store import SqliteStore
from sync.backoffice.store import StoreError
from sync.backoffice.visitor_forms import LETTERS_KEPT_DAYS, OF_A_VISIT_MAX

ENGLISH = {"accept-language": "en"}
ASKED = {"f-about": "billing", "f-question": "Why\r\nso much?", "f-wanted": "number"}


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

    def asked_for(self) -> list[str]:
        """Return the kinds of all commands that the hall has not answered, in their order."""
        rows = self.office.forms._connection.execute(
            "SELECT kind FROM commands WHERE result = '' ORDER BY number"
        )
        return [kind for (kind,) in rows]

    def know(self) -> None:
        """Have the hall take the number it was told, and say so."""
        (command,) = self.office.commands()
        told = read_numbered(command.args)
        said = {"form": told.form, "number": told.number, "until": 2**45}
        self.office.tell("ApplicationNumbered", told.application, **said)
        self.office.end(command)

    def desk(self) -> ApplicationDesk:
        drawn = count(1_000_000)
        signer = Signer(bytes(range(32)), lambda size: next(drawn).to_bytes(size, "big"))
        return ApplicationDesk(self.folder / "hq.db", signer)


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
    assert int(number.split("-")[1]) == HEADQUARTERS_COUNTS.start
    shown = await phone.look(page)
    assert number in shown and "Ask a question" in shown and "nothing decided yet" in shown
    assert number not in await phone.look(phone.office.ticket("V2", 2))


async def test_the_hall_is_told_the_number_and_nothing_that_was_written(phone: Phone):
    await phone.ask(phone.office.ticket("V1"))
    (command,) = phone.office.commands()
    assert (command.kind, command.effect, command.sealed) == (NUMBER, "idempotent", "")
    told = read_numbered(command.args)
    assert (told.form, told.number) == ("consult", phone.numbers()[0])
    assert "so much" not in command.args and "V1" not in command.args
    assert phone.office.asked == 1


async def test_the_stage_is_shown_and_told_after_the_number(phone: Phone):
    page = phone.office.ticket("V1")
    await phone.ask(page)
    desk = phone.desk()
    line = desk.stage("H-01", phone.numbers()[0], "answered", phone.office.now())
    desk.close()
    assert (line.own, line.kept, line.step) == (True, False, "answered")
    assert "Answered" in await phone.look(page)
    # One about an application at a time: the stage after the number.
    assert phone.asked_for() == [NUMBER, STAGE]
    (command,) = phone.office.commands()
    assert command.kind == NUMBER


async def test_a_hall_that_did_not_take_the_number_is_told_no_stage(phone: Phone):
    await phone.ask(phone.office.ticket("V1"))
    phone.office.end(phone.office.commands()[0], "unknown")
    desk = phone.desk()
    desk.stage("H-01", phone.numbers()[0], "answered", phone.office.now())
    desk.close()
    assert phone.asked_for() == []


async def test_a_hall_that_has_taken_the_number_is_told_every_stage(phone: Phone):
    await phone.ask(phone.office.ticket("V1"))
    phone.know()
    desk = phone.desk()
    for step in ("accepted", "answered"):
        line = desk.stage("H-01", phone.numbers()[0], step, phone.office.now())
    desk.close()
    assert (line.own, line.kept) == (True, True)
    assert phone.asked_for() == [STAGE, STAGE]


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


# --- numbers ---


def opened(phone: Phone, day: str) -> None:
    phone.office.tell("DayOpened", "hall", day=day, carried={}, chain="", chain_at=0)


async def test_the_day_in_a_number_is_the_halls(phone: Phone):
    opened(phone, "2026-12-31")
    await phone.ask(phone.office.ticket("V1"))
    opened(phone, "2027-01-01")
    await phone.ask(phone.office.ticket("V2", 2))
    first = HEADQUARTERS_COUNTS.start
    assert set(phone.numbers()) == {
        application_number(dt.date(2026, 12, 31), first),
        application_number(dt.date(2027, 1, 1), first),
    }


@pytest.mark.parametrize("day", ["", "yesterday", "2026-02-30"])
async def test_a_hall_that_never_said_what_day_it_is_has_numbers(phone: Phone, day: str):
    opened(phone, day)
    assert (await phone.ask(phone.office.ticket("V1"))).status_code == 303
    assert len(phone.numbers()) == 1


async def test_a_number_is_never_given_twice_whatever_is_deleted(phone: Phone):
    page = phone.office.ticket("V1")
    await phone.ask(page, "tap-1")
    given = phone.numbers()
    for table in ("own_applications", "applications"):
        phone.office.forms._connection.execute(f"DELETE FROM {table}")
    await phone.ask(page, "tap-2")
    assert phone.numbers() and not set(phone.numbers()) & set(given)


async def test_a_restored_headquarters_counts_on_behind_what_the_hall_has_told(phone: Phone):
    page = phone.office.ticket("V1")
    await phone.ask(page, "tap-1")
    phone.know()
    given = phone.numbers()
    connection = phone.office.forms._connection
    connection.execute("DELETE FROM own_applications")
    connection.execute("DELETE FROM given_numbers")
    await phone.ask(page, "tap-2")
    assert len(set(phone.numbers()) - set(given)) == 1


async def test_when_a_days_numbers_are_all_given_that_is_said(phone: Phone):
    opened(phone, "2026-11-22")
    last = HEADQUARTERS_COUNTS[-1]
    row = "H-01", "2026-11-22", last - 1
    phone.office.forms._connection.execute("INSERT INTO given_numbers VALUES (?, ?, ?)", row)
    page = phone.office.ticket("V1")
    assert (await phone.ask(page, "tap-1")).status_code == 303
    answer = await phone.ask(page, "tap-2")
    assert answer.status_code == 409 and "information desk" in answer.text
    assert phone.numbers() == [application_number(dt.date(2026, 11, 22), last)]


# --- kept for a time ---


async def test_a_letter_is_deleted_in_its_time_and_the_number_can_still_be_followed(phone: Phone):
    page = phone.office.ticket("V1")
    await phone.ask(page)
    handed_at, kept_ms = phone.office.now(), LETTERS_KEPT_DAYS * 24 * 60 * MINUTE_MS
    phone.office.forms.prune(handed_at + kept_ms)
    desk = phone.desk()
    assert desk.read("H-01", phone.numbers()[0]).answers["about"] == "billing"
    phone.office.forms.prune(handed_at + kept_ms + 1)
    with pytest.raises(NotAnApplicationError, match="kept no more"):
        desk.read("H-01", phone.numbers()[0])
    desk.close()
    assert phone.numbers()[0] in await phone.look(page)


async def test_pruning_goes_on_whatever_the_disk_says(phone: Phone, caplog):
    asked: list[int] = []
    again = asyncio.Event()

    class Failing:
        def prune(self, now: int) -> None:
            asked.append(now)
            if len(asked) == 3:
                again.set()
            raise StoreError("the disk is full")

    pruning = asyncio.create_task(prune_all([Failing()], at_once, lambda: 7, every_s=0))
    await again.wait()
    pruning.cancel()
    assert asked[:3] == [7, 7, 7] and "the disk is full" in caplog.text


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


# --- a database of before ---


def test_what_was_handed_in_before_numbers_were_counted_is_still_there(tmp_path: Path):
    path = tmp_path / "hq.db"
    steps = "facts_cursors_visits commands_quotas_bookings documents applications visitors_pages"
    with contextlib.closing(sqlite3.connect(path)) as old:
        for statements in (
            schema._FIRST,
            schema._SECOND,
            schema._THIRD,
            schema._FOURTH,
            schema._FIFTH,
            schema._SIXTH,
            "CREATE TABLE _sqlite_migrations (id INTEGER PRIMARY KEY, migration_set TEXT,"
            " name TEXT, applied_at TEXT);"
            "INSERT INTO own_applications VALUES ('A', 'H-01', 'V1', '261122-900001-1', x'01');"
            "PRAGMA user_version = 6",
        ):
            old.executescript(statements)
        for name in (*steps.split(), "handed_in_from_pages"):
            said = "INSERT INTO _sqlite_migrations VALUES (NULL, 'backoffice', ?, '')"
            old.execute(said, (name,))
        old.commit()
    for _again in range(2):
        SqliteStore(path).close()
    with contextlib.closing(sqlite3.connect(path)) as now:
        rows = now.execute("SELECT number, letter FROM own_applications").fetchall()
        assert rows == [("261122-900001-1", b"\x01")]
        assert now.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
