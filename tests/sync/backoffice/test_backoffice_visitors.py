"""Visitors' own pages over HTTP, as headquarters serves them: what is shown, wished, and gone."""

import contextlib
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from visitorsoffice import MINUTE_MS, VisitorsOffice

CHINESE = {"accept-language": "zh-CN,zh;q=0.9"}
ENGLISH = {"accept-language": "en-GB,en;q=0.8,zh;q=0.2"}


@dataclass
class Phone:
    """A visitor's telephone, and the headquarters it looks at."""

    office: VisitorsOffice
    client: httpx.AsyncClient

    async def look(self, page: str, **headers: str) -> str:
        return (await self.client.get(page, headers=headers or ENGLISH)).text

    async def tap(self, page: str, wish: str, **said: str) -> httpx.Response:
        key = re.search(r'name="key" value="([^"]+)"', await self.look(page))
        form = {"key": key[1] if key else "tap-0", **said}
        return await self.client.post(f"{page}/{wish}", data=form, headers=ENGLISH)


@pytest.fixture
async def phone(tmp_path: Path) -> AsyncIterator[Phone]:
    office = VisitorsOffice(tmp_path)
    async with office.open() as address, httpx.AsyncClient(base_url=address) as client:
        yield Phone(office, client)
    office.close()


# --- what is shown ---


async def test_a_visitor_reads_number_service_place_range_and_where_to_wait(phone: Phone):
    phone.office.ticket("V1", 1)
    page = phone.office.ticket("V2", 2, told=(600, 1200))
    shown = await phone.look(page)
    for words in ("A002", "Pay a bill", "1 ahead of you", "About 10 to 20 minutes", "Zone A"):
        assert words in shown
    assert "East City Power Hall" in shown


async def test_the_language_is_the_telephones_and_can_be_switched(phone: Phone):
    page = phone.office.ticket("V1")
    assert '<html lang="zh-CN">' in await phone.look(page, **CHINESE)
    assert '<html lang="en">' in await phone.look(page, **ENGLISH)
    assert "您排在最前面" in await phone.look(f"{page}?lang=zh", **ENGLISH)


async def test_whoever_is_called_reads_where_to_go(phone: Phone):
    page = phone.office.ticket("V1")
    phone.office.call("V1")
    shown = await phone.look(page)
    assert "Please go to Counter 1" in shown and "on the left" in shown
    assert "more minutes</button>" not in shown


async def test_the_page_keeps_nothing_on_the_telephone_and_takes_nothing_from_elsewhere(
    phone: Phone,
):
    answer = await phone.client.get(phone.office.ticket("V1"), headers=ENGLISH)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    assert not re.search(r'(src|href|action)="(https?:)?//', answer.text)
    assert " style=" not in answer.text and "<script>" not in answer.text


async def test_the_look_of_the_house_comes_with_the_page(phone: Phone):
    answer = await phone.client.get("/m/static/tokens.css")
    assert answer.status_code == 200 and "--green:" in answer.text


async def test_nothing_of_a_person_is_on_the_page(phone: Phone):
    page = phone.office.ticket("V1")
    shown = await phone.look(page)
    assert "V1" not in shown and "1001" not in shown


async def test_what_was_handed_in_is_followed_by_its_number(phone: Phone):
    page, office = phone.office.ticket("V1"), phone.office
    handed = {"form": "complaint", "documents": [], "signed": False, "until": 2**45}
    office.tell("ApplicationBound", "P1", visit="V1")
    assert "handed in" not in await phone.look(page)
    office.tell("ApplicationHandedIn", "P1", **handed, number="261122-0001-3")
    shown = await phone.look(page)
    assert "261122-0001-3" in shown and "nothing decided yet" in shown
    office.wishes._connection.execute("UPDATE applications SET step = 'survey'")
    assert "Being surveyed on site" in await phone.look(page)
    assert "261122-0001-3" not in await phone.look(office.ticket("V2", 2))


# --- wishes ---


async def test_ten_more_minutes_go_to_the_hall_as_one_signed_command(phone: Phone):
    page = phone.office.ticket("V1")
    answer = await phone.tap(page, "delay")
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    assert "on its way to the hall" in await phone.look(page)
    (command,) = phone.office.commands()
    assert (command.kind, command.effect, command.signature != "") == (
        "visit.delay",
        "idempotent",
        True,
    )
    assert json.loads(command.args)["visit"] == "V1"
    assert phone.office.asked == 1


async def test_a_double_tap_is_one_wish(phone: Phone):
    page = phone.office.ticket("V1")
    for key in ("tap-7", "tap-7", "tap-8"):
        await phone.client.post(f"{page}/delay", data={"key": key})
    assert len(phone.office.commands()) == 1


