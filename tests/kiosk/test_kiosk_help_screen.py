"""The button that calls somebody: what the hall hears of it, and what the screen says."""

from collections.abc import AsyncIterator

import pytest
from kiosk_hall import hall_at
from kiosk_served import Kiosk, kiosk_before

from kiosk.config import KioskConfig

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
        assert "Our staff was called" in called["html"]
        assert [call["about"] for call in hall.help_calls] == ["choosing"]
        hall.accepts_help()
        coming = await stream.until(shows("工作人员正在过来"))
        assert "Somebody is on the way" in coming["html"]
        assert coming["stage"] == "choosing"
        hall.ends_help()
        await stream.until(lambda state: "工作人员正在过来" not in state["html"])


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


async def test_a_call_that_stood_before_an_outage_stands_after_it(kiosk, hall):
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "help")
        await stream.until(shows("已呼叫工作人员"))
        hall.goes_away()
        await stream.until(shows("暂停服务，请稍候"))
        hall.help["ticket-1"] = hall.help["ticket-1"].model_copy(update={"accepted_by": "2001"})
        hall.away = False
        await stream.until(shows("工作人员正在过来"))


async def test_a_call_that_does_not_get_through_is_no_promise(kiosk, hall):
    hall.helps = False
    async with kiosk.stream("/ticket/events") as stream:
        state = await kiosk.touch(await stream.until(begins), "touch")
        await kiosk.touch(state, "help")
        said = await stream.until(shows("没有呼叫成功"))
        assert "please ask at the desk" in said["html"]
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
