"""A screen's machine: the shipped start script and policies, and Chromium without a window.

The browser is held by its debugging line, which the shipped policies forbid: that one is lifted.
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Page, async_playwright
from policed import ROOT, policed_chromium

START = ROOT / "config" / "kiosk" / "atrium-screen"
PATIENCE_S = 60.0
# The machine's own: no window, no sandbox below root, a test card for a camera.
_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--remote-debugging-port=0",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
_LIFTED = {"RemoteDebuggingAllowed": True, "DeveloperToolsAvailability": 1}
_LOOK_S = 0.05


@dataclass
class Machine:
    """A screen's machine: its page, and the folder of everything that its browser may write to."""

    page: Page
    disk: Path
    process: asyncio.subprocess.Process

    def pull_the_plug(self, copy: Path) -> None:
        """Keep what stands on its disk at this moment, as somebody finds it who took it away."""
        with contextlib.suppress(shutil.Error):  # what is gone while it is copied is not there
            shutil.copytree(self.disk, copy, symlinks=True)

    async def kill(self) -> None:
        """End the browser and all its processes where they stand."""
        os.killpg(self.process.pid, signal.SIGKILL)
        await self.process.wait()


@contextlib.asynccontextmanager
async def screens_machine(folder: Path, server: str, address: str) -> AsyncIterator[Machine]:
    """Start a screen with its page at `address`, below `server`; afterwards it is killed."""
    disk = folder / "disk"
    for name in ("run", "state", "tmp", "home"):
        (disk / name).mkdir(parents=True)
    started = await asyncio.create_subprocess_exec(
        START,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(disk / "home"),
            "TMPDIR": str(disk / "tmp"),
            "RUNTIME_DIRECTORY": str(disk / "run"),
            "STATE_DIRECTORY": str(disk / "state"),
            "ATRIUM_CHROMIUM": str(policed_chromium(folder, server, **_LIFTED)),
            "ATRIUM_SCREEN_FLAGS": " ".join(_FLAGS),
            "ATRIUM_SCREEN_URL": address,
        },
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        async with async_playwright() as playwright:
            port = await _debugging_port(disk / "run" / "profile" / "DevToolsActivePort")
            browser = await playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
            page = next(each for each in browser.contexts[0].pages if server in each.url)
            await page.wait_for_load_state()  # before that a touch is nobody's
            await page.locator("#screen:not(:has(.away)) > *").first.wait_for()
            yield Machine(page, disk, started)
    finally:
        if started.returncode is None:
            os.killpg(started.pid, signal.SIGKILL)
        await started.wait()


async def _debugging_port(said: Path) -> int:
    async with asyncio.timeout(PATIENCE_S):
        while not said.exists() or not said.read_text(encoding="ascii").strip():
            await asyncio.sleep(_LOOK_S)
    return int(said.read_text(encoding="ascii").splitlines()[0])


def holding(folder: Path, marks: Sequence[str | bytes]) -> list[str]:
    """Return the files under `folder` that hold one of these, in any way a browser may write it."""
    wanted = [written for mark in marks for written in _written(mark)]
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return [str(path) for path in files if any(each in path.read_bytes() for each in wanted)]


def _written(mark: str | bytes) -> list[bytes]:
    if isinstance(mark, bytes):
        return [mark]
    escaped = json.dumps(mark)[1:-1].encode()
    return [mark.encode("utf-8"), mark.encode("utf-16-le"), escaped]
