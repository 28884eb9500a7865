"""The button that calls somebody: what the hall hears of it, and what the screen says."""

from collections.abc import AsyncIterator

import pytest
from kiosk_hall import hall_at
from kiosk_served import Kiosk, kiosk_before

from kiosk.config import KioskConfig
from kiosk.counter.config import CounterConfig
from kiosk.counter.script import counter_screens

CONFIG = KioskConfig(reconnect_min_s=0.01, reconnect_max_s=0.05, retry_pause_s=0.01)


@pytest.fixture
async def kiosk(hall, hall_socket) -> AsyncIterator[Kiosk]:
    async with hall_at(hall_socket, hall), kiosk_before(hall_socket, CONFIG) as kiosk:
        yield kiosk


def shows(text: str):
    return lambda state: text in state["html"]


def begins(state: dict) -> bool:
    return state["stage"] == "attract" and "触摸取号" in state["html"]


async def test_somebody_is_called_comes_and_it_is_over(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "help")
        called = await stream.until(shows("已呼叫工作人员"))
        assert "We have called our staff" in called["html"]
        assert [call["about"] for call in hall.help_calls] == ["choosing"]
        hall.accepts_help()
        coming = await stream.until(shows("李静（工号 2001）正在过来"))
        assert "李静 (staff no. 2001) is on the way" in coming["html"]
        assert coming["stage"] == "choosing"
        hall.ends_help()
        await stream.until(lambda state: "正在过来" not in state["html"])


async def test_impatient_fingers_make_one_call(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await stream.until(begins)
        for _ in range(4):
            state = await kiosk.touch(state, "help")
        await stream.until(shows("已呼叫工作人员"))
        await kiosk.touch(state, "help")
    assert len(hall.help_calls) == 1


async def test_whoever_leaves_calls_nobody_any_more(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "help")
        await stream.until(shows("已呼叫工作人员"))
        await kiosk.touch(state, "leave")
        await stream.until(lambda state: begins(state) and "呼叫工作人员" not in state["html"])
        async with kiosk.stream("/ticket/events") as after:
            await after.next()
    while hall.help:
        await kiosk.http.get("/healthz")
    assert [event.kind for event in hall.history[-2:]] == ["HelpCalled", "HelpEnded"]
    assert hall.help_ends == [state["dialogue"]]


async def test_whoever_comes_next_calls_for_themselves(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        # The hall has not heard yet that whoever called before has left.
        hall.calls_help(stay="somebody-before")
        hall.accepts_help()
        coming = await stream.until(shows("李静"))
        assert coming["dialogue"] == state["dialogue"]
        await kiosk.touch(state, "help")
        await stream.until(lambda _: hall.help_stays["ticket-1"] == state["dialogue"])
    assert hall.help["ticket-1"].accepted_by == "2001"


async def test_a_visitor_at_a_counter_calls_somebody_to_that_side_of_it(hall, hall_socket):
    side = counter_screens(CounterConfig(screens=["1"]), [])
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, CONFIG, [side]) as kiosk,
        kiosk.stream("/counter/events?terminal=1") as stream,
    ):
        state = await stream.until(lambda state: 'data-action="help"' in state["html"])
        body = {"dialogue": state["dialogue"], "action": "help", "value": ""}
        page = {**kiosk.own_page(), "X-Atrium-Screen": "counter"}
        await kiosk.http.post("/counter/touch?terminal=1", json=body, headers=page)
        await stream.until(shows("已呼叫工作人员"))
        hall.accepts_help("side-1")
        await stream.until(shows("李静（工号 2001）正在过来"))


async def test_a_call_that_stood_before_an_outage_stands_after_it(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "help")
        await stream.until(shows("已呼叫工作人员"))
        hall.goes_away()
        await stream.until(shows("暂停服务，请稍候"))
        hall.help["ticket-1"] = hall.help["ticket-1"].model_copy(update={"accepted_by": "2001"})
        hall.away = False
        await stream.until(shows("正在过来"))


async def test_a_call_that_does_not_get_through_is_no_promise(kiosk, hall):
    hall.helps = False
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "help")
        said = await stream.until(shows("没有呼叫成功"))
        assert "Please ask at the desk" in said["html"]
        hall.helps = True
        await kiosk.touch(said, "help")
        await stream.until(shows("已呼叫工作人员"))


async def test_where_a_hall_wants_no_calls_there_is_no_button(hall, hall_socket):
    config = KioskConfig(help_calls=False)
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, config) as kiosk,
        kiosk.stream("/ticket/events") as stream,
    ):
        assert 'data-action="help"' not in (await stream.until(begins))["html"]