async def test_what_the_hall_has_done_is_shown_once_it_has_said_so(phone: Phone):
    page = phone.office.ticket("V1")
    await phone.tap(page, "delay")
    (command,) = phone.office.commands()
    office = phone.office
    ready = office.now() + 10 * MINUTE_MS
    back = {"leg": 1, "counter": "", "staff": "", "behind": 1, "ready": ready}
    office.tell("TicketReturned", "V1", **back, reason="delayed", delays=1)
    office.end(command)
    shown = await phone.look(page)
    assert "Put off: you will be called in about 10 min" in shown
    assert "on its way" not in shown and "You can do this once more" in shown


async def test_what_the_hall_has_refused_is_said_with_the_reason(phone: Phone):
    page = phone.office.ticket("V1")
    await phone.tap(page, "leave")
    phone.office.end(phone.office.commands()[0], "refused", "not_waiting")
    assert "Not cancelled: things have changed meanwhile" in await phone.look(page)


async def test_a_wish_that_reached_nobody_in_time_is_said(phone: Phone):
    page = phone.office.ticket("V1")
    await phone.tap(page, "delay")
    phone.office.end(phone.office.commands()[0], "expired")
    assert "the hall did not get it in time" in await phone.look(page)


async def test_a_hall_that_is_away_is_told_and_wishes_wait_for_it(phone: Phone):
    page = phone.office.ticket("V1")
    phone.office.leave()
    assert "The hall cannot be reached now" in await phone.look(page)
    assert (await phone.tap(page, "leave")).status_code == 303
    shown = await phone.look(page)
    assert "not confirmed yet" in shown and "The hall cannot be reached now" in shown


async def test_what_cannot_be_is_refused_at_once_and_asked_of_nobody(phone: Phone):
    page = phone.office.ticket("V1")
    phone.office.call("V1")
    answer = await phone.tap(page, "delay")
    assert answer.status_code == 303
    back = answer.headers["location"]
    assert back.startswith(f"{page}?no=delay.not_waiting.called.")
    assert "Not put off: you have been called already" in await phone.look(back)
    phone.office.tell("ServiceStarted", "V1", leg=1, counter="1", staff="1001")
    assert "Not put off" not in await phone.look(back)
    assert phone.office.commands() == []


async def test_a_refusal_is_answered_in_the_language_that_was_chosen(phone: Phone):
    page = phone.office.ticket("V1")
    answer = await phone.client.post(f"{page}/rate?lang=zh", data={"key": "k"}, headers=ENGLISH)
    assert answer.headers["location"].startswith(f"{page}?lang=zh&no=rate.grade.waiting.")
    assert "请先选满意程度" in await phone.look(answer.headers["location"])


async def test_a_visit_is_rated_and_what_is_written_stays_at_headquarters(phone: Phone):
    page = phone.office.ticket("V1")
    phone.office.serve("V1")
    assert "Please rate this visit" in await phone.look(page)
    said = {"grade": "4", "of-speed": "2", "of-manners": "1", "words": " 很 好 <b> "}
    await phone.tap(page, "rate", **said)
    (command,) = phone.office.commands()
    wished = json.loads(command.args)
    assert wished == {"visit": "V1", "grade": 4, "grades": ["speed=2"]}
    assert phone.office.words() == ["很 好 <b>"]
    rated = {"grade": 4, "source": "mobile", "counter": "", "grades": ["speed=2"]}
    phone.office.tell("VisitRated", "V1", **rated)
    assert "Your rating: Good" in await phone.look(page)


@pytest.mark.parametrize("grade", ["", "0", "6", "four"])
async def test_a_rating_without_a_grade_asks_for_one(phone: Phone, grade: str):
    page = phone.office.ticket("V1")
    phone.office.serve("V1")
    answer = await phone.tap(page, "rate", grade=grade)
    shown = await phone.look(answer.headers["location"])
    assert "please choose how satisfied you are" in shown


# --- who may not ---


async def test_the_page_dies_with_the_visit_and_has_nothing_on_it(phone: Phone):
    page = phone.office.ticket("V1")
    phone.office.serve("V1")
    phone.office.later_ms = 31 * MINUTE_MS
    answer = await phone.client.get(page, headers=ENGLISH)
    assert answer.status_code == 404
    assert "A001" not in answer.text and "<form" not in answer.text
    assert (
        await phone.client.post(f"{page}/rate", data={"key": "k", "grade": "5"})
    ).status_code == 404
    assert (await phone.client.get(f"{page}/live")).status_code == 404


@pytest.mark.parametrize("guessed", ["A" * 32, "V1", "x" * 90, "%00", "..%2F..%2Fetc", "null"])
async def test_nobody_guesses_a_page(phone: Phone, guessed: str):
    phone.office.ticket("V1")
    answer = await phone.client.get(f"/m/{guessed}")
    assert answer.status_code == 404
    assert "A001" not in answer.text


