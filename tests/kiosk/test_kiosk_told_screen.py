"""What the hall knows, on its screens: notices, waits, what is closed, what is to be brought."""

from collections.abc import AsyncIterator

import pytest
from kiosk_hall import hall_at, shapes
from kiosk_served import Kiosk, kiosk_before

from kiosk.config import KioskConfig

CONFIG = KioskConfig(evaluators=["1"], search_from=4, offers_hold_s=0.05, retry_pause_s=0.01)


@pytest.fixture
async def kiosk(hall, hall_socket) -> AsyncIterator[Kiosk]:
    async with hall_at(hall_socket, hall), kiosk_before(hall_socket, CONFIG) as kiosk:
        yield kiosk


def shows(text: str):
    return lambda state: text in state["html"]


def begins(state: dict) -> bool:
    return state["stage"] == "attract" and "触摸取号" in state["html"]


# --- notices ---


@pytest.mark.parametrize("path", ["/ticket/events", "/board/events", "/evaluator/1/events"])
async def test_a_notice_is_on_every_screen_in_both_languages_and_goes_at_its_end(kiosk, hall, path):
    async with kiosk.stream(path) as stream:
        await stream.until(lambda state: "暂停" not in state["html"])
        hall.tells("停电检修，请稍候", "Maintenance, please wait")
        told = await stream.until(shows("停电检修，请稍候"))
        assert "Maintenance, please wait" in told["html"]
        hall.tells_no_more()
        await stream.until(lambda state: "停电检修" not in state["html"])


async def test_a_notice_that_stood_before_is_told_and_one_without_english_is_told_once(kiosk, hall):
    hall.tells("请保管好随身物品")
    async with kiosk.stream("/ticket/events") as stream:
        told = await stream.until(shows("请保管好随身物品"))
    assert told["html"].count("请保管好随身物品") == 1


async def test_a_notice_that_holds_markup_is_text(kiosk, hall):
    async with kiosk.stream("/board/events") as stream:
        await stream.until(lambda state: state["board"])
        hall.tells("<script>alert(1)</script>")
        told = await stream.until(shows("alert(1)"))
    assert "<script>" not in told["html"]


async def test_of_many_notices_the_newest_are_shown(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        for number in (1, 2, 3):
            hall.tells(f"第{number}条", notice=f"N{number}")
        told = await stream.until(shows("第3条"))
    assert "第2条" in told["html"]
    assert "第1条" not in told["html"]


# --- how long, or why not ---


async def test_the_menu_tells_who_waits_and_how_long(kiosk, hall):
    hall.stands("connect", low_min=20, high_min=30)
    hall.stands("move", low_min=None, high_min=None, why="nobody_serves_it")
    async with kiosk.stream("/ticket/events") as stream:
        await kiosk.touch(await stream.until(begins), "touch")
        menu = await stream.until(shows("等候 2 人 · 约 20–30 分钟"))
    assert "2 waiting · about 20–30 min" in menu["html"]
    assert "等候 1 人</span>" in menu["html"]


async def test_what_is_closed_cannot_be_touched_and_says_why_and_until_when(kiosk, hall):
    hall.stands("connect", closed="quota_used_up", opens_at="2025-03-03T14:00+08:00")
    hall.stands("meter", closed="service_off")
    hall.stands("advice", low_min=0, high_min=4)
    async with kiosk.stream("/ticket/events") as stream:
        await kiosk.touch(await stream.until(begins), "touch")
        menu = (await stream.until(shows("名额已满 · 14:00 起")))["html"]
    assert "All places taken · from 14:00" in menu
    assert "暂停受理" in menu
    buttons = menu.split("<button")
    closed = [part for part in buttons if 'data-value="connect"' in part or "meter" in part]
    assert len(closed) == 2
    assert all("disabled" in part for part in closed)
    assert not any("disabled" in part for part in buttons if 'data-value="advice"' in part)


async def test_a_hall_that_gives_no_tickets_says_it_once_and_when_it_will(kiosk, hall):
    for service in hall.waiting:
        hall.stands(service, closed="last_ticket_given", opens_at="2025-03-04T08:30+08:00")
    async with kiosk.stream("/ticket/events") as stream:
        await kiosk.touch(await stream.until(begins), "touch")
        menu = await stream.until(shows("今天取号已结束"))
    assert menu["html"].count("今天取号已结束") == 1
    assert "明天 08:30 起" in menu["html"]


async def test_nobody_asks_the_hall_how_it_stands_while_nobody_looks(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await stream.until(begins)
        assert hall.offer_looks == 0
        hall.stands("connect", low_min=5, high_min=6)
        await kiosk.touch(state, "touch")
        await stream.until(shows("约 5–6 分钟"))
    assert hall.offer_looks > 0


async def test_the_board_tells_how_long_beside_who_waits(kiosk, hall):
    hall.stands("pay", low_min=10, high_min=15)
    hall.stands("meter", low_min=10, high_min=15)  # where nobody waits
    async with kiosk.stream("/board/events") as stream:
        board = await stream.until(shows("约 10–15 分钟"))
    assert board["html"].count("约 10–15 分钟") == 1


async def test_the_ticket_tells_its_range(kiosk, hall):
    hall.wait = shapes.Wait(low_min=0, high_min=4)
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "service", "connect")
        ticket = await stream.until(shows("C012"))
    assert "约 4 分钟以内" in ticket["html"]
    assert "less than 4 min" in ticket["html"]


async def test_a_refusal_says_from_when_on_it_is_otherwise(kiosk, hall):
    hall.refuse, hall.refuse_with = "service_closed", {"opens_at": "2025-03-04T09:00+08:00"}
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "service", "connect")
        refused = await stream.until(shows("这项业务现在不受理"))
    assert "明天 09:00 起" in refused["html"]
    assert "from tomorrow 09:00" in refused["html"]


# --- what is to be brought, and more than one thing ---


async def test_documents_are_asked_for_before_the_ticket(kiosk, hall):
    hall.documents = {"connect": [shapes.Document(name="身份证", name_english="Identity card")]}
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        asked = await kiosk.touch(state, "service", "connect")
        assert all(text in asked["html"] for text in ("身份证", "Identity card", "都带了，取号"))
        assert "没带齐，也要取号" in asked["html"]
        assert hall.asked == []
        await kiosk.touch(asked, "seen")
        await stream.until(shows("C012"))


async def test_several_services_are_one_ticket_that_names_what_comes_after(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        state = await kiosk.touch(state, "several", "on")
        for service in ("connect", "advice"):
            state = await kiosk.touch(state, "mark", service)
        assert "已选 2/5 项" in state["html"]
        assert "尽量在同一窗口办完" in state["html"]
        await kiosk.touch(await kiosk.touch(state, "together", "off"), "take")
        ticket = await stream.until(shows("C012"))
    assert "之后还办：用能咨询" in ticket["html"]
    asked = hall.asked[0][1]
    assert (asked["service"], asked["then"], asked["together"]) == ("connect", ["advice"], False)


async def test_a_service_is_found_by_its_first_letters(kiosk, hall):
    hall.search = {"pay": ["jdf"]}
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        state = await kiosk.touch(await kiosk.touch(state, "search"), "query", "jd")
        assert "电费缴纳" in state["html"]
        nothing = await kiosk.touch(state, "query", "jdx")
        assert "没有找到" in nothing["html"]
        await kiosk.touch(await kiosk.touch(state, "query", "j"), "service", "pay")
        await stream.until(shows("A012"))
