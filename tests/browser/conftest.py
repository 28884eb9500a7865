"""Real Chromium before real screens before a small hall; what a page does wrong fails a test."""

import io
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "kiosk"))

from accessible import violations
from glasses import REPORT_VIOLATIONS, Glass, photograph
from kiosk_hall import FakeHall, hall_at
from kiosk_served import Kiosk, kiosk_before

from kiosk.config import KioskConfig

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@dataclass
class Stage:
    """The hall, its screens' server, and new screens on demand."""

    hall: FakeHall
    kiosk: Kiosk
    screen: Callable[..., AbstractAsyncContextManager[Glass]]


@pytest.fixture
def stage(chromium: Browser, tmp_path: Path) -> Callable[..., AbstractAsyncContextManager[Stage]]:
    """Set a stage with the options of `KioskConfig` that a test names."""

    @asynccontextmanager
    async def set_up(**options: object) -> AsyncIterator[Stage]:
        offered = {"readers": {"reader-1": "ticket-1"}, "priority_groups": ["elderly"], **options}
        config = KioskConfig(**offered)
        hall, hall_socket = FakeHall(), tmp_path / "hall.sock"
        async with hall_at(hall_socket, hall), kiosk_before(hall_socket, config) as kiosk:
            yield Stage(hall, kiosk, lambda *args, **more: _screen(chromium, kiosk, *args, **more))

    return set_up


@asynccontextmanager
async def _screen(
    chromium: Browser, kiosk: Kiosk, path: str, size: tuple[int, int], **options: object
) -> AsyncIterator[Glass]:
    viewport = {"width": size[0], "height": size[1]}
    context = await chromium.new_context(viewport=viewport, has_touch=True, **options)
    await context.add_init_script(REPORT_VIOLATIONS)
    glass = Glass(await context.new_page(), kiosk.url)
    glass.watch()
    await glass.page.goto(kiosk.link(path))
    await glass.page.locator("#screen:not(:has(.away)) > *").first.wait_for()
    yield glass
    await context.close()
    assert glass.faults == []


@pytest.fixture
def glass_at(chromium: Browser) -> Callable[..., AbstractAsyncContextManager[Glass]]:
    """Open pages of any server of ours: `glass_at(server, path, size)`."""

    @asynccontextmanager
    async def opened(server: str, path: str, size: tuple[int, int]) -> AsyncIterator[Glass]:
        viewport = {"width": size[0], "height": size[1]}
        context = await chromium.new_context(viewport=viewport, has_touch=True)
        await context.add_init_script(REPORT_VIOLATIONS)
        glass = Glass(await context.new_page(), server)
        glass.watch()
        await glass.page.goto(server + path)
        yield glass
        await context.close()
        assert glass.faults == []

    return opened


@pytest.fixture
def picture() -> Callable[[Page, str], object]:
    """Hold a page against WCAG, and keep a picture of it where asked for (ATRIUM_PICTURES=1)."""

    async def take(page: Page, name: str) -> None:
        assert await violations(page) == []
        if os.environ.get("ATRIUM_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            seen = Image.open(io.BytesIO(await photograph(page))).convert("RGB")
            few_colours = seen.quantize(128, dither=Image.Dither.NONE)
            few_colours.save(PICTURES / f"{name}.png", optimize=True)

    return take
