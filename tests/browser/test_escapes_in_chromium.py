"""Nobody gets out of a screen: by keys, hands, code or addresses, before real policies."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from conftest import FLAGS
from escapes import ATTEMPTS, WATCH, Attempt
from kiosk_hall import FakeHall, hall_at
from kiosk_served import kiosk_before
from playwright.async_api import Page, async_playwright
from policed import policed_chromium, why_not

from kiosk.config import KioskConfig

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

# The browser under test is held by its debugging line; to look for keys, no page needs tools.
HELD = {"RemoteDebuggingAllowed": True, "DeveloperToolsAvailability": 1}


class Cell:
    """A screen that somebody tries to leave, and what it must never do."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.out: list[str] = []
        page.on("dialog", lambda dialog: self.out.append(f"a dialog: {dialog.message}"))
        page.on("download", lambda download: self.out.append(f"a download: {download.url}"))
        page.on("popup", lambda popup: self.out.append(f"a window: {popup.url}"))
        page.on("crash", lambda _page: self.out.append("a crash"))

    async def holds(self) -> None:
        """Assert that the screen is where it was, alone, and shows what it showed."""
        assert self.out == []
        assert self.page.url == self.address
        assert self.page.context.pages == [self.page]
        assert await self.page.locator("#screen").is_visible()
        assert await self.page.title() != "out"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def cell(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Cell]:
    if reason := why_not():
        pytest.skip(reason)
    folder: Path = tmp_path_factory.mktemp("cell")
    hall, hall_socket = FakeHall(), folder / "hall.sock"
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, KioskConfig()) as kiosk,
        async_playwright() as playwright,
    ):
        command = policed_chromium(folder, kiosk.url, **HELD)
        browser = await playwright.chromium.launch(executable_path=command, args=FLAGS)
        context = await browser.new_context(
            viewport={"width": 1080, "height": 1920}, has_touch=True, accept_downloads=True
        )
        await context.add_init_script(WATCH)
        page = await context.new_page()
        # A screen begins at its page: there is nothing to go back to.
        await page.evaluate("(address) => location.replace(address)", kiosk.link("/ticket"))
        await page.locator("#screen").wait_for()
        yield Cell(page, page.url)
        await browser.close()


async def test_there_are_forty_of_them_and_more():
    assert len({attempt.name for attempt in ATTEMPTS}) == len(ATTEMPTS) >= 40


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
async def test_nobody_gets_out_by(cell: Cell, attempt: Attempt):
    assert await attempt.do(cell.page) == attempt.says
    await cell.holds()
