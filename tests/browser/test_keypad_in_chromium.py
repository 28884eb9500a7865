"""The keypad for an identity number as visitors have it before them, and what they leave on it."""

import pytest
from glasses import UPRIGHT, WIDE
from judging import BUTTONS, CONTRASTS

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

NUMBER = "11010119560307771X"


async def type_number(glass, number: str) -> None:
    for character in number:
        await glass.tap(f'[data-key="{character}"]')


async def typed(glass) -> str:
    """Return what stands in the places of the number."""
    return "".join(await glass.page.locator(".typed .character").all_inner_texts()).strip()


@pytest.mark.parametrize("size", [UPRIGHT, WIDE], ids=["upright", "wide"])
async def test_a_number_is_typed_where_the_reader_is_lost(stage, picture, size):
    async with stage() as set_up, set_up.screen("/ticket", size) as glass:
        set_up.hall.loses("reader-1", "reader")
        await glass.sees("读卡器暂停使用")
        await glass.tap(".main.type-number")
        await glass.sees("共 18 位")
        await type_number(glass, NUMBER[:14])
        await glass.page.locator(".character", has_text="•").nth(10).wait_for()
        if size == UPRIGHT:
            await picture(glass.page, "ticket-keypad")
        await type_number(glass, NUMBER[14:])
        await glass.tap("[data-key=send]")
        await glass.sees("号码已核对")
        assert [sent["number"] for sent in set_up.hall.typed] == [NUMBER]


async def test_all_but_the_end_is_hidden_after_a_moment_and_shown_again_on_request(stage):
    async with stage() as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        await glass.tap(".type-number")
        await type_number(glass, "110101")
        assert (await typed(glass)).startswith("1")
        hidden = glass.page.locator(".typed", has_text="•••")
        await hidden.wait_for()
        assert await typed(glass) == "•••101"
        await glass.tap("[data-key=show]")
        assert await typed(glass) == "110101"
        await hidden.wait_for()


async def test_wrong_keys_are_taken_back_and_an_x_is_only_the_last(stage):
    async with stage() as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        await glass.tap(".type-number")
        await type_number(glass, "1X2")
        await glass.tap("[data-key=delete]")
        assert await typed(glass) == "1"
        await glass.tap("[data-key=clear]")
        assert await typed(glass) == ""
        await type_number(glass, NUMBER + "9")
        assert len(await typed(glass)) == 18
        assert await glass.page.locator("[data-key=send]").is_enabled()
        await glass.tap("[data-key=delete]")
        assert await glass.page.locator("[data-key=send]").is_disabled()


async def test_a_wrong_number_can_be_mended_and_is_not_sent_again_as_it_is(stage):
    async with stage() as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        set_up.hall.refuse = "bad_number"
        await glass.tap(".type-number")
        await type_number(glass, NUMBER[:17] + "0")
        await glass.tap("[data-key=send]")
        await glass.sees("号码有误，请检查后再确认")
        send = glass.page.locator("[data-key=send]")
        assert await send.is_disabled()
        await glass.tap("[data-key=delete]")
        await type_number(glass, "X")
        set_up.hall.refuse = ""
        await send.tap()
        await glass.sees("号码已核对")
        assert [sent["number"][-1] for sent in set_up.hall.typed] == ["0", "X"]


async def test_whoever_types_slowly_is_not_asked_whether_they_are_there(stage):
    async with (
        stage(idle_timeout_s=3, idle_warning_s=1.5) as set_up,
        set_up.screen("/ticket", UPRIGHT) as glass,
    ):
        await glass.tap(".type-number")
        for character in "1101":
            await glass.page.wait_for_timeout(1050)
            await type_number(glass, character)
        assert await glass.page.locator("#still-there").is_hidden()
        assert len(await typed(glass)) == 4


async def test_the_next_person_finds_nothing_of_a_number(stage):
    async with (
        stage(idle_timeout_s=2, idle_warning_s=0.5) as set_up,
        set_up.screen("/ticket", UPRIGHT) as glass,
    ):
        await glass.tap(".type-number")
        await type_number(glass, "110101")
        await glass.sees("触摸取号")
        assert "101" not in await glass.page.locator("#screen").inner_text()
        await glass.tap(".type-number")
        assert await typed(glass) == ""
        await type_number(glass, "4401")
        await glass.tap("[data-action=again]")
        await glass.tap(".type-number")
        assert await typed(glass) == ""


async def test_a_lost_server_leaves_no_number_on_the_glass(stage):
    async with stage() as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        glass.outages_expected = True
        await glass.tap(".type-number")
        await type_number(glass, "110101")
        await glass.page.context.set_offline(True)
        set_up.kiosk.app.state.screens.close()
        await glass.sees("暂停服务，请稍候")
        await glass.page.context.set_offline(False)
        await glass.sees("共 18 位")
        assert await typed(glass) == ""


async def test_a_page_that_comes_anew_keeps_what_its_visitor_has_typed(stage):
    async with stage() as set_up, set_up.screen("/ticket", UPRIGHT) as glass:
        await glass.tap(".type-number")
        await type_number(glass, "110101")
        set_up.hall.happens("CardNotRead", "reader-1", trouble="unreadable")
        await glass.sees("请重新放卡")
        assert (await typed(glass)).endswith("101")
        await glass.tap("[data-action=language]")
        await glass.page.locator("html[lang=en]").wait_for()
        assert (await typed(glass)).endswith("101")


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
@pytest.mark.parametrize("size", [UPRIGHT, WIDE], ids=["upright", "wide"])
async def test_keys_and_messages_are_large_within_reach_and_readable(stage, size, elder):
    async with stage() as set_up, set_up.screen("/ticket", size) as glass:

        async def check() -> None:
            contrasts = await glass.page.evaluate(CONTRASTS)
            assert [text for text, ratio in contrasts if ratio < 7] == []
            for text, width, height, bottom in await glass.page.evaluate(BUTTONS):
                assert min(width, height) >= 44, text
                assert bottom <= size[1], f"{text} is below the screen's edge"

        set_up.hall.loses("reader-1", "reader")
        await glass.sees("读卡器暂停使用")
        await check()
        if elder:
            await glass.tap("[data-action=elder]")
            await glass.page.locator(".aside.type-number").wait_for()
        await glass.tap(".type-number")
        await glass.sees("共 18 位")
        set_up.hall.refuse = "bad_number"
        await type_number(glass, NUMBER)
        await glass.tap("[data-key=send]")
        await glass.sees("号码有误")
        set_up.hall.happens("CardNotRead", "reader-1", trouble="unsupported")
        await glass.sees("不支持该证件")
        await check()
        await glass.tap("[data-action=language]")
        await glass.page.locator("html[lang=en]").wait_for()
        await check()
        await glass.tap("[data-action=again]")
        set_up.hall.runs_on("low")
        await glass.sees("备用电源即将用尽，暂停取号")
        await check()
