"""What a visitor was told is in no file of a browser that was killed, or of its server."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from conftest import FLAGS
from kiosk_hall import FakeHall, hall_at
from kiosk_served import kiosk_before
from playwright.async_api import Page, async_playwright

from kiosk.config import KioskConfig

pytestmark = [pytest.mark.real("chromium"), pytest.mark.asyncio(loop_scope="module")]

NAME, VISIT = "慕容**", "V-PRIVATE-7"


@contextlib.asynccontextmanager
async def visitor(folder: Path, **options: object) -> AsyncIterator[tuple[Page, FakeHall]]:
    """Somebody before the ticket screen: greeted by name.

    The browser has the profile `folder/profile`, as the start script gives it.
    """
    hall, hall_socket = FakeHall(), folder / "hall.sock"
    config = KioskConfig(readers={"reader-1": "ticket-1"}, appointments=True, **options)
    async with (
        hall_at(hall_socket, hall),
        kiosk_before(hall_socket, config) as kiosk,
        async_playwright() as playwright,
    ):
        context = await playwright.chromium.launch_persistent_context(
            folder / "profile",
            executable_path="/usr/bin/chromium",
            args=[*FLAGS, "--disk-cache-dir=/dev/null"],
            viewport={"width": 1080, "height": 1920},
        )
        page = context.pages[0]
        await page.goto(kiosk.link("/ticket"))
        hall.identifies(VISIT, NAME, "30_39")
        await page.get_by_text(NAME).first.wait_for()
        yield page, hall
        await context.close()  # also where it has ended by itself


def left_behind(folder: Path) -> list[str]:
    """Return the files under `folder` that hold something of the visitor."""
    wanted = [word.encode(code) for word in (NAME, VISIT) for code in ("utf-8", "utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [str(path) for path in files if any(word in path.read_bytes() for word in wanted)]


async def _walks_away(page: Page, hall: FakeHall, _profile: Path) -> None:
    await hall.was_abandoned.wait()
    await page.get_by_text(NAME).first.wait_for(state="detached")
    stored = await page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, document.cookie,"
        " (await caches.keys()).length]"
    )
    assert stored == [0, 0, "", 0]
    assert NAME not in await page.title()


async def _is_killed(page: Page, _hall: FakeHall, profile: Path) -> None:
    gone = asyncio.Event()
    page.context.on("close", lambda _context: gone.set())
    for process in _processes_in(profile):
        os.kill(process, signal.SIGKILL)
    await gone.wait()


def _processes_in(profile: Path) -> list[int]:
    """Return the processes of the browser that was started with that profile."""
    found = []
    for told in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if f"--user-data-dir={profile}".encode() in told.read_bytes():
                found.append(int(told.parent.name))
    return found


@pytest.mark.parametrize(
    ("end", "options"),
    [
        (_walks_away, {"idle_timeout_s": 3.0, "idle_warning_s": 0.5}),
        (_is_killed, {}),
    ],
    ids=["walking away", "kill -9"],
)
async def test_nothing_of_a_visitor_is_left_after(tmp_path, end, options):
    async with visitor(tmp_path, **options) as (page, hall):
        await end(page, hall, tmp_path / "profile")
    assert (tmp_path / "profile" / "Default").is_dir()
    assert left_behind(tmp_path) == []
