"""The further pages of the ticket screen as visitors have them before them, and what is left."""

import io

import pytest
import zxingcpp
from glasses import UPRIGHT, WIDE, photograph
from judging import BUTTONS, CONTRASTS
from PIL import Image

from kiosk.hall_map import Area, CounterPlace, HallMap, Mark, ScreenPlace

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

PHONE = "13812345678"
MAP = HallMap(
    20,
    12,
    areas=(
        Area("A区", "Zone A", x_m=1.5, y_m=3.8, width_m=6.5, depth_m=4),
        Area("B区", "Zone B", x_m=12, y_m=3.8, width_m=6.5, depth_m=4),
    ),
    counters=tuple(CounterPlace(str(n), "", 4.0 * n - 2, 1) for n in range(1, 6)),
    screens=(ScreenPlace("ticket-1", 10, 9.2),),
    marks=(Mark("入口", "Entrance", 13.5, 11.4),),
)


async def judge(glass, size) -> None:
    """Fail where something to touch is small or out of reach, or a text hard to read."""
    contrasts = await glass.page.evaluate(CONTRASTS)
    assert [text for text, ratio in contrasts if ratio < 7] == []
    for text, width, height, bottom in await glass.page.evaluate(BUTTONS):
        assert min(width, height) >= 44, text
        assert bottom <= size[1], f"{text} is below the screen's edge"


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
@pytest.mark.parametrize("size", [UPRIGHT, WIDE], ids=["upright", "wide"])
async def test_from_a_phone_number_to_the_way_to_the_seats(stage, picture, size, elder):
    offered = {"paperless": True, "pays_at_terminal": True, "map": MAP}
    async with stage(**offered) as set_up, set_up.screen("/ticket", size) as glass:
        hall, plain = set_up.hall, size == UPRIGHT and not elder
        await glass.tap("[data-action=elder]" if elder else ".begin")
        await glass.tap(".type-number")
        await glass.tap("[data-action=keypad][data-value=phone]")
        await glass.sees("共 11 位")
        for character in PHONE:
            await glass.tap(f'[data-key="{character}"]')
        await judge(glass, size)
        hall.owed["T1"] = 8640
        await glass.tap("[data-key=send]")
        await glass.page.get_by_text("**5678").first.wait_for(state="attached")
        assert PHONE not in await glass.page.content()
        await glass.tap("[data-action=owed]")
        await glass.sees("86.40")
        await judge(glass, size)
        if plain:
            await picture(glass.page, "ticket-owed")
        await glass.tap("[data-value=connect]")
        await judge(glass, size)
        if plain:
            await picture(glass.page, "ticket-paper-or-not")
        await glass.tap("[data-action=paper][data-value=on]")
        await glass.tap("[data-action=map]")
        await glass.page.locator(".hall-map .meant").wait_for()
        await judge(glass, size)
        if plain:
            await picture(glass.page, "ticket-map")
        await glass.tap("[data-action=ticket]")
        await glass.sees("C012")


@pytest.mark.parametrize("size", [UPRIGHT, WIDE], ids=["upright", "wide"])
async def test_a_ticket_without_paper_is_read_by_a_phone(stage, size):
    async with (
        stage(paperless=True, map=MAP) as set_up,
        set_up.screen("/ticket", size) as glass,
    ):
        set_up.hall.delivery = ("screen", "")
        await glass.tap(".begin")
        await glass.tap("[data-value=move]")
        await glass.tap("[data-action=paper][data-value=off]")
        await glass.sees("请用手机拍下这个屏幕")
        seen = Image.open(io.BytesIO(await photograph(glass.page)))
        assert [code.text for code in zxingcpp.read_barcodes(seen)] == [set_up.hall.qr]
        assert set_up.hall.asked[0][1]["delivery"] == "screen"


async def test_a_visitor_says_quietly_which_group_is_theirs(stage, picture):
    groups = ["elderly", "disabled", "pregnant", "infant", "service"]
    async with (
        stage(priority_groups=groups) as set_up,
        set_up.screen("/ticket", UPRIGHT) as glass,
    ):
        await glass.tap(".begin")
        await glass.tap("[data-action=priorities]")
        await glass.sees("请选择优先类别")
        await judge(glass, UPRIGHT)
        await picture(glass.page, "ticket-priority")
        await glass.tap("[data-value=pregnant]")
        await glass.sees("已选择优先服务")


async def test_the_seconds_that_are_left_are_counted_on_the_glass(stage):
    async with (
        stage(idle_timeout_s=4, idle_warning_s=2) as set_up,
        set_up.screen("/ticket", UPRIGHT) as glass,
    ):
        await glass.tap(".begin")
        left = glass.page.locator("#still-there .countdown")
        await left.wait_for(state="visible")
        assert await left.inner_text() in ("1", "2")
        await glass.sees("触摸取号")


async def test_two_screens_at_once_are_two_visitors(stage):
    async with (
        stage(terminals=["ticket-1", "ticket-2"]) as set_up,
        set_up.screen("/ticket?terminal=ticket-1", UPRIGHT) as one,
        set_up.screen("/ticket?terminal=ticket-2", WIDE) as other,
    ):
        set_up.hall.gate.clear()
        await one.tap("[data-action=language]")
        await one.page.locator("html[lang=en]").wait_for()
        await one.tap("[data-value=connect]")
        await other.tap(".begin")
        await other.tap("[data-value=move]")
        await other.sees("正在为您取号")
        set_up.hall.gate.set()
        await one.sees("C012")
        await other.sees("D012")
        assert "D012" not in await one.page.content()
        assert "C012" not in await other.page.content()
        assert len(set_up.hall.asked) == 2


async def test_a_printer_that_runs_out_in_the_middle_and_a_hall_that_restarts_lose_no_ticket(stage):
    async with (
        stage(reconnect_min_s=0.05, retry_pause_s=0.05) as set_up,
        set_up.screen("/ticket", UPRIGHT) as glass,
    ):
        set_up.hall.gate.clear()
        await glass.tap(".begin")
        await glass.tap("[data-value=connect]")
        await glass.sees("正在为您取号")
        set_up.hall.delivery = ("screen", "paper_out")
        set_up.hall.goes_away()
        await glass.sees("暂停服务，请稍候")
        set_up.hall.away = False
        set_up.hall.gate.set()
        await glass.sees("C012")
        await glass.sees("打印机暂时缺纸")
        assert len({key for key, _ in set_up.hall.asked}) == 1
