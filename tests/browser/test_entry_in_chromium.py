"""Reports, complaints and questions at the query screen in Chromium, before a real hall."""

from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from form_served import hall_at
from glasses import UPRIGHT, WIDE
from kiosk_served import kiosk_before
from let_in import link_for
from query_hall import query_kiosk_before

from kiosk.config import KioskConfig

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

STYLED = "[...document.querySelectorAll('link[data-face]')].filter(l => l.media !== 'not all')"
FACES = f"[...new Set({STYLED}.map(l => l.dataset.face))].join()"


@pytest.fixture
def desk(glass_at, tmp_path: Path):
    """Open the query screen before a hall with the shipped forms."""

    @asynccontextmanager
    async def opened(size: tuple[int, int]):
        async with (
            hall_at(tmp_path) as (hall, socket),
            query_kiosk_before(socket) as kiosk,
            glass_at(kiosk.url, link_for(kiosk.house, "/query?terminal=query-1"), size) as glass,
        ):
            await glass.page.locator("[data-action=entry]").wait_for()
            yield hall, kiosk, glass

    return opened


@pytest.mark.parametrize(("language", "size"), [("zh", UPRIGHT), ("en", WIDE)])
async def test_a_fault_is_reported_by_touch_and_followed_on_the_same_screen(
    desk, picture, language, size
):
    said = {
        "zh": ("故障报修", "受理编号", "已受理"),
        "en": ("Report a fault", "Reference", "Received"),
    }
    fault, reference, received = said[language]
    async with desk(size) as (hall, _kiosk, glass):
        page = glass.page
        if language == "en":
            await glass.tap("[data-action=language]")
            await page.locator("html[lang=en]").wait_for()
        assert await page.evaluate(FACES) == "query"
        await glass.tap("[data-action=entry]")
        await glass.sees(fault)
        assert await page.evaluate(FACES) == "form"
        await picture(page, f"entry-choosing-{language}")
        await glass.tap("[data-value=repair]")
        await glass.tap("[data-pick=one-home]")
        await page.locator("[aria-checked=true]").wait_for()
        await page.fill("[data-field=address]", "<b>滨江路</b> 5 号")
        await glass.tap("[data-field=phone]")
        for digit in "13800138000":
            await glass.tap(f'#keys [data-key="{digit}"]')
        await glass.tap('#keys [data-key="done"]')
        await glass.tap("[data-action=next]")
        await page.locator("[data-action=hand-in]").dblclick()
        await glass.sees(reference)
        number = await page.locator(".given-code").inner_text()
        await picture(page, f"entry-number-{language}")
        await glass.tap("[data-action=follow]")
        await glass.sees(received)
        assert number in await page.locator(".followed").inner_text()
        assert await page.evaluate(FACES) == "query"
        known = hall.recorder.committed.applications.values()
        assert [each.number for each in known] == [number]


async def test_whoever_walks_away_from_a_complaint_leaves_nothing(desk):
    async with desk(UPRIGHT) as (_hall, kiosk, glass):
        page = glass.page
        await glass.tap("[data-action=entry]")
        await glass.tap("[data-value=complaint]")
        await page.fill("[data-field=told]", "只有我知道")
        station = kiosk.app.state.screens.stations["query"]["query-1"]
        station._walked_away(station.stay.id)
        await page.locator('#screen[data-stage="attract"]').wait_for()
        left = await page.evaluate(
            "[document.body.innerHTML, location.href, document.title,"
            " localStorage.length, sessionStorage.length, history.length].join(' ')"
        )
        assert "只有我知道" not in left
        assert await page.locator("#keys").is_hidden()
        await glass.sees("查我的电费")


@pytest.mark.parametrize(("language", "size"), [("zh", UPRIGHT), ("en", WIDE)])
async def test_a_question_is_asked_at_the_ticket_screen_and_a_ticket_taken_afterwards(
    glass_at, picture, tmp_path, language, size
):
    config = KioskConfig(entries=True, retry_pause_s=0.05)
    async with (
        hall_at(tmp_path) as (hall, socket),
        kiosk_before(socket, config) as kiosk,
        glass_at(kiosk.url, link_for(kiosk.house, "/ticket?terminal=ticket-1"), size) as glass,
    ):
        page = glass.page
        await page.locator("#screen[data-face=ticket] .main").first.wait_for()
        await glass.tap("#screen .main[data-action=touch]")
        await page.locator("[data-action=entry]").wait_for()
        if language == "en":
            await glass.tap("[data-action=language]")
            await page.locator("html[lang=en]").wait_for()
        await glass.tap("[data-action=entry]")
        await glass.tap("[data-value=consult]")
        await glass.tap("[data-pick=billing]")
        await page.locator("[aria-checked=true]").wait_for()
        await page.fill("[data-field=question]", "电价什么时候变？")
        await glass.tap('#keys [data-key="done"]')
        await glass.tap("[data-action=next]")
        await glass.tap("[data-pick=number]")
        await page.locator("[data-pick=number][aria-checked=true]").wait_for()
        await glass.tap("[data-action=next]")
        await page.locator("[data-action=hand-in]").dblclick()
        await page.locator(".given-code").wait_for()
        await picture(page, f"ticket-entry-number-{language}")
        assert len(hall.recorder.committed.applications) == 1
        await glass.tap(".main[data-action=leave]")
        await glass.tap("[data-action=service]")
        await page.locator('#screen[data-stage="ticket"]').wait_for()
        assert "电价" not in await page.content()
