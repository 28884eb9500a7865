"""The ticket screen as visitors have it before them: touched, read, photographed, left."""

import io

import pytest
import zxingcpp
from glasses import UPRIGHT, WIDE, photograph
from judging import BUTTONS, CONTRASTS
from kiosk_hall import device
from PIL import Image

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

FEEDBACK_MS = """() => {
  const button = document.querySelector(".begin");
  const began = performance.now();
  button.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
  if (!button.classList.contains("pressed")) return Infinity;
  return new Promise((painted) =>
    requestAnimationFrame(() => setTimeout(() => painted(performance.now() - began))));
}"""


@pytest.mark.parametrize("size", [UPRIGHT, WIDE], ids=["upright", "wide"])
async def test_a_visitor_touches_a_service_and_reads_the_number(stage, picture, size):
    async with stage() as set_up, set_up.screen("/ticket", size) as glass:
        await glass.tap(".begin")
        await glass.sees("请选择业务")
        if size == UPRIGHT:
            await picture(glass.page, "ticket-services")
        await glass.tap("[data-value=bills]")
        await glass.tap("[data-value=pay]")
        await glass.sees("A012")
        await glass.sees("前面还有 3 人")
        await glass.sees("Please take your ticket")
        if size == UPRIGHT:
            await picture(glass.page, "ticket")
        await glass.tap("[data-action=leave]")
        await glass.sees("触摸取号")


async def test_a_greeted_visitor_who_walks_away_leaves_no_name_on_the_glass(stage, picture):
    async with (
        stage(idle_timeout_s=4, idle_warning_s=2) as set_up,
        set_up.screen("/ticket", UPRIGHT) as glass,
    ):
        await picture(glass.page, "ticket-attract")
        set_up.hall.identifies("V9", "张**")
        await glass.sees("您好，张**")
        await picture(glass.page, "ticket-greeted")
        await glass.page.locator("#still-there").wait_for(state="visible")
        await glass.loses("张**")
        await glass.sees("触摸取号")
        assert "张" not in await glass.page.content()
        assert await glass.page.locator("#still-there").is_hidden()
        await set_up.hall.was_abandoned.wait()


async def test_a_touch_answers_the_question_whether_somebody_is_there(stage):
    async with (
        stage(idle_timeout_s=3, idle_warning_s=2.5) as set_up,
        set_up.screen("/ticket", UPRIGHT) as glass,
    ):
        await glass.tap(".begin")
        await glass.page.locator("#still-there").wait_for(state="visible")
        await glass.tap("#still-there button")
        await glass.page.locator("#still-there").wait_for(state="hidden")
        await glass.sees("请选择业务")


@pytest.mark.parametrize("size", [UPRIGHT, WIDE], ids=["upright", "wide"])
async def test_without_paper_a_phone_reads_the_ticket_off_the_screen(stage, picture, size):
    async with stage() as set_up, set_up.screen("/ticket", size) as glass:
        set_up.hall.delivery = ("screen", "paper_out")
        await glass.tap(".begin")
        await glass.tap("[data-value=connect]")
        await glass.sees("请用手机拍下这个屏幕")
        if size == UPRIGHT:
            await picture(glass.page, "ticket-paper-out")
        seen = Image.open(io.BytesIO(await photograph(glass.page)))
        codes = zxingcpp.read_barcodes(seen)
    assert [code.text for code in codes] == [set_up.hall.qr]


async def test_a_touch_is_answered_in_the_same_moment(stage):
    async with stage() as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        assert await glass.page.evaluate(FEEDBACK_MS) <= 50


