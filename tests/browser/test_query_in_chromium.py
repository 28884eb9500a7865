"""The query screen as visitors have it before them: a bill, a year, a number, and the way out."""

from contextlib import asynccontextmanager

import pytest
from glasses import BOARD, UPRIGHT, WIDE
from judging import BUTTONS, CONTRASTS
from kiosk_hall import FakeHall
from let_in import link_for
from query_data import account
from query_hall import Told, one_account, query_hall_at, query_kiosk_before

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

NUMBER = "3100000042"

# Nothing is wider than the screen, and the controls are on it.
FITS = """document.documentElement.scrollWidth <= innerWidth
  && document.querySelector(".controls").getBoundingClientRect().bottom <= innerHeight + 1"""

# What of the home page is cut off, hidden below the controls, or larger than its own box.
CUT_OFF = """(() => {
  const floor = document.querySelector(".controls").getBoundingClientRect().top;
  const work = document.querySelector(".work");
  const hangs = (e) => e.getBoundingClientRect().bottom > floor + 1;
  const bursts = (button) => [...button.querySelectorAll(".first, .second, .icon")].some((part) => {
    const [box, own] = [button.getBoundingClientRect(), part.getBoundingClientRect()];
    return own.width && (own.left < box.left + 2 || own.right > box.right - 2
      || own.top < box.top + 2 || own.bottom > box.bottom - 2);
  });
  return [
    ...(work.scrollHeight > work.clientHeight + 1 ? ["more than the page has room for"] : []),
    ...[...work.querySelectorAll("button")].filter(hangs).map((e) => e.innerText),
    ...[...document.querySelectorAll("#screen button")].filter(bursts).map((e) => e.innerText),
  ];
})()"""

# The least of all sizes of type, in pixels.
LEAST_TYPE = """Math.min(...[...document.querySelectorAll("#screen *")]
  .filter((e) => !e.closest("svg") && e.getClientRects().length)
  .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .map((e) => parseFloat(getComputedStyle(e).fontSize)))"""


@pytest.fixture
def query(glass_at, tmp_path):
    """Open the query screen before a hall that says what `told` does."""

    @asynccontextmanager
    async def opened(told: Told, size: tuple[int, int], **options: object):
        hall, socket = FakeHall(), tmp_path / "hall.sock"
        async with (
            query_hall_at(socket, hall, told),
            query_kiosk_before(socket, **options) as kiosk,
            glass_at(kiosk.url, link_for(kiosk.house, "/query?terminal=query-1"), size) as glass,
        ):
            await glass.sees("查我的电费")
            yield hall, kiosk, glass

    return opened


async def speak(glass, language: str) -> None:
    if await glass.page.locator(f'html[lang^="{language}"]').count() == 0:
        await glass.tap("[data-action=language]")
        await glass.page.locator(f'html[lang^="{language}"]').wait_for()


async def type_digits(glass, digits: str) -> None:
    for digit in digits:
        await glass.tap(f'[data-key="{digit}"]')


async def typed(glass) -> str:
    return await glass.page.locator(".digits").inner_text()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_card_leads_to_bills_a_year_of_use_and_out(query, picture, language):
    said = {"zh": ("应交电费", "2026年6月", "第3档"), "en": ("To be paid", "Jun 2026", "Tier 3")}
    owed, month, tier = said[language]
    async with query(one_account(), UPRIGHT) as (hall, _, glass):
        await speak(glass, language)
        hall.identifies("V1", "张**")
        await glass.sees(owed)
        await picture(glass.page, f"query-account-{language}")
        await glass.tap("[data-value=bills]")
        await glass.tap(".bills .row")
        await glass.sees(month)
        await glass.tap("[data-action=back]")
        await glass.tap("[data-action=back]")
        await glass.tap("[data-value=usage]")
        await glass.page.locator("svg .bar").nth(11).wait_for()
        await glass.sees(tier)
        await picture(glass.page, f"query-usage-{language}")
        await glass.tap("[data-action=leave]")
        await glass.page.locator('#screen[data-stage="attract"]').wait_for()
        assert "31***" not in await glass.page.content()


