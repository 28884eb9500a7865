"""Waits, documents, several services, codes, notices and help, as visitors see them."""

import pytest
from glasses import BOARD, UPRIGHT, WIDE
from judging import BUTTONS, CONTRASTS
from kiosk_hall import FakeHall, shapes

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

OFFERS = {"appointments": True, "search_from": 4, "offers_hold_s": 0.2}
PLACES = """[...document.querySelectorAll("#screen button")].map((button) => {
  const box = button.getBoundingClientRect();
  return [box.x, box.y, box.width, box.height];
})"""
OVERFLOWS = """[...document.querySelectorAll("#screen .entry, #screen .control")]
  .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.innerText)"""


def busy(hall: FakeHall) -> None:
    """Have a hall with something to say about every service."""
    card = shapes.Document(name="身份证", name_english="Identity card")
    hall.documents = {"connect": [card]}
    hall.search = {"pay": ["jdf", "df"], "connect": ["dy"]}
    hall.stands("pay", low_min=10, high_min=15)
    hall.stands("connect", low_min=20, high_min=30)
    hall.stands("move", closed="quota_used_up", opens_at="2025-03-03T14:00+08:00")
    hall.stands("meter", closed="service_off")
    hall.stands("advice", low_min=0, high_min=4)
    hall.wait = shapes.Wait(low_min=10, high_min=15)
    hall.goes_away()  # whoever comes back looks at everything anew
    hall.away = False


async def judged(glass, size: tuple[int, int]) -> None:
    """Hold what is seen against what everybody can read and touch."""
    contrasts = await glass.page.evaluate(CONTRASTS)
    assert [text for text, ratio in contrasts if ratio < 7] == []
    for text, width, height, bottom in await glass.page.evaluate(BUTTONS):
        assert min(width, height) >= 44, text
        assert bottom <= size[1] + height / 2, f"{text} is below the screen's edge"
    assert await glass.page.evaluate(OVERFLOWS) == []


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
@pytest.mark.parametrize("size", [UPRIGHT, WIDE], ids=["upright", "wide"])
async def test_every_new_page_is_readable_and_within_reach(stage, picture, size, elder):
    async def kept(name: str) -> None:
        await judged(glass, size)
        if size == UPRIGHT and not elder:
            await picture(glass.page, name)

    async with stage(**OFFERS) as set_up, set_up.screen("/ticket", size) as glass:
        busy(set_up.hall)
        await glass.tap("[data-action=elder]" if elder else ".begin")
        await glass.sees("名额已满")
        await kept("ticket-waits")
        if elder:
            await glass.tap("[data-action=all]")
        await glass.tap("[data-action=several]")
        await glass.tap("[data-value=connect]")
        await glass.tap("[data-value=advice]")
        await glass.sees("已选 2/5 项" if not elder else "尽量在同一窗口办完")
        await kept("ticket-several")
        await glass.tap("[data-action=take]")
        await glass.sees("这些材料都带了吗？")
        await kept("ticket-documents")
        await glass.tap(".main[data-action=seen]")
        await glass.sees("之后还办：用能咨询")
        await kept("ticket-several-taken")
        await glass.tap("[data-action=leave]")
        await glass.sees("触摸取号")
        await glass.tap("[data-action=code-keys]")
        await glass.sees("请输入预约码")
        await kept("ticket-code")


async def test_a_code_is_typed_as_it_is_read_and_is_a_ticket(stage):
    async with stage(**OFFERS) as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        set_up.hall.appointments = {"7K3M9QXD2RTA": "connect"}
        await glass.tap("[data-action=code-keys]")
        await glass.sees("请输入预约码")
        for character in "7K3M9QXD2RT":
            await glass.tap(f'[data-key="{character}"]')
        assert await glass.page.locator("[data-key=send]").is_disabled()
        await glass.tap('[data-key="B"]')
        await glass.tap("[data-key=send]")
        await glass.sees("预约码不对")
        assert await glass.page.locator("[data-key=send]").is_disabled()
        await glass.tap("[data-key=delete]")
        await glass.tap('[data-key="A"]')
        await glass.tap("[data-key=send]")
        await glass.sees("C012")


async def test_a_code_is_gone_from_the_glass_with_whoever_typed_it(stage):
    async with (
        stage(**OFFERS, idle_timeout_s=2, idle_warning_s=1) as set_up,
        set_up.screen("/ticket", UPRIGHT) as glass,
    ):
        await glass.tap("[data-action=code-keys]")
        for character in "7K3M":
            await glass.tap(f'[data-key="{character}"]')
        await glass.sees("触摸取号")
        await glass.tap("[data-action=code-keys]")
        await glass.sees("请输入预约码")
        assert (await glass.page.locator(".typed").inner_text()).strip() == ""


async def test_a_service_is_found_by_letters(stage):
    async with stage(**OFFERS) as set_up, set_up.screen("/ticket", WIDE) as glass:
        busy(set_up.hall)
        await glass.tap(".begin")
        await glass.sees("名额已满")
        await glass.tap("[data-action=search]")
        await glass.tap("[data-value=i]")
        await glass.sees("发票打印")
        await judged(glass, WIDE)


@pytest.mark.parametrize("size", [UPRIGHT, WIDE], ids=["upright", "wide"])
async def test_neither_a_notice_nor_a_called_helper_moves_a_button(stage, picture, size):
    async with (
        stage(**OFFERS) as set_up,
        set_up.screen("/ticket", size, reduced_motion="reduce") as glass,
    ):
        await glass.tap(".begin")
        await glass.sees("请选择业务")
        before = await glass.page.evaluate(PLACES)
        set_up.hall.tells("15:30 起停电检修约一小时", "Maintenance from 15:30 for about an hour")
        await glass.sees("停电检修约一小时")
        assert await glass.page.evaluate(PLACES) == before
        await glass.tap("[data-action=help]")
        await glass.sees("已呼叫工作人员")
        set_up.hall.accepts_help()
        await glass.sees("李静（工号 2001）正在过来")
        assert await glass.page.evaluate(PLACES) == before
        if size == UPRIGHT:
            await picture(glass.page, "ticket-notice")
        await glass.tap("[data-value=connect]")
        await glass.sees("C012")


async def test_a_notice_on_the_board_leaves_every_call_to_be_seen(stage, picture):
    async with stage(**OFFERS) as set_up, set_up.screen("/board", BOARD) as glass:
        busy(set_up.hall)
        set_up.hall.calls_ticket("A011", 1)
        await glass.sees("约 10–15 分钟")
        set_up.hall.tells("15:30 起停电检修约一小时", "Maintenance from 15:30 for about an hour")
        await glass.sees("停电检修约一小时")
        notice = await glass.page.locator(".notices").bounding_box()
        call = await glass.page.locator(".call").first.bounding_box()
        assert call["y"] >= notice["y"] + notice["height"]
        await picture(glass.page, "board-notice")
