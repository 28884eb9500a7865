"""Appointments at the ticket screen: each way to show one, and each no in a clear sentence."""

from collections.abc import AsyncIterator

import pytest
from kiosk_hall import device, hall_at, shapes
from kiosk_served import Kiosk, kiosk_before

from kiosk.config import KioskConfig

CONFIG = KioskConfig(
    readers={"reader-1": "ticket-1", "scanner-1": "ticket-1"},
    appointments=True,
    retry_pause_s=0.01,
)
CODE = "7K3M9QXD2RTA"
DUE = 1_740_979_800_000  # 13:30 of that day
FROM = 1_740_976_200_000


@pytest.fixture
async def kiosk(hall, hall_socket) -> AsyncIterator[Kiosk]:
    hall.devices.append(device("scanner-1", "scanner"))
    async with hall_at(hall_socket, hall), kiosk_before(hall_socket, CONFIG) as kiosk:
        yield kiosk


def shows(text: str):
    return lambda state: text in state["html"]


def begins(state: dict) -> bool:
    return state["stage"] == "attract" and "触摸取号" in state["html"]


def expected(shown: str) -> shapes.Expected:
    return shapes.Expected(shown=shown, service="connect", due=DUE)


async def typed(kiosk: Kiosk, state: dict, code: str = CODE) -> dict:
    return await kiosk.touch(await kiosk.touch(state, "code-keys"), "code", code)


async def test_a_typed_code_is_a_ticket(kiosk, hall):
    hall.appointments = {CODE: "connect"}
    async with kiosk.stream("/ticket/events") as stream:
        await typed(kiosk, await stream.until(begins))
        ticket = await stream.until(shows("C012"))
    assert "请到B区等候" in ticket["html"]
    assert CODE not in ticket["html"]
    assert hall.check_ins[0] == {"screen": "ticket-1", "code": CODE, "delivery": "paper"}


async def test_a_code_that_is_used_already_shows_the_same_number_once_more(kiosk, hall):
    hall.appointments = {CODE: "connect"}
    async with kiosk.stream("/ticket/events") as stream:
        await typed(kiosk, await stream.until(begins))
        await kiosk.touch(await stream.until(shows("C012")), "leave")
        await typed(kiosk, await stream.until(begins))
        again = await stream.until(shows("C012"))
    assert "您已签到，请记住这个号码" in again["html"]
    assert "请取走小票" not in again["html"]


async def test_a_wrong_code_may_be_typed_again(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        await typed(kiosk, await stream.until(begins), "AAAABBBBCCCC")
        wrong = await stream.until(shows("预约码不对"))
        assert wrong["stage"] == "code"
        assert "AAAABBBBCCCC" not in wrong["html"]
        hall.appointments = {CODE: "connect"}
        await kiosk.touch(wrong, "code", CODE)
        await stream.until(shows("C012"))


async def test_what_is_no_code_is_not_even_asked_about(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await typed(kiosk, await stream.until(begins), "AAAA")
    assert state["stage"] == "code"
    assert hall.check_ins == []


async def test_whoever_shows_a_qr_code_touches_nothing(kiosk, hall):
    hall.appointments = {"V9": "connect"}
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.identifies("V9", "", document="code", reader="scanner-1", appointment=expected("qr"))
        await stream.until(shows("C012"))
    assert hall.check_ins[0]["visit"] == "V9"
    assert hall.abandoned == []


async def test_a_card_finds_the_appointment_and_its_holder_decides(kiosk, hall):
    hall.appointments = {"V9": "connect"}
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.identifies("V9", "张**", appointment=expected("card"))
        greeted = await stream.until(shows("13:30 预约签到：新装用电"))
        assert "Appointment 13:30: New connection" in greeted["html"]
        assert hall.check_ins == []
        await kiosk.touch(greeted, "check-in")
        await stream.until(shows("C012"))


async def test_a_card_may_be_laid_for_something_else_than_the_appointment(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.identifies("V9", "张**", appointment=expected("card"))
        greeted = await stream.until(shows("预约签到"))
        await kiosk.touch(greeted, "service", "advice")
        await stream.until(shows("F012"))
    assert hall.check_ins == []


@pytest.mark.parametrize(
    ("code", "details", "chinese", "english"),
    [
        ("appointment_early", {"due": DUE, "earliest": FROM}, "12:30 起", "from 12:30"),
        ("appointment_over", {"due": DUE}, "预约时间已过", "Your appointment is over"),
        ("appointment_cancelled", {}, "这个预约已取消", "was cancelled"),
        ("unknown_appointment", {}, "没有查到预约", "Appointment not found"),
        ("other_hall", {}, "其他营业厅", "at another hall"),
        ("bad_signature", {}, "不是有效的预约码", "not a valid appointment code"),
        ("bad_code", {}, "不是有效的预约码", "not a valid appointment code"),
        ("no_headquarters", {}, "本厅暂不办理预约", "This hall takes no appointments"),
        ("service_off", {}, "这项业务暂停受理", "not offered at the moment"),
    ],
)
async def test_every_no_to_what_was_shown_is_a_clear_sentence(
    kiosk, hall, code, details, chinese, english
):
    hall.refuse, hall.refuse_with = code, details
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.identifies("V9", "", document="code", reader="scanner-1", appointment=expected("qr"))
        refused = await stream.until(lambda state: state["stage"] == "refused")
        assert chinese in refused["html"]
        assert english in refused["html"]
        hall.refuse = ""
        menu = await kiosk.touch(refused, "again")
        await kiosk.touch(menu, "service", "advice")
        await stream.until(shows("F012"))


async def test_too_many_wrong_codes_are_locked_out_and_told_so(kiosk, hall):
    hall.refuse = "code_locked"
    async with kiosk.stream("/ticket/events") as stream:
        await typed(kiosk, await stream.until(begins))
        refused = await stream.until(shows("输错次数过多"))
    assert "Too many wrong codes" in refused["html"]


async def test_nobody_is_told_what_another_person_has_booked(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.identifies("V8", "李**", appointment=expected("card"))
        await stream.until(shows("预约签到"))
        hall.identifies("V9", "王**")
        other = await stream.until(shows("王**"))
    assert "预约签到" not in other["html"]
    assert "李" not in other["html"]
