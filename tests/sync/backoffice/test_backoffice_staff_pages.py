"""What headquarters' staff reads of visitors: applications without what they say, and words."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from visitorsoffice import VisitorsOffice

from sync.backoffice.heard import words
from sync.backoffice.reader import Reader

NUMBER = "261122-0001-3"
HANDED = {"form": "repair", "documents": [], "signed": False, "until": 2**45, "number": NUMBER}


@dataclass
class Staff:
    """Somebody at headquarters, and what they look at."""

    office: VisitorsOffice
    client: httpx.AsyncClient

    async def look(self, page: str) -> str:
        return (await self.client.get(page)).text

    async def write(self, visit: str, said: str) -> None:
        """Have a visitor rate a visit with words."""
        self.office.serve(visit)
        self.office.wishes.keep_words("H-01", visit, said, self.office.now())


@pytest.fixture
async def staff(tmp_path: Path) -> AsyncIterator[Staff]:
    office = VisitorsOffice(tmp_path)
    async with office.open() as address, httpx.AsyncClient(base_url=address) as client:
        yield Staff(office, client)
    office.close()


async def test_applications_are_listed_from_halls_and_telephones(staff: Staff):
    page = staff.office.ticket("V1")
    staff.office.tell("ApplicationHandedIn", "P1", **HANDED)
    asked = {"f-about": "other", "f-question": "Why so much?", "f-wanted": "number", "key": "k"}
    await staff.client.post(f"{page}/forms/consult", data=asked)
    shown = await staff.look("/applications")
    for expected in (NUMBER, "repair", "-5001-", "consult", "H-01", "未处理", "手机"):
        assert expected in shown
    assert "so much" not in shown
    lines = (await staff.client.get("/api/applications?hall=H-01")).json()
    assert {line["form"]: line["own"] for line in lines} == {"consult": True, "repair": False}
    assert (await staff.client.get("/api/applications?hall=H-02")).json() == []
    assert "还没有" in await staff.look("/applications?hall=H-02")


async def test_the_stage_and_whether_the_hall_knows_it_are_shown(staff: Staff):
    staff.office.tell("ApplicationHandedIn", "P1", **HANDED)
    change = "UPDATE applications SET step = 'survey', reached = 1800000000000"
    staff.office.wishes._connection.execute(change)
    shown = await staff.look("/applications")
    assert "现场勘查" in shown and "还没有" in shown


async def test_words_of_a_day_are_read_and_never_taken_for_markup(staff: Staff):
    staff.office.ticket("V1")
    await staff.write("V1", "很好 <script>alert(1)</script>")
    day = dt.datetime.fromtimestamp(staff.office.now() / 1000).astimezone().date()
    shown = await staff.look(f"/halls/H-01/words?day={day}")
    assert "A001" in shown and "很好 &lt;script&gt;" in shown
    assert "<script>alert" not in shown
    other = await staff.look(f"/halls/H-01/words?day={day - dt.timedelta(1)}")
    assert "很好" not in other and "没有留言" in other
    assert (await staff.client.get("/halls/H-01/words")).status_code == 200


async def test_words_stand_in_no_repr(staff: Staff):
    staff.office.ticket("V1")
    await staff.write("V1", "secret")
    day = dt.datetime.fromtimestamp(staff.office.now() / 1000).astimezone().date()
    reader: Reader = staff.office.reader
    (line,) = words(reader, "H-01", day)
    assert line.words == "secret" and "secret" not in repr(line)


@pytest.mark.parametrize("day", ["yesterday", "0001-01-01", "9999-12-31", "2026-13-01", "%00"])
async def test_a_day_there_is_not_is_refused(staff: Staff, day: str):
    assert (await staff.client.get(f"/halls/H-01/words?day={day}")).status_code == 422


async def test_a_hall_there_is_not_has_no_words(staff: Staff):
    assert (await staff.client.get("/halls/nowhere/words")).status_code == 404
