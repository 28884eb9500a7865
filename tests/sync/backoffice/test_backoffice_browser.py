"""Headquarters' pages in a real Chromium: they are true without being asked again."""

import pytest
from officedesk import Office
from playwright.async_api import async_playwright

pytestmark = pytest.mark.real("chromium")

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


async def test_an_open_page_hears_of_a_call_and_nothing_is_fetched_from_elsewhere(tmp_path):
    office = Office(tmp_path)
    office.receive(12)
    faults = []
    async with office.open() as address, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = await browser.new_page(viewport={"width": 390, "height": 760})
        page.on("console", lambda message: faults.append(message.text))
        page.on(
            "request",
            lambda request: request.url.startswith(address) or faults.append(request.url),
        )
        await page.goto(f"{address}/halls/sunshine-road/visits/V2")
        await page.get_by_text("等候中").first.wait_for()
        office.receive(1)
        await page.get_by_text("请到窗口").wait_for(timeout=60_000)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390
        await browser.close()
    office.close()
    assert faults == []
