"""The visitor's page on a telephone, in a real Chromium, as headquarters serves it."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from glasses import REPORT_VIOLATIONS, Glass
from playwright.async_api import Browser

sys.path.insert(0, str(Path(__file__).parent.parent / "sync"))

from visitorsoffice import VisitorsOffice

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

SMALL, TALL = (360, 740), (412, 915)


@asynccontextmanager
async def telephone(
    chromium: Browser, address: str, size: tuple[int, int], locale: str = "zh-CN", zoom: float = 1
) -> AsyncIterator[Glass]:
    """Give a telephone of that size and language, whose type is `zoom` times as large."""
    width, height = size
    context = await chromium.new_context(
        viewport={"width": int(width / zoom), "height": int(height / zoom)},
        device_scale_factor=zoom,
        locale=locale,
        has_touch=True,
        is_mobile=True,
    )
    page = await context.new_page()
    await page.add_init_script(REPORT_VIOLATIONS)
    glass = Glass(page, address)
    glass.watch()
    try:
        yield glass
        assert await context.cookies() == []
        assert await page.evaluate("localStorage.length + sessionStorage.length") == 0
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= int(width / zoom)
        assert glass.faults == []
    finally:
        await context.close()


@pytest.fixture
def office(tmp_path: Path):
    office = VisitorsOffice(tmp_path)
    yield office
    office.close()


async def test_a_visitor_waits_asks_for_more_time_is_called_and_rates(chromium, office):
    office.ticket("V1", 1)
    way = office.ticket("V2", 2, told=(600, 1200))
    async with office.open() as address, telephone(chromium, address, SMALL) as phone:
        await phone.page.goto(f"{address}{way}#V2")
        await phone.sees("您前面还有 1 人")
        assert "#" not in phone.page.url
        await phone.tap("button:has-text('我要晚 10 分钟')")
        await phone.sees("推迟的请求正在送往营业厅")
        (command,) = office.commands()
        office.end(command, "refused", "not_waiting")
        await phone.sees("没能推迟：现在的状态已经变了")
        office.serve("V2")
        await phone.sees("请您评价这次服务")
        await phone.page.get_by_text("满意", exact=True).first.tap()
        await phone.page.fill("#words", "<script>alert(1)</script>")
        await phone.tap("button:has-text('提交评价')")
        await phone.sees("您的评价正在送往营业厅")
    assert office.words() == ["<script>alert(1)</script>"]


async def test_a_page_whose_wish_was_refused_goes_on_telling_what_is_true(chromium, office):
    way = office.ticket("V1")
    async with office.open() as address, telephone(chromium, address, SMALL) as phone:
        async with phone.page.expect_response(
            lambda answer: answer.request.resource_type == "fetch"
        ):
            await phone.page.goto(f"{address}{way}")
        # The call is a moment before the tap, and nobody has been told of it yet.
        with office.unheard():
            office.call("V1")
        await phone.tap("button:has-text('我要晚 10 分钟')")
        await phone.sees("没能推迟：已经叫到您的号了")
        await phone.sees("请到1号窗口")
        await phone.tap("text=English")
        await phone.sees("Not put off")
        office.tell("ServiceStarted", "V1", leg=1, counter="1", staff="1001")
        await phone.sees("You are being served")
        await phone.loses("Not put off")


async def test_what_is_told_stays_true_while_somebody_thinks_of_leaving(chromium, office):
    office.ticket("V1", 1)
    way = office.ticket("V2", 2)
    async with office.open() as address, telephone(chromium, address, SMALL) as phone:
        await phone.page.goto(f"{address}{way}")
        await phone.sees("您前面还有 1 人")
        await phone.tap("summary")
        office.call("V1")
        await phone.sees("您排在最前面")
        assert await phone.page.locator("details[open]").count() == 1
        await phone.tap("summary")
        office.call("V2")
        await phone.sees("请到1号窗口")


async def test_whoever_fills_in_a_form_is_told_of_the_call(chromium, office):
    way = office.ticket("V1")
    async with office.open() as address, telephone(chromium, address, SMALL) as phone:
        await phone.page.goto(f"{address}{way}/forms/repair")
        await phone.page.fill("#f-address", "滨江路 1 号")
        office.call("V1")
        await phone.sees("请到1号窗口")
        assert await phone.page.input_value("#f-address") == "滨江路 1 号"


async def test_leaving_takes_two_taps_in_the_language_of_the_telephone(chromium, office):
    way = office.ticket("V1")
    async with office.open() as address, telephone(chromium, address, TALL, "en-GB") as phone:
        await phone.page.goto(f"{address}{way}")
        await phone.sees("You are first in line")
        await phone.tap("summary")
        await phone.tap("button:has-text('Yes, leave')")
        await phone.sees("on its way to the hall")
        assert [each.kind for each in office.commands()] == ["visit.leave"]
        await phone.tap("text=中文")
        await phone.sees("离开的请求正在送往营业厅")


async def test_a_form_somebody_fills_in_is_not_taken_away_by_news(chromium, office):
    way = office.ticket("V1")
    office.serve("V1")
    async with office.open() as address, telephone(chromium, address, TALL) as phone:
        await phone.page.goto(f"{address}{way}")
        await phone.page.fill("#words", "很好")
        office.ticket("V2", 2)
        async with phone.page.expect_response(lambda answer: answer.url.endswith(way)):
            office.ticket("V3", 3)
        assert await phone.page.input_value("#words") == "很好"


async def test_a_fault_is_reported_put_right_and_has_a_number(chromium, office, picture):
    way = office.ticket("V1")
    async with office.open() as address, telephone(chromium, address, SMALL) as phone:
        page = phone.page
        await page.goto(f"{address}{way}")
        await phone.tap("text=故障报修")
        await page.fill("#f-phone", "12")
        await page.fill("#f-address", "滨江路 1 号")
        await phone.tap("button:has-text('提交')")
        await phone.sees("还有 2 处要改")
        assert ["422" in fault for fault in phone.faults] == [True]
        phone.faults.clear()
        await phone.sees("电话号码不对，请检查")
        assert await page.input_value("#f-address") == "滨江路 1 号"
        await picture(page, "mobile-form")
        await page.get_by_text("电压不稳").tap()
        await page.fill("#f-phone", "13800138000")
        await phone.tap("button:has-text('提交')")
        await phone.sees("-5001-")
        assert page.url.startswith(f"{address}{way}")
        await picture(page, "mobile-handed")


async def test_only_what_applies_is_asked(chromium, office):
    way = office.ticket("V1")
    async with office.open() as address, telephone(chromium, address, TALL, "en-GB") as phone:
        await phone.page.goto(f"{address}{way}/forms/consult")
        number = phone.page.locator("#f-phone")
        assert not await number.is_visible()
        await phone.page.get_by_text("By telephone").tap()
        assert await number.is_visible()
        await phone.page.get_by_text("I look it up by the reference number").tap()
        assert not await number.is_visible()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
async def test_everything_fits_and_can_be_tapped_at_twice_the_size_of_type(
    chromium, office, locale: str
):
    way = office.ticket("V1", told=(600, 1200))
    served = office.ticket("V2", 2)
    office.serve("V2")
    async with (
        office.open() as address,
        telephone(chromium, address, SMALL, locale, zoom=2) as phone,
    ):
        for each in (served, way, f"{way}/forms/complaint"):
            await phone.page.goto(f"{address}{each}")
            for target in await phone.page.locator(
                "button, summary, label:has(input), header a"
            ).all():
                box = await target.bounding_box()
                folded = box is None or not box["height"]
                assert folded or (box["height"] >= 44 and box["x"] >= 0)