async def test_an_account_number_is_hidden_as_it_is_typed_and_forgotten_with_its_page(query):
    told = one_account()
    async with query(told, WIDE) as (_, _kiosk, glass):
        await glass.tap(".hero")
        await type_digits(glass, NUMBER[:5])
        assert await glass.page.locator("[data-key=send]").is_disabled()
        await glass.sees("••00 0")
        await glass.tap("[data-key=show]")
        assert await typed(glass) == "3100 0"
        await glass.page.keyboard.type(NUMBER[5:9])
        await glass.page.keyboard.press("9")
        await glass.tap("[data-key=send]")
        await glass.sees("没有这个户号")
        assert await glass.page.locator("[data-key=send]").is_disabled()
        await glass.tap("[data-key=delete]")
        await type_digits(glass, "2")
        await glass.tap("[data-key=send]")
        await glass.sees("应交电费")
        await glass.tap("[data-value=home]")
        await glass.tap("[data-value=following]")
        assert await typed(glass) == ""
    assert [asked["account"] for asked in told.typed] == ["3100000049", NUMBER]


async def test_whoever_walks_away_is_asked_with_a_countdown_and_leaves_nothing(query):
    told = one_account()
    async with query(told, UPRIGHT, idle_timeout_s=2, idle_warning_s=1) as (hall, _, glass):
        hall.identifies("V1", "张**")
        await glass.sees("应交电费")
        await glass.page.locator("#still-there:not([hidden]) .countdown").wait_for()
        await glass.page.locator('#screen[data-stage="attract"]').wait_for()
        assert await glass.page.locator("#still-there").is_hidden()
        await hall.was_abandoned.wait()
        kept = await glass.page.evaluate(
            "[localStorage.length, sessionStorage.length, document.cookie, history.length]"
        )
        assert kept[:3] == [0, 0, ""]
        assert "376" not in await glass.page.content()


async def test_a_long_text_says_that_it_goes_on_and_one_touch_goes_there(query):
    async with query(Told(), WIDE) as (_, _kiosk, glass):
        await glass.tap('[data-value="articles"]')
        await glass.tap('[data-value="policy"]')
        await glass.tap(".row")
        further = glass.page.locator("[data-further]")
        await further.wait_for()
        while await further.is_visible():
            await further.tap()
            await glass.page.wait_for_function(
                "new Promise(done => setTimeout(() => done(true), 400))"
            )
        await glass.sees("数据截至")


@pytest.mark.parametrize("size", [UPRIGHT, BOARD, WIDE], ids=["upright", "wide", "small"])
async def test_the_home_page_is_whole_in_both_languages_and_in_elder_mode(query, picture, size):
    async with query(one_account(), size) as (_hall, _, glass):
        for elder in (False, True):
            if elder:
                await glass.tap("[data-action=elder]")
                await glass.page.locator('#screen[data-elder="yes"]').wait_for()
            for language in ("en", "zh"):
                await speak(glass, language)
                assert await glass.page.evaluate(CUT_OFF) == [], (language, elder)
                if size != WIDE:
                    assert await glass.page.evaluate(LEAST_TYPE) >= 20
        if size == UPRIGHT:
            await picture(glass.page, "query-home-elder")
        await glass.tap('[data-value="more"]')
        await glass.tap('[data-value="tariffs"]')
        await glass.sees("居民阶梯电价")


@pytest.mark.parametrize(
    ("size", "elder"), [(UPRIGHT, True), (WIDE, False)], ids=["upright elder", "wide"]
)
async def test_what_is_touched_is_large_and_what_is_read_is_readable(query, size, elder):
    told = Told(visits={"V1": [account(unpaid=2), account("31*******7788")]})

    async with query(told, size) as (hall, _, glass):

        async def check() -> None:
            contrasts = await glass.page.evaluate(CONTRASTS)
            assert [text for text, ratio in contrasts if ratio < 7] == []
            for text, width, height, _bottom in await glass.page.evaluate(BUTTONS):
                assert not width or min(width, height) >= 44, text
            assert await glass.page.evaluate(FITS)

        if elder:
            await glass.tap("[data-action=elder]")
            await glass.page.locator('#screen[data-elder="yes"]').wait_for()
        read = ("more",) if elder else ("tariffs", "articles")
        for page in ("outages", "guides", "following", "typing", *read):
            await glass.tap(f'[data-value="{page}"]')
            await check()
            await glass.tap("[data-value=home]")
        hall.identifies("V1", "张**")
        await glass.sees("请选择户号")
        await check()
        await glass.tap(".row")
        await check()
        await glass.tap("[data-value=usage]")
        await check()