async def test_guessing_in_bulk_is_slowed_down_and_takes_nobodys_page_away(phone: Phone):
    page = phone.office.ticket("V1")
    assert (await phone.client.get(page)).status_code == 200
    tried = [f"{number:032d}".replace("0", "Q").replace("1", "Z") for number in range(100)]
    answers = [await phone.client.get(f"/m/{secret}") for secret in tried]
    assert answers[-1].status_code == 429
    assert (await phone.client.get(page)).status_code == 200


async def test_a_secret_that_nobody_found_is_asked_of_the_database_a_few_times_only(phone: Phone):
    asked: list[str] = []
    phone.office.pages._connection.set_trace_callback(asked.append)
    for number in range(100):
        await phone.client.get(f"/m/{'Q' * 30}{chr(65 + number // 26)}{chr(65 + number % 26)}")
    assert len(asked) == 60


async def test_what_cannot_be_a_secret_is_asked_of_nobody(phone: Phone):
    asked: list[str] = []
    phone.office.pages._connection.set_trace_callback(asked.append)
    assert (await phone.client.get("/m/nonsense")).status_code == 404
    assert asked == []


async def test_a_page_is_followed_by_few_at_once(phone: Phone):
    page = phone.office.ticket("V1")
    async with contextlib.AsyncExitStack() as open_:
        heard = []
        for _ in range(4):
            answer = await open_.enter_async_context(phone.client.stream("GET", f"{page}/live"))
            heard.append(answer.aiter_lines())
            assert await anext(heard[-1])
        assert (await phone.client.get(f"{page}/live")).status_code == 503
        other = phone.office.ticket("V2", 2)
        answer = await open_.enter_async_context(phone.client.stream("GET", f"{other}/live"))
        assert answer.status_code == 200


async def test_whoever_was_too_fast_finds_the_way_back(phone: Phone):
    page = phone.office.ticket("V1")
    answers = [await phone.client.post(f"{page}/delay", data={"key": "k"}) for _ in range(25)]
    assert answers[-1].status_code == 429
    assert f'url={page}"' in answers[-1].text


async def test_one_page_is_not_looked_at_without_end(phone: Phone):
    page = phone.office.ticket("V1")
    other = phone.office.ticket("V2", 2)
    answers = [await phone.client.get(page) for _ in range(125)]
    assert (answers[0].status_code, answers[-1].status_code) == (200, 429)
    assert (await phone.client.get(other)).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/fly", b"key=k", 404),
        ("/delay", b"key=" + b"x" * 9000, 413),
        ("/delay", b"", 303),
        ("/delay", b"key=../..", 303),
        ("/delay", b"\xff\xfe", 422),
    ],
)
async def test_what_no_page_of_ours_sends_is_refused(
    phone: Phone, path: str, body: bytes, status: int
):
    page = phone.office.ticket("V1")
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = await phone.client.post(f"{page}{path}", content=body, headers=form)
    assert answer.status_code == status
    assert phone.office.commands() == []


async def test_a_hall_that_never_said_what_it_is_still_has_pages(phone: Phone):
    page = phone.office.ticket("V1")
    phone.office.tell("HallDescribed", "H-01", text="no JSON")
    assert "A001" in await phone.look(page)


async def test_a_telephone_hears_that_it_is_worth_looking_again(phone: Phone):
    page = phone.office.ticket("V1")
    async with phone.client.stream("GET", f"{page}/live") as answer:
        lines = answer.aiter_lines()
        assert (await anext(lines)).startswith("retry:")
        await anext(lines)
        phone.office.call("V1")
        assert await anext(lines) == "event: changed"


async def test_whom_a_trusted_proxy_asks_for_is_counted_and_not_the_proxy(tmp_path: Path):
    office = VisitorsOffice(tmp_path)
    async with office.open(["127.0.0.1"]) as address, httpx.AsyncClient(base_url=address) as client:

        async def guess(number: int, origin: str) -> int:
            secret = f"{'Q' * 30}{chr(65 + number // 26)}{chr(65 + number % 26)}"
            answer = await client.get(f"/m/{secret}", headers={"x-forwarded-for": origin})
            return answer.status_code

        assert {await guess(number, "203.0.113.7") for number in range(80)} == {404, 429}
        assert await guess(81, "203.0.113.8") == 404
        assert await guess(82, "203.0.113.8, 203.0.113.7") == 429
        assert await guess(83, "2001:db8:1::1") == 404
    office.close()


async def test_nobody_is_believed_whom_they_ask_for_unless_named(phone: Phone):
    answers = [
        await phone.client.get(
            f"/m/{'Q' * 30}{chr(65 + number // 26)}{chr(65 + number % 26)}",
            headers={"x-forwarded-for": f"203.0.113.{number}"},
        )
        for number in range(80)
    ]
    assert answers[-1].status_code == 429
