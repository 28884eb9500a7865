"""The ticket screen over HTTP: what a browser is sent, and what its touches do in the hall."""

import logging

from kiosk_hall import device, hall_at
from kiosk_served import kiosk_before

from kiosk.config import KioskConfig


def begins(state: dict) -> bool:
    return state["stage"] == "attract" and "触摸取号" in state["html"]


def shows(text: str):
    return lambda state: text in state["html"]


async def test_the_page_is_whole_before_any_script_runs(kiosk):
    page = (await kiosk.http.get("/ticket")).text
    assert "触摸取号" in page
    assert "Touch to begin" in page
    assert "滨江路营业厅" in page


async def test_a_ticket_from_first_touch_to_its_number(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await stream.until(begins)
        state = await kiosk.touch(state, "touch")
        assert "缴费与账单" in state["html"]
        assert "Payments and bills" in state["html"]
        state = await kiosk.touch(state, "group", "bills")
        assert "等候 3 人" in state["html"]
        state = await kiosk.touch(state, "service", "pay")
        shown = await stream.until(shows("A012"))
    assert "前面还有 3 人" in shown["html"]
    assert "请到A区等候" in shown["html"]
    assert "Please wait in Zone A" in shown["html"]
    assert "请取走小票" in shown["html"]
    asked = hall.asked[0][1]
    assert (asked["service"], asked["delivery"]) == ("pay", "paper")
    assert not {"visit", "priority"} & asked.keys()


async def test_taps_and_retries_of_one_dialogue_take_one_ticket(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await stream.until(begins)
        state = await kiosk.touch(state, "touch")
        hall.gate.clear()
        for _ in range(3):
            await kiosk.touch(state, "service", "connect")
        hall.gate.set()
        await stream.until(shows("C012"))
    assert len(hall.tickets) == 1


async def test_a_hall_that_dies_while_it_issues_gives_that_same_ticket_when_it_is_back(
    hall, hall_socket
):
    config = KioskConfig(retry_pause_s=0.01, reconnect_min_s=0.01, reconnect_max_s=0.01)
    async with kiosk_before(hall_socket, config) as kiosk, kiosk.stream("/ticket/events") as stream:
        async with hall_at(hall_socket, hall):
            state = await kiosk.touch(await stream.until(begins), "touch")
            hall.gate.clear()
            await kiosk.touch(state, "service", "connect")
            await hall.was_asked.wait()
        await stream.until(shows("暂停服务"))
        hall.gate.set()
        async with hall_at(hall_socket, hall):
            await stream.until(shows("C012"))
    assert len({key for key, _ in hall.asked}) == 1
    assert len(hall.tickets) == 1


async def test_priority_is_asked_for_only_when_it_was_declared(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        assert "我需要优先服务" in state["html"]
        await kiosk.touch(state, "priority", "elderly")
        await kiosk.touch(state, "service", "connect")
        await stream.until(shows("C012"))
    assert hall.asked[0][1]["priority"] == "elderly"


async def test_a_hall_without_a_priority_group_for_the_screen_does_not_offer_one(hall, hall_socket):
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, KioskConfig()) as kiosk,
        kiosk.stream("/ticket/events") as stream,
    ):
        state = await kiosk.touch(await stream.until(begins), "touch")
    assert "我需要优先服务" not in state["html"]


async def test_without_paper_the_number_comes_with_a_code_to_photograph(kiosk, hall):
    hall.delivery = ("screen", "paper_out")
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "service", "connect")
        shown = await stream.until(shows("C012"))
    assert "<svg" in shown["html"]
    assert "请用手机拍下这个屏幕" in shown["html"]
    assert "打印机暂时缺纸" in shown["html"]


async def test_a_printer_that_was_lost_before_is_why_the_number_is_on_the_screen(kiosk, hall):
    hall.delivery = ("screen", "no_printer")
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "service", "connect")
        shown = await stream.until(shows("C012"))
    assert "小票暂停打印，号码显示在屏幕上" in shown["html"]


async def test_a_ticket_of_uncertain_delivery_shows_its_number_too(kiosk, hall):
    hall.delivery, hall.qr = ("uncertain", ""), ""
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "service", "connect")
        shown = await stream.until(shows("C012"))
    assert "如未出票，请记住这个号码" in shown["html"]


async def test_a_refusal_is_said_in_both_languages_and_leads_back_to_the_menu(kiosk, hall):
    hall.refuse = "day_closed"
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "service", "connect")
        refused = await stream.until(shows("未能取号"))
        assert "现在不在营业时间" in refused["html"]
        assert "The hall is closed at this hour" in refused["html"]
        menu = await kiosk.touch(refused, "again")
    assert "新装用电" in menu["html"]


async def test_a_refusal_nobody_has_words_for_is_still_polite(kiosk, hall):
    hall.refuse = "something_new"
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "service", "connect")
        refused = await stream.until(shows("未能取号"))
    assert "请重新选择，或向大堂人员咨询" in refused["html"]


