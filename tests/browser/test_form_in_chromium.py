"""The form screen in Chromium before a real hall: filled in by touch alone, kept, handed in."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from form_served import form_screen_before, hall_with_forms
from glasses import Glass

from edge.client import HallClient

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

UPRIGHT, WIDE = (1080, 1920), (1280, 800)
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}")

IS_WHOLE = "at => at.scrollWidth <= at.clientWidth"


@dataclass
class Desk:
    """A form screen, and the way into its hall."""

    glass: Glass
    hall: HallClient

    async def keys(self, text: str) -> None:
        for character in text:
            await self.glass.tap(f'#keys [data-key="{character}"]')

    async def into(self, field: str, text: str) -> None:
        await self.glass.tap(f"[data-field={field}]")
        await self.keys(text)
        await self.glass.tap('#keys [data-key="done"]')

    async def chooses(self, answer: str) -> None:
        await self.glass.tap(f"[data-pick={answer}]")
        await self.glass.page.locator(
            f'[aria-checked="true"][data-pick={answer}], [aria-checked="true"][data-pick=""]'
        ).wait_for()

    async def onward(self) -> None:
        await self.glass.tap("[data-action=next]")

    async def opens(self, form: str) -> None:
        await self.glass.tap("[data-action=begin]")
        await self.glass.tap(f"[data-value={form}]")


@pytest.fixture
def desk(
    tmp_path: Path, glass_at: Callable[..., AbstractAsyncContextManager[Glass]]
) -> Callable[..., AbstractAsyncContextManager[Desk]]:
    @asynccontextmanager
    async def opened(size: tuple[int, int] = UPRIGHT, **options: float) -> AsyncIterator[Desk]:
        async with (
            hall_with_forms(tmp_path) as socket,
            HallClient(str(socket)) as hall,
            form_screen_before(socket, **options) as screens,
            glass_at(screens.url, "/form", size) as glass,
        ):
            await glass.page.locator("[data-action=begin]").wait_for(timeout=60_000)
            yield Desk(glass, hall)

    return opened


async def test_a_fault_is_reported_by_touch_alone_and_gets_one_number(desk):
    async with desk() as at:
        await at.opens("repair")
        await at.chooses("one-home")
        await at.glass.tap("[data-field=address]")
        await at.keys("bj")
        await at.glass.tap('#keys [data-candidate="北京"]')
        await at.keys("lu")
        await at.glass.tap('#keys [data-candidate="路"]')
        await at.glass.tap('#keys [data-key="done"]')
        await at.into("phone", "13800138000")
        await at.onward()
        await at.glass.sees("都填好了，请核对")
        await at.glass.sees("北京路")
        await at.glass.page.locator("[data-action=hand-in]").dblclick()
        given = at.glass.page.locator(".given-code")
        number = await given.inner_text()
        assert await given.evaluate(IS_WHOLE)
        followed = await at.hall.follow_application(number)
        assert followed.form == "repair"
        assert number.endswith(followed.number[-2:])


async def test_what_lacks_is_said_the_form_is_kept_and_gone_on_with_by_its_code(desk):
    async with desk(WIDE) as at:
        await at.opens("meter-check")
        await at.onward()
        await at.glass.sees("请填写这一项")
        await at.chooses("person")
        await at.into("identity", "110101199003078038")
        await at.glass.tap("[data-field=name]")
        await at.glass.page.keyboard.type("Li Si")  # a keyboard of the computer works as well
        await at.glass.tap('#keys [data-key="done"]')
        await at.onward()
        await at.glass.sees("身份证号码不对")
        await at.glass.tap(".onward [data-action=keep]")
        code = await at.glass.page.locator(".given-code").inner_text()
        assert CODE.fullmatch(code)
        await at.glass.tap("[data-action=leave]")
        await at.glass.tap("[data-action=code-keys]")
        await at.keys(code.replace("-", ""))
        await at.glass.tap("[data-sends]")
        await at.glass.page.locator("[data-field=name]").wait_for()
        assert await at.glass.page.locator("[data-field=name]").input_value() == "Li Si"
        assert code not in at.glass.page.url


async def test_a_signed_form_in_english_is_handed_in_with_its_drawing(desk):
    async with desk() as at:
        await at.glass.tap("[data-action=language]")
        await at.opens("meter-check")
        await at.chooses("company")
        page = at.glass.page
        await page.fill("[data-field=company_name]", "<script>alert(1)</script>")
        await page.fill("[data-field=company_code]", "91110000802100433B")
        await page.fill("[data-field=phone]", "13800138000")
        await at.onward()
        await at.chooses("self")
        await at.onward()
        await page.fill("[data-field=account]", "3101234567")
        await at.onward()
        await at.chooses("fast")
        await at.onward()
        await page.tap("[data-pick=yes]")
        await page.locator('.agree[aria-checked="true"]').wait_for()
        await at.onward()
        await at.glass.tap("[data-value=licence]")
        await page.locator('[data-value=licence][aria-checked="true"]').wait_for()
        await at.onward()
        await at.glass.tap("[data-action=sign]")
        assert await page.locator("[data-hands-in]").is_disabled()
        box = await page.locator("canvas").bounding_box()
        await page.mouse.move(box["x"] + 50, box["y"] + 50)
        await page.mouse.down()
        await page.mouse.move(box["x"] + 250, box["y"] + 150, steps=8)
        await page.mouse.up()
        await at.glass.tap("[data-hands-in]")
        await at.glass.sees("Submitted")


async def test_whoever_walks_away_is_asked_and_then_nothing_is_left(desk):
    async with desk(walk_away_s=4.0) as at:
        await at.opens("complaint")
        await at.glass.page.fill("[data-field=told]", "只有我知道")
        await at.glass.page.locator("#still-there:not([hidden])").wait_for(timeout=60_000)
        await at.glass.page.locator('[data-stage="attract"]').wait_for(timeout=60_000)
        left = await at.glass.page.evaluate(
            "[document.body.innerHTML, location.href, document.title, document.cookie,"
            " localStorage.length, sessionStorage.length, history.length].join(' ')"
        )
        assert "只有我知道" not in left
        assert await at.glass.page.locator("#keys").is_hidden()
