"""Real Chromium before real screens before a small hall; what a page does wrong fails a test."""

import io
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "kiosk"))

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

UPRIGHT, WIDE = (1080, 1920), (1280, 800)
BOARD, SMALL_BOARD = (1920, 1080), (1280, 720)

_REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error("policy violated: " + event.violatedDirective + " " + event.blockedURI));
"""


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


@dataclass
class Glass:
    """One screen: its page, and everything it should not have done."""

    page: Page
    server: str
    faults: list[str] = field(default_factory=list)
    outages_expected: bool = False

    def watch(self) -> None:
        self.page.on("request", self._see_request)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._see_console)

    def _see_request(self, request) -> None:
        if not request.url.startswith(self.server + "/"):
            self.faults.append(f"a request to {request.url}")

    def _see_console(self, message) -> None:
        lost_line = self.outages_expected and "net::ERR" in message.text
        if message.type in ("error", "warning") and not lost_line:
            self.faults.append(message.text)

    async def tap(self, selector: str) -> None:
        await self.page.tap(selector)

    async def sees(self, text: str) -> None:
        await self.page.get_by_text(text).first.wait_for(timeout=60_000)

    async def loses(self, text: str) -> None:
        await self.page.get_by_text(text).first.wait_for(state="detached", timeout=60_000)


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
        config = KioskConfig(readers={"reader-1": "ticket-1"}, priority="elderly", **options)
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
    await context.add_init_script(_REPORT_VIOLATIONS)
    glass = Glass(await context.new_page(), kiosk.url)
    glass.watch()
    await glass.page.goto(kiosk.url + path)
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
        await context.add_init_script(_REPORT_VIOLATIONS)
        glass = Glass(await context.new_page(), server)
        glass.watch()
        await glass.page.goto(server + path)
        yield glass
        await context.close()
        assert glass.faults == []

    return opened


@pytest.fixture
def picture() -> Callable[[Page, str], object]:
    """Keep a picture for the documentation, where they are asked for (ATRIUM_PICTURES=1)."""

    async def take(page: Page, name: str) -> None:
        if os.environ.get("ATRIUM_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            seen = Image.open(io.BytesIO(await photograph(page))).convert("RGB")
            few_colours = seen.quantize(128, dither=Image.Dither.NONE)
            few_colours.save(PICTURES / f"{name}.png", optimize=True)

    return take


async def photograph(page: Page) -> bytes:
    """Return a picture of the screen, once nothing is on its way in any more."""
    await page.evaluate(
        "Promise.all(document.getAnimations().filter(a => a.animationName === 'enter')"
        ".map(a => a.finished)).then(() => {})"
    )
    return await page.screenshot()
