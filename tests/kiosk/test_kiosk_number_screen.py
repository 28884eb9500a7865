"""The keypad of the ticket screen over HTTP: who typed a number, who may see it, what it begins."""

import asyncio
import logging

import pytest

from edge.config import ConfigError, load_section
from kiosk.config import KioskConfig

NUMBER = "110101195603077718"


def begins(state: dict) -> bool:
    return state["stage"] == "attract" and "触摸取号" in state["html"]


def shows(text: str):
    return lambda state: text in state["html"]


async def test_a_number_typed_in_place_of_a_card_leads_to_a_ticket_of_that_visit(kiosk, hall):
    hall.loses("reader-1", "reader")
    async with kiosk.stream("/ticket/events") as stream:
        lost = await stream.until(shows("读卡器暂停使用"))
        assert "The card reader is out of order" in lost["html"]
        state = await kiosk.touch(lost, "keypad")
        assert "共 18 位" in state["html"]
        await kiosk.touch(state, "identity", NUMBER)
        greeted = await stream.until(lambda state: state["elder"])
        assert "号码已核对" in greeted["html"]
        await kiosk.touch(greeted, "service", "connect")
        await stream.until(shows("C012"))
    assert hall.typed == [{"screen": "ticket-1", "kind": "identity", "number": NUMBER}]
    assert hall.asked[0][1]["visit"] == "T1"


async def test_the_keypad_is_a_small_way_where_the_reader_works(kiosk):
    async with kiosk.stream("/ticket/events") as stream:
        state = await stream.until(shows("放在读卡区"))
        assert 'class="aside type-number"' in state["html"]
        menu = await kiosk.touch(state, "touch")
    assert 'class="aside type-number"' in menu["html"]


async def test_a_reader_that_is_lost_once_more_is_noticed(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.loses("reader-1", "reader", again=True)
        await stream.until(shows("读卡器暂停使用"))


async def test_a_wrong_number_is_said_kindly_and_sent_once(kiosk, hall):
    hall.refuse = "bad_number"
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "keypad")
        hall.gate.clear()
        for _ in range(3):
            await kiosk.touch(state, "identity", NUMBER)
        hall.gate.set()
        wrong = await stream.until(shows("号码有误，请检查后再确认"))
    assert "Please check it" in wrong["html"]
    assert len(hall.typed) == 1


async def test_a_number_without_an_answer_may_be_confirmed_once_more(kiosk, hall):
    hall.refuse = "internal_error"
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "keypad")
        await kiosk.touch(state, "identity", NUMBER)
        await stream.until(shows("暂无答复"))
    assert len(hall.typed) == 1


async def test_what_cannot_be_a_number_is_not_sent(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "keypad")
        for value in ("", "123", NUMBER[:17] + "A", "X" + NUMBER[:17]):
            assert (await kiosk.touch(state, "identity", value))["stage"] == "typing"
    assert hall.typed == []


async def test_a_number_is_on_no_page_and_in_no_log(kiosk, hall, caplog):
    caplog.set_level(logging.DEBUG)
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "keypad")
        pages = [state, await kiosk.touch(state, "identity", NUMBER)]
        pages.append(await stream.until(lambda state: state["elder"]))
    assert not [page for page in pages if NUMBER[-4:] in page["html"] or NUMBER in str(page)]
    assert NUMBER not in caplog.text


async def test_a_number_whose_visitor_has_left_begins_nothing(kiosk, hall):
    hall.gate.clear()
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "keypad")
        state = await kiosk.touch(state, "identity", NUMBER)
        await kiosk.touch(state, "leave")
        hall.gate.set()
        await hall.was_abandoned.wait()
    assert hall.abandoned == ["T1"]


async def test_the_time_since_the_first_touch_goes_with_the_wish(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        since_ms = asyncio.get_running_loop().time() * 1000
        while asyncio.get_running_loop().time() * 1000 < since_ms + 20:
            state = await kiosk.touch(state, "touch")
        await kiosk.touch(state, "service", "connect")
        await stream.until(shows("C012"))
    assert 20 <= hall.asked[0][1]["approach_ms"] < 10_000


def test_a_screen_by_a_name_that_the_hall_would_not_take_is_a_configuration_error(tmp_path):
    config = tmp_path / "hall.toml"
    config.write_text('[kiosk]\nreaders = { reader-1 = "取号机" }\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="readers"):
        load_section(config, "kiosk", KioskConfig)
