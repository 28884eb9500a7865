"""The query screen over HTTP, before a hall: card, scan, number, walking away, the hall away."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from kiosk_hall import FakeHall
from kiosk_served import Kiosk, Stream
from query_data import MADE, SCRIPT_NAME, account
from query_hall import Told, one_account, query_hall_at, query_kiosk_before

from edge.api import shapes
from edge.config import ConfigError, load_section
from kiosk.query.config import QueryConfig

EVENTS = "/query/events?terminal=query-1"


@asynccontextmanager
async def screen(
    hall: FakeHall, told: Told, socket: Path, **options: object
) -> AsyncIterator[tuple[Kiosk, Stream, dict]]:
    """Open the query screen; the last is its idle state."""
    async with (
        query_hall_at(socket, hall, told),
        query_kiosk_before(socket, **options) as kiosk,
        kiosk.stream(EVENTS) as stream,
    ):
        yield kiosk, stream, await stream.until(shows("查我的电费"))


def shows(text: str):
    return lambda state: text in state["html"]


async def touch(kiosk: Kiosk, state: dict, action: str, value: str = "") -> dict:
    body = {"dialogue": state["dialogue"], "action": action, "value": value}
    headers = {"Origin": kiosk.url, "X-Atrium-Screen": "query"}
    answer = await kiosk.http.post("/query/touch?terminal=query-1", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_card_shows_the_account_and_ending_gives_the_visit_back(hall, hall_socket):
    async with screen(hall, one_account(), hall_socket) as (kiosk, stream, _):
        hall.identifies("V1", "张**")
        shown = await stream.until(shows("应交电费"))
        assert "376.02" not in shown["html"] or "31*******0042" in shown["html"]
        assert "2 张账单未交" in shown["html"]
        left = await touch(kiosk, shown, "leave")
        assert left["stage"] == "attract"
        await hall.was_abandoned.wait()
        assert hall.abandoned == ["V1"]
        assert "31**" not in left["html"]


async def test_whoever_has_several_accounts_chooses_one(hall, hall_socket):
    told = Told(visits={"V1": [account(), account("31*******7788", address="和平里*号")]})
    async with screen(hall, told, hall_socket) as (kiosk, stream, _):
        hall.identifies("V1", "张**", reader="scanner-1")
        choice = await stream.until(shows("请选择户号"))
        assert "张**，请选择户号" in choice["html"]
        chosen = await touch(kiosk, choice, "item", "1")
        assert "31*******7788" in chosen["html"]


async def test_a_number_that_was_typed_shows_its_account_and_the_touch_is_forgotten(
    hall, hall_socket, caplog
):
    told = one_account()
    async with screen(hall, told, hall_socket) as (kiosk, stream, idle):
        typing = await touch(kiosk, idle, "open", "typing")
        await touch(kiosk, typing, "account", "3100000099")
        wrong = await stream.until(shows("没有这个户号"))
        await touch(kiosk, wrong, "account", "3100000042")
        shown = await stream.until(shows("应交电费"))
    assert [asked["account"] for asked in told.typed] == ["3100000099", "3100000042"]
    assert {asked["screen"] for asked in told.typed} == {"query-1"}
    assert "3100000042" not in shown["html"]
    assert "31000000" not in caplog.text


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("accounts_locked", "输入次数过多"),
        ("no_customers", "还没有收到总部的用户资料"),
        ("library_unavailable", "暂时读不出来"),
    ],
)
async def test_why_an_account_is_not_shown_is_said(hall, hall_socket, code, said):
    told = Told(refuse=code)
    async with screen(hall, told, hall_socket) as (kiosk, stream, idle):
        typing = await touch(kiosk, idle, "open", "typing")
        await touch(kiosk, typing, "account", "3100000042")
        await stream.until(shows(said))
        hall.identifies("V1", "张**")
        await stream.until(lambda state: state["stage"] == "unknown" and said in state["html"])


async def test_where_the_hall_gives_no_answer_the_number_may_be_sent_once_more(hall, hall_socket):
    async with screen(hall, Told(refuse="out_of_service"), hall_socket) as (kiosk, stream, idle):
        typing = await touch(kiosk, idle, "open", "typing")
        await touch(kiosk, typing, "account", "3100000042")
        again = await stream.until(shows("暂无答复，请再确认一次"))
        assert again["stage"] == "typing"
        assert "data-wrong" not in again["html"]
        hall.identifies("V1", "张**")
        await stream.until(
            lambda state: state["stage"] == "unknown" and "暂时查不到" in state["html"]
        )


async def test_a_person_without_an_account_may_type_a_number(hall, hall_socket):
    async with screen(hall, Told(), hall_socket) as (kiosk, stream, _):
        hall.identifies("V1", "张**")
        unknown = await stream.until(shows("这个证件名下没有户号"))
        assert (await touch(kiosk, unknown, "open", "typing"))["stage"] == "typing"


async def test_walking_away_wipes_the_account_and_gives_the_visit_back(hall, hall_socket):
    options = {"idle_timeout_s": 0.3}
    async with screen(hall, one_account(), hall_socket, **options) as (_, stream, idle):
        hall.identifies("V1", "张**")
        shown = await stream.until(shows("应交电费"))
        assert 0 < shown["warn_s"] < shown["rest_s"] <= 0.3
        gone = await stream.until(lambda state: state["stage"] == "attract")
        assert gone["dialogue"] != idle["dialogue"]
        assert "31**" not in gone["html"]
        await hall.was_abandoned.wait()


async def test_an_application_is_followed_by_its_number(hall, hall_socket):
    followed = shapes.Followed(
        application="A1",
        form="repair",
        number="260722-0042-7",
        stage=SCRIPT_NAME,
        stage_english="",
        reached=MADE,
    )
    told = Told(followed={"26072200427": followed})
    async with screen(hall, told, hall_socket) as (kiosk, stream, idle):
        typing = await touch(kiosk, idle, "open", "following")
        await touch(kiosk, typing, "number", "26072200428")
        again = await stream.until(shows("没有这个受理编号"))
        await touch(kiosk, again, "number", "26072200427")
        shown = await stream.until(shows("260722-0042-7"))
        assert "<script" not in shown["html"]
        assert told.followed_at == ["query-1", "query-1"]


async def test_whoever_goes_through_numbers_is_told_to_wait(hall, hall_socket):
    told = Told(refuse_number="numbers_locked", scanned={"V1": "260722-0042-7"})
    async with screen(hall, told, hall_socket) as (kiosk, stream, idle):
        typing = await touch(kiosk, idle, "open", "following")
        await touch(kiosk, typing, "number", "26072200427")
        await stream.until(shows("输入次数过多"))
        hall.identifies("V1", "", document="code", reader="scanner-1")
        await stream.until(lambda now: now["stage"] == "unknown" and "输入次数过多" in now["html"])


async def test_a_scanned_number_follows_its_application(hall, hall_socket):
    number = "260722-0042-7"
    followed = shapes.Followed(
        application="A1", form="repair", number=number, stage="", stage_english="", reached=MADE
    )
    told = Told(followed={number: followed}, scanned={"V1": number, "V2": "260722-0043-5"})
    async with screen(hall, told, hall_socket) as (kiosk, stream, _):
        hall.identifies("V1", "", document="code", reader="scanner-1")
        shown = await stream.until(shows(number))
        assert shown["stage"] == "followed"
        await touch(kiosk, shown, "leave")
        await hall.was_abandoned.wait()
        assert hall.abandoned == ["V1"]
        hall.identifies("V2", "", document="code", reader="scanner-1")
        await stream.until(shows("这个受理编号还查不到"))


async def test_what_everybody_may_read_is_there_without_headquarters_and_in_english(
    hall, hall_socket
):
    async with screen(hall, Told(), hall_socket) as (kiosk, stream, idle):
        await touch(kiosk, idle, "open", "outages")
        outages = await stream.until(shows("滨江路 1–40"))
        english = await touch(kiosk, outages, "language", "en")
        assert "Binjiang Road 1–40" in english["html"]
        assert "As of 20 Jul 2026" in english["html"]


async def test_while_the_hall_is_away_an_account_stays_and_home_says_so(hall, hall_socket):
    async with screen(hall, one_account(), hall_socket) as (kiosk, stream, _):
        hall.identifies("V1", "张**")
        await stream.until(shows("应交电费"))
        hall.goes_away()
        kept = await stream.until(shows("暂时连不上"))
        assert "应交电费" in kept["html"]
        home = await touch(kiosk, kept, "open", "home")
        assert "暂停服务" in home["html"]


async def test_a_card_that_could_not_be_read_is_said(hall, hall_socket):
    async with screen(hall, Told(), hall_socket) as (_, stream, _idle):
        hall.happens("CardNotRead", "reader-1", trouble="unreadable")
        await stream.until(shows("没有读到，请重新放卡"))


async def test_a_reader_that_is_lost_leaves_the_number(hall, hall_socket):
    async with screen(hall, Told(), hall_socket) as (_, stream, _idle):
        hall.loses("reader-1", "reader")
        lost = await stream.until(shows("读卡器暂停"))
        assert "输入户号" in lost["html"]


async def test_ten_thousand_characters_are_no_number(hall, hall_socket):
    told = Told()
    async with screen(hall, told, hall_socket) as (kiosk, _, idle):
        typing = await touch(kiosk, idle, "open", "typing")
        for value in ("1" * 10_000, "<script>", "310000004²", ""):
            assert (await touch(kiosk, typing, "account", value))["stage"] == "typing"
    assert told.typed == []


def test_an_account_number_cannot_be_shorter_than_its_least(tmp_path):
    config = tmp_path / "hall.toml"
    config.write_text("[query]\naccount_digits_min = 12\naccount_digits_max = 10\n")
    with pytest.raises(ConfigError, match="account_digits_min"):
        load_section(config, "query", QueryConfig)