async def test_a_card_on_the_bound_reader_greets_by_masked_name_and_asks_once(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.identifies("V9", "张**")
        greeted = await stream.until(shows("您好，张**"))
        await kiosk.touch(greeted, "service", "connect")
        shown = await stream.until(shows("C012"))
    assert "张" not in shown["html"]
    assert hall.greeted == ["V9"]
    assert hall.asked[0][1]["visit"] == "V9"


async def test_an_elderly_visitor_is_greeted_in_large_type(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(begins)
        hall.identifies("V9", "张**", age_band="70_plus")
        greeted = await stream.until(shows("您好，张**"))
    assert greeted["elder"]


async def test_a_card_on_a_reader_of_no_screen_is_nobodys_business(kiosk, hall):
    hall.happens("VisitIdentified", "V9", reader="reader-7")
    hall.calls_ticket("A001", 1)
    async with kiosk.stream("/board/events") as stream:
        await stream.until(shows("A001"))
    assert hall.greeted == []


async def test_nobody_is_greeted_by_name_where_the_hall_does_not_want_it(hall, hall_socket):
    config = KioskConfig(readers={"reader-1": "ticket-1"}, greet_by_name=False)
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, config) as kiosk,
        kiosk.stream("/ticket/events") as stream,
    ):
        await stream.until(begins)
        hall.identifies("V9", "张**", age_band="70_plus")
        greeted = await stream.until(lambda state: state["elder"])
    assert "您好" in greeted["html"]
    assert "张" not in greeted["html"]


async def test_who_walks_away_is_wiped_and_abandoned(hall, hall_socket, caplog):
    caplog.set_level(logging.DEBUG)
    config = KioskConfig(readers={"reader-1": "ticket-1"}, idle_timeout_s=0.05)
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, config) as kiosk,
        kiosk.stream("/ticket/events") as stream,
    ):
        await stream.until(begins)
        hall.identifies("V9", "张**")
        wiped = await stream.until(lambda state: state["stage"] == "attract")
        await hall.was_abandoned.wait()
    assert "张" not in wiped["html"]
    assert hall.abandoned == ["V9"]
    assert "张" not in caplog.text


async def test_a_hall_that_was_away_hears_later_that_the_visitor_left(hall, hall_socket):
    config = KioskConfig(
        readers={"reader-1": "ticket-1"},
        idle_timeout_s=0.2,
        retry_pause_s=0.01,
        reconnect_min_s=0.01,
    )
    async with kiosk_before(hall_socket, config) as kiosk, kiosk.stream("/ticket/events") as stream:
        async with hall_at(hall_socket, hall):
            await stream.until(begins)
            hall.identifies("V9", "张**")
            await stream.until(shows("您好，张**"))
        await stream.until(lambda state: state["stage"] == "attract")
        async with hall_at(hall_socket, hall):
            await hall.was_abandoned.wait()
    assert hall.abandoned == ["V9"]


async def test_a_ticket_on_the_glass_outlives_the_hall(hall, hall_socket):
    async with (
        kiosk_before(hall_socket, KioskConfig(reconnect_min_s=0.01)) as kiosk,
        kiosk.stream("/ticket/events") as stream,
        kiosk.stream("/board/events") as board,
    ):
        async with hall_at(hall_socket, hall):
            state = await kiosk.touch(await stream.until(begins), "touch")
            await kiosk.touch(state, "service", "connect")
            await stream.until(shows("C012"))
            await board.until(lambda state: state["board"])
        await board.until(lambda state: state["board"] is None)
        async with kiosk.stream("/ticket/events") as another:
            shown = await another.next()
    assert "C012" in shown["html"]
    assert "请到B区等候" in shown["html"]


async def test_a_touch_for_a_dialogue_that_is_over_changes_nothing(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        old = await stream.until(begins)
        hall.identifies("V9", "张**")
        await stream.until(shows("您好，张**"))
        answer = await kiosk.touch(old, "service", "connect")
    assert answer["stage"] == "greeted"
    assert hall.asked == []


async def test_languages_change_places_and_neither_is_lost(kiosk):
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "language", "en")
    first, second = state["html"].index("Please choose a service"), state["html"].index("请选择")
    assert first < second
    assert state["language"] == "en"


async def test_the_card_is_asked_for_only_while_a_reader_works(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        await stream.until(shows("也可将身份证放在读卡区"))
        hall.devices[0] = device("reader-1", "reader", health="offline")
        hall.happens("FaultOpened", "reader-1", unit="", health="offline", detail="")
        await stream.until(lambda state: begins(state) and "放在读卡区" not in state["html"])


async def test_a_printer_without_paper_is_told_before_a_service_is_chosen(kiosk, hall):
    hall.devices[1] = device("printer-1", "printer", health="online", paper="out")
    hall.happens("FaultOpened", "printer-1", unit="", health="userError", detail="paper_out")
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        if "小票暂停打印" not in state["html"]:
            await stream.until(shows("小票暂停打印"))


async def test_two_terminals_hold_two_dialogues(hall, hall_socket):
    config = KioskConfig(terminals=["ticket-1", "ticket-2"])
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, config) as kiosk,
        kiosk.stream("/ticket/events?terminal=ticket-1") as one,
        kiosk.stream("/ticket/events?terminal=ticket-2") as two,
    ):
        await kiosk.touch(await one.until(begins), "touch")
        assert (await one.next())["stage"] == "choosing"
        assert (await two.until(begins))["stage"] == "attract"
        answer = await kiosk.http.get("/ticket/events?terminal=ticket-3")
    assert answer.status_code == 404
