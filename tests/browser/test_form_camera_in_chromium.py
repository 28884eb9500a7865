"""Pictures of documents at the form screen in Chromium; its camera is a test card that moves."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from accessible import violations
from form_served import form_screen_before, hall_with_forms
from glasses import REPORT_VIOLATIONS, Glass
from playwright.async_api import async_playwright

from edge.api import shapes
from edge.client import HallClient

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@pytest_asyncio.fixture(loop_scope="module")
async def desk(tmp_path: Path) -> AsyncIterator[tuple[Glass, HallClient]]:
    async with (
        hall_with_forms(tmp_path) as socket,
        HallClient(str(socket)) as hall,
        form_screen_before(socket, camera=True) as screens,
        async_playwright() as playwright,
    ):
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        context = await browser.new_context(viewport={"width": 1280, "height": 800}, has_touch=True)
        await context.add_init_script(REPORT_VIOLATIONS)
        glass = Glass(await context.new_page(), screens.url)
        glass.watch()
        await glass.page.goto(screens.url + "/form")
        yield glass, hall
        await browser.close()
        assert glass.faults == []


async def kept(hall: HallClient) -> shapes.Application:
    """Keep a form that lacks nothing but its documents."""
    owner = {"name": "李四", "identity": "11010519491231002X", "phone": "13800138000"}
    meter = {"account": "3301234567", "why": "fast"}
    answers = {"body": "person", "by": "self", "true": "yes", **owner, **meter}
    begun = shapes.NewApplication(form="meter-check", answers=answers, at="form-2")
    return await hall.begin_application(begun)


async def look(glass: Glass, name: str) -> None:
    assert await violations(glass.page) == []
    if folder := os.environ.get("ATRIUM_LOOK"):
        await glass.page.screenshot(path=f"{folder}/{name}.png")


async def test_a_document_is_pictured_kept_and_thrown_away_again(desk):
    glass, hall = desk
    page, form = glass.page, await kept(hall)
    await glass.tap("[data-action=code-keys]")
    for character in form.code.replace("-", ""):
        await glass.tap(f'#keys [data-key="{character}"]')
    await glass.tap("[data-sends]")
    await glass.sees("要带的材料")
    await glass.tap("[data-action=camera] >> nth=0")
    await page.locator("[data-shutter]:not([disabled])").wait_for()
    await look(glass, "camera")
    await glass.tap("[data-shutter]")
    await look(glass, "camera-taken")
    await glass.tap("[data-retake]")
    await glass.tap("[data-shutter]")
    await glass.tap("[data-keeps]")
    await glass.sees("第1页已拍好")
    await look(glass, "camera-kept")
    found = await hall.resume_application(shapes.Resume(code=form.code, screen="form-1"))
    (attached,) = found.attached
    media, data = await hall.attached_page(form.application, attached.document, 1)
    assert (media, data[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    await glass.tap("[data-action=drop]")
    await page.locator("[data-action=drop]").wait_for(state="detached")
    found = await hall.resume_application(shapes.Resume(code=form.code, screen="form-1"))
    assert found.attached == []
