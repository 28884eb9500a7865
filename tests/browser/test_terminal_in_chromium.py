"""The clerk's terminal in real Chromium: from its server alone, by keys alone, a process a tab."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from glasses import REPORT_VIOLATIONS, Glass
from playwright.async_api import Browser, Page, WebSocket

sys.path.append(str(Path(__file__).parents[1] / "edge" / "staff"))
sys.path.append(str(Path(__file__).parents[1] / "edge" / "staff" / "browser"))

from staff_fake_hall import FakeHall, until
from staff_fake_hall import served as hall_served
from tab_served import runs, served

from edge.staff.browser.told import TerminalOf

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

WINDOW = {"width": 1000, "height": 640}
# A terminal, its server and Chromium start here, on a machine that may have much else to do.
PATIENCE_S = 120.0


class Line:
    """The page's websocket, and all that came over it: a canvas has no text to look for."""

    def __init__(self, page: Page) -> None:
        self.addresses: list[str] = []
        self.drawn = ""
        self._news = asyncio.Event()
        page.on("websocket", self._begun)

    def _begun(self, line: WebSocket) -> None:
        self.addresses.append(line.url.partition("?")[0])
        line.on("framereceived", self._seen)

    def _seen(self, frame: bytes | str) -> None:
        self.drawn += frame.decode(errors="replace") if isinstance(frame, bytes) else frame
        self._news.set()

    async def sees(self, text: str) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while text not in self.drawn:
                self._news.clear()
                await self._news.wait()


def terminals_of(hall: Path) -> list[int]:
    """Return the processes below this one that work at `hall`."""
    tasks = Path("/proc/self/task").iterdir()
    children = [int(pid) for task in tasks for pid in (task / "children").read_text().split()]
    return [pid for pid in children if str(hall) in Path(f"/proc/{pid}/cmdline").read_text()]


async def test_a_clerk_works_in_a_browser_that_needs_nobody_else(
    chromium: Browser, tmp_path: Path, picture: Callable[..., object]
) -> None:
    hall, socket = FakeHall(), tmp_path / "hall.sock"
    command = TerminalOf("staff", str(socket)).command()
    async with hall_served(hall, socket), served(command) as server:
        page = await chromium.new_page(viewport=WINDOW)
        await page.add_init_script(REPORT_VIOLATIONS)
        glass, line = Glass(page, f"http://{server}"), Line(page)
        glass.watch()
        await page.goto(glass.server)
        await line.sees("工号")
        await page.keyboard.type("1003\n2468\n")
        await line.sees("1号窗口")
        for key, effect in (("Enter", "open"), ("Space", "next A012"), ("F7", "start A012")):
            await page.keyboard.press(key)
            await until(lambda effect=effect: effect in hall.effects, PATIENCE_S)
            await line.sees({"open": "叫下一位", "next A012": "已呼叫"}.get(effect, "办理中"))
        await picture(page, "staff-browser")
        (process,) = terminals_of(socket)
        await page.close()
        await until(lambda: not runs(process), PATIENCE_S)
    assert hall.effects == ["open", "next A012", "start A012"]
    assert line.addresses == [f"ws://{server}/ws"]
    assert glass.faults == []


async def test_a_terminal_that_is_quit_says_so_and_opens_again_by_enter(
    chromium: Browser, tmp_path: Path
) -> None:
    hall, socket = FakeHall(), tmp_path / "hall.sock"
    command = TerminalOf("staff", str(socket)).command()
    async with hall_served(hall, socket), served(command, sessions_max=1) as server:
        page = await chromium.new_page(viewport=WINDOW)
        line = Line(page)
        await page.goto(f"http://{server}")
        await line.sees("工号")
        await page.keyboard.press("Control+q")
        await page.get_by_text("终端已关闭").wait_for()
        line.drawn = ""
        await page.keyboard.press("Enter")
        await line.sees("工号")
        await page.close()
    assert terminals_of(socket) == []
