"""The main board as the hall sees it: calls pushed to it, in full view, whatever happens."""

import pytest
from glasses import BOARD, SMALL_BOARD, UPRIGHT
from kiosk_hall import device

from kiosk.board.config import BoardConfig, ZoneConfig

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

OUT_OF_PLACE = """[...document.querySelectorAll(".call, .waiting li, .top, .foot")]
  .flatMap((row) => {
  const frame = row.getBoundingClientRect();
  return [...row.children]
    .map((part) => [part.innerText, part.getBoundingClientRect()])
    .filter(([, box]) => box.width)
    .filter(([, box]) => box.top < frame.top || box.bottom > frame.bottom
      || box.right > frame.right || frame.bottom > innerHeight)
    .map(([text]) => text);
})"""

# Texts that are smaller than what is read from six metres away: 28 of 1920 pixels.
TOO_SMALL = """(() => {
  const least = 1.39 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  return [...document.querySelectorAll("#board *")]
    .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((e) => e.getClientRects().length && parseFloat(getComputedStyle(e).fontSize) < least)
    .map((e) => e.textContent);
})()"""

ZONES = [
    ZoneConfig("A区 缴费", "Zone A  Bills", counters=[f"c{number}" for number in range(1, 8)]),
    ZoneConfig("B区 用电业务", "Zone B  Connections", counters=["c8", "c9"]),
]


async def test_a_call_is_pushed_to_the_board_and_stands_out(stage):
    async with stage() as set_up:
        set_up.hall.calls_ticket("A001", 1)
        async with set_up.screen("/board", BOARD) as glass:
            await glass.sees("A001")
            assert await glass.page.locator(".is-new").count() == 0
            set_up.hall.calls_ticket("B007", 3)
            await glass.sees("B007")
            new = glass.page.locator(".call.is-new")
            assert "3号窗口" in await new.inner_text()
            assert "Counter 3" in await new.inner_text()
            assert await new.locator(".icon").count() > 0


async def test_a_second_call_leaves_the_first_in_view_and_standing_out(stage):
    async with stage() as set_up, set_up.screen("/board", BOARD) as glass:
        await glass.page.locator(".waiting").wait_for()
        set_up.hall.calls_ticket("A001", 1)
        await glass.sees("A001")
        set_up.hall.calls_ticket("B007", 3)
        await glass.sees("B007")
        numbers = await glass.page.locator(".is-new .number").all_inner_texts()
        assert numbers == ["B007", "A001"]


@pytest.mark.parametrize("size", [BOARD, SMALL_BOARD], ids=["large", "small"])
async def test_a_full_board_is_whole(stage, picture, size):
    async with stage() as set_up, set_up.screen("/board", size) as glass:
        for number, ticket in enumerate(["B003", "A010", "D002"], 1):
            set_up.hall.calls_ticket(ticket, number, "serving")
        for number, ticket in enumerate(["C004", "E021", "A012"], 4):
            set_up.hall.calls_ticket(ticket, number)
        set_up.hall.devices += [device("voice", "voice", health="offline")]
        set_up.hall.happens("FaultOpened", "voice", unit="", health="offline", detail="")
        await glass.sees("语音暂停，请留意屏幕")
        await glass.sees("A012")
        if size == BOARD:
            await picture(glass.page, "board")
        assert await glass.page.evaluate(OUT_OF_PLACE) == []


@pytest.mark.parametrize("size", [BOARD, SMALL_BOARD], ids=["large", "small"])
async def test_on_battery_without_voice_and_strips_the_board_is_whole(stage, picture, size):
    async with stage() as set_up, set_up.screen("/board", size) as glass:
        for number, ticket in enumerate(["B003", "A010", "D002", "C004", "E021"], 1):
            set_up.hall.calls_ticket(ticket, number, "serving")
        for kind in ("voice", "led"):
            set_up.hall.loses(kind, kind)
        set_up.hall.runs_on("battery")
        await glass.sees("停电，由备用电源供电")
        set_up.hall.calls_ticket("A012", 6)
        await glass.sees("A012")
        if size == BOARD:
            await picture(glass.page, "board-battery")
        assert await glass.page.evaluate(OUT_OF_PLACE) == []
        set_up.hall.runs_on("low")
        await glass.sees("备用电源即将用尽，暂停取号")
        assert await glass.page.evaluate(OUT_OF_PLACE) == []


async def test_a_call_that_nobody_hears_flashes_slowly_and_on_the_whole_board(stage):
    async with stage() as set_up, set_up.screen("/board", BOARD) as glass:
        await glass.page.locator(".waiting").wait_for()
        set_up.hall.loses("voice", "voice")
        await glass.sees("语音暂停，请留意屏幕")
        set_up.hall.calls_ticket("B007", 3)
        await glass.page.locator(".is-new").wait_for()
        styles = "(e) => [getComputedStyle(e).animationName, getComputedStyle(e).animationDuration]"
        # One flash a second is a third of what may begin to harm anybody (WCAG 2.3.1).
        assert await glass.page.locator(".is-new").evaluate(styles) == ["flash", "1s"]
        frame = "(e) => getComputedStyle(e).boxShadow"
        assert await glass.page.locator(".calls").evaluate(frame) != "none"


async def test_the_clock_shows_the_halls_time_whatever_the_screens_zone(stage):
    async with (
        stage() as set_up,
        set_up.screen("/board", BOARD, timezone_id="America/New_York") as glass,
    ):
        await glass.sees("12:00")
        await glass.sees("Monday 3 March")


async def test_a_lost_hall_is_said_and_the_truth_comes_back_without_new_calls_made_up(stage):
    async with stage(reconnect_min_s=0.05) as set_up:
        set_up.hall.calls_ticket("A001", 1)
        async with set_up.screen("/board", BOARD) as glass:
            await glass.sees("A001")
            set_up.hall.goes_away()
            await glass.sees("暂停服务，请稍候")
            set_up.hall.away = False
            await glass.sees("A001")
            assert await glass.page.locator(".is-new").count() == 0


async def test_without_motion_a_new_call_still_stands_out(stage):
    async with (
        stage() as set_up,
        set_up.screen("/board", BOARD, reduced_motion="reduce") as glass,
    ):
        await glass.page.locator(".waiting").wait_for()
        set_up.hall.calls_ticket("B007", 3)
        new = glass.page.locator(".is-new")
        await new.wait_for()
        style = "(e) => [getComputedStyle(e).animationName, getComputedStyle(e).boxShadow]"
        motion, frame = await new.evaluate(style)
        assert motion == "none"
        assert frame != "none"


@pytest.mark.parametrize(("size", "name"), [(BOARD, "board-zones"), (UPRIGHT, "board-upright")])
async def test_zones_with_more_calls_than_room_are_whole_and_read_from_afar(
    stage, picture, size, name
):
    board = BoardConfig(zones=ZONES, directions={"c9": "upstairs", "c3": "left"})
    async with stage(boards=[board]) as set_up:
        for number, ticket in enumerate(["B003", "A010", "D002", "F001"], 1):
            set_up.hall.calls_ticket(ticket, number, "serving")
        for number, ticket in enumerate(["C004", "E021", "A012", "F003", "F002"], 5):
            set_up.hall.calls_ticket(ticket, number)
        async with set_up.screen("/board", size) as glass:
            await glass.sees("F002")
            assert await glass.page.locator(".zone .pager").count() == 1
            await picture(glass.page, name)
            assert await glass.page.evaluate(OUT_OF_PLACE) == []
            assert await glass.page.evaluate(TOO_SMALL) == []