async def test_hasty_fingers_take_one_ticket(stage):
    async with stage() as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        set_up.hall.gate.clear()
        await glass.tap(".begin")
        await glass.sees("请选择业务")
        await glass.page.evaluate(
            "for (let n = 0; n < 5; n++) document.querySelector('[data-value=connect]').click()"
        )
        await glass.sees("正在为您取号")
        set_up.hall.gate.set()
        await glass.sees("C012")
        assert len(set_up.hall.asked) == 1


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
@pytest.mark.parametrize("size", [UPRIGHT, WIDE], ids=["upright", "wide"])
async def test_everything_to_touch_is_large_within_reach_and_readable(stage, size, elder):
    async with stage() as set_up, set_up.screen("/ticket", size) as glass:

        async def check(main: str) -> None:
            contrasts = await glass.page.evaluate(CONTRASTS)
            assert [text for text, ratio in contrasts if ratio < 7] == []
            for text, width, height, bottom in await glass.page.evaluate(BUTTONS):
                assert min(width, height) >= 44, text
                assert bottom <= size[1] + height / 2, f"{text} is below the screen's edge"
            box = await glass.page.locator(main).first.bounding_box()
            assert size == WIDE or box["y"] + box["height"] > size[1] / 3

        await check(".begin")
        await glass.tap("[data-action=elder]" if elder else ".begin")
        await glass.sees("请选择业务")
        await check(".entry")
        await glass.tap("[data-action=priority]")
        await glass.sees("已选择优先服务")
        await check(".entry")
        await glass.tap("[data-action=language]")
        await glass.page.locator("html[lang=en]").wait_for()
        await check(".entry")
        set_up.hall.refuse = "day_closed"
        await glass.tap("[data-value=connect]")
        await glass.sees("The hall is closed at this hour")
        await check(".main")
        set_up.hall.refuse, set_up.hall.delivery = "", ("screen", "paper_out")
        await glass.tap("[data-action=again]")
        await glass.tap("[data-value=move]")
        await glass.sees("D012")
        await check("[data-action=leave]")


async def test_elder_mode_is_much_larger(stage):
    size_px = "parseFloat(getComputedStyle(document.querySelector('.entry')).fontSize)"
    async with stage() as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        await glass.tap(".begin")
        await glass.sees("请选择业务")
        normal = await glass.page.evaluate(size_px)
        await glass.tap("[data-action=elder]")
        await glass.page.locator("[data-elder=yes]").wait_for()
        assert await glass.page.evaluate(size_px) >= 1.3 * normal


async def test_a_lost_hall_is_said_and_comes_back_without_a_hand(stage):
    async with stage(reconnect_min_s=0.05) as set_up, set_up.screen("/ticket", WIDE) as glass:
        await glass.tap(".begin")
        await glass.sees("请选择业务")
        set_up.hall.goes_away()
        await glass.sees("暂停服务，请稍候")
        await glass.sees("One moment please")
        set_up.hall.away = False
        await glass.sees("请选择业务")


async def test_a_lost_server_leaves_no_name_on_the_glass(stage):
    async with stage() as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        glass.outages_expected = True
        set_up.hall.identifies("V9", "张**")
        await glass.sees("您好，张**")
        await glass.page.context.set_offline(True)
        set_up.kiosk.app.state.screens.close()
        await glass.sees("暂停服务，请稍候")
        assert "张" not in await glass.page.locator("#screen").inner_html()
        await glass.page.context.set_offline(False)
        await glass.sees("您好，张**")


async def test_a_page_does_not_change_under_a_finger(stage):
    async with stage() as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        await glass.tap(".begin")
        await glass.sees("请选择业务")
        await glass.page.locator("[data-value=connect]").hover()
        await glass.page.mouse.down()
        set_up.hall.waiting["connect"] = 7
        set_up.hall.devices[1] = device("printer-1", "printer", paper="out")
        set_up.hall.happens("TicketIssued", "V1", leg=1, delivery="paper", reason="")
        # No second browser may come as this screen: what it was sent is seen inside its server.
        terminal = set_up.kiosk.app.state.screens.stations["ticket"]["ticket-1"]
        with terminal.audience.seat(terminal.state()) as seat:
            while "等候 7 人" not in (await seat.next())["html"]:
                pass
        await glass.page.mouse.up()
        await glass.sees("C012")


async def test_nothing_moves_where_motion_is_unwanted(stage):
    async with (
        stage() as set_up,
        set_up.screen("/ticket", UPRIGHT, reduced_motion="reduce") as glass,
    ):
        await glass.tap(".begin")
        await glass.tap("[data-value=connect]")
        await glass.sees("C012")
        running = "document.getAnimations().filter((a) => a instanceof CSSAnimation).length"
        assert await glass.page.evaluate(running) == 0
