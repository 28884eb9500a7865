"""What stands beside a ticket screen: scanners, chip readers, cards that give nothing, no power."""

from collections.abc import AsyncIterator

import pytest
from kiosk_hall import device, hall_at
from kiosk_served import Kiosk, kiosk_before

from kiosk.config import KioskConfig

BESIDE = {"reader-1": "ticket-1", "scanner-1": "ticket-1", "chip-1": "ticket-1"}


@pytest.fixture
async def kiosk(hall, hall_socket) -> AsyncIterator[Kiosk]:
    hall.devices += [device("scanner-1", "scanner"), device("chip-1", "chip")]
    config = KioskConfig(readers=BESIDE)
    async with hall_at(hall_socket, hall), kiosk_before(hall_socket, config) as kiosk:
        yield kiosk


def begins(state: dict) -> bool:
    return state["stage"] == "attract" and "触摸取号" in state["html"]


def shows(text: str):
    return lambda state: text in state["html"]


async def test_everything_that_can_be_shown_is_asked_for(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await stream.until(begins)
        assert all(hint in state["html"] for hint in ("读卡区", "出示二维码", "插入购电卡"))
        hall.loses("scanner-1", "scanner")
        await stream.until(lambda state: begins(state) and "出示二维码" not in state["html"])


@pytest.mark.parametrize(
    ("document", "reader", "said"),
    [
        ("code", "scanner-1", "已读到您的二维码"),
        ("purchase_card", "chip-1", "已读到您的购电卡"),
    ],
)
async def test_a_code_or_a_purchase_card_greets_without_a_name(kiosk, hall, document, reader, said):
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.identifies("V9", "", "", document, reader)
        greeted = await stream.until(shows(said))
        assert "您好" in greeted["html"]
        await kiosk.touch(greeted, "service", "connect")
        await stream.until(shows("C012"))
    assert hall.asked[0][1]["visit"] == "V9"


@pytest.mark.parametrize(
    ("trouble", "chinese", "english"),
    [
        ("unreadable", "请重新放卡", "Please place it again"),
        ("unsupported", "不支持该证件", "This document is not supported"),
        ("left", "请取走您的证件", "Please take your card"),
    ],
)
async def test_what_to_do_about_a_card_is_said_in_both_languages(
    kiosk, hall, trouble, chinese, english
):
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.happens("CardNotRead", "reader-1", trouble=trouble)
        said = await stream.until(shows(chinese))
    assert english in said["html"]
    assert begins(said)


async def test_a_trouble_nobody_has_words_for_and_a_strange_readers_are_not_said(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.happens("CardNotRead", "reader-1", trouble="something_new")
        hall.happens("CardNotRead", "reader-7", trouble="unreadable")
        hall.identifies("V9", "张**")
        greeted = await stream.until(lambda state: state["stage"] != "attract")
    assert "card-note" not in greeted["html"]


async def test_a_card_that_was_left_is_reminded_of_on_every_page_and_after_it(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.identifies("V9", "张**")
        await stream.until(shows("您好，张**"))
        hall.happens("CardNotRead", "reader-1", trouble="left")
        reminded = await stream.until(shows("请取走您的证件"))
        await kiosk.touch(reminded, "service", "connect")
        shown = await stream.until(shows("C012"))
        assert "请取走您的证件" in shown["html"]
        wiped = await kiosk.touch(shown, "leave")
    assert begins(wiped)
    assert "请取走您的证件" in wiped["html"]


async def test_an_empty_battery_is_said_before_and_after_a_service_is_chosen(kiosk, hall):
    hall.refuse = "power_low"
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.runs_on("low")
        low = await stream.until(shows("备用电源即将用尽，暂停取号"))
        state = await kiosk.touch(await kiosk.touch(low, "touch"), "service", "connect")
        refused = await stream.until(shows("未能取号"))
        assert "Power cut: backup power is nearly out" in refused["html"]
        hall.runs_on("mains")
        hall.refuse = ""
        menu = await kiosk.touch(state if state["stage"] == "refused" else refused, "again")
        await kiosk.touch(menu, "service", "connect")
        await stream.until(shows("C012"))
