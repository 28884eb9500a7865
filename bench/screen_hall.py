"""A hall with every kind of screen, as processes, and the browser that stands before it."""

import contextlib
import tomllib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w
from playwright.async_api import Browser, ViewportSize, async_playwright

from bench.halls import controller, write_config
from bench.processes import Process, atrium, free_port, running
from edge.paths import shipped_config

CHROMIUM = "/usr/bin/chromium"
UPRIGHT = ViewportSize(width=1080, height=1920)
WIDE = ViewportSize(width=1280, height=800)
BOARD = ViewportSize(width=1920, height=1080)
PHONE = ViewportSize(width=360, height=740)
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True, slots=True)
class ScreenHall:
    """A controller on `state`, and its screens on a port of this machine."""

    screens: Process
    state: Path
    port: int

    @property
    def url(self) -> str:
        """The address of the screens."""
        return f"http://127.0.0.1:{self.port}"


@contextlib.contextmanager
def screen_hall(folder: Path, **sections: Mapping[str, Any]) -> Iterator[ScreenHall]:
    """Run a hall whose configuration has these `sections` too."""
    port, state = free_port(), folder / "hall"
    config = write_config(folder, kiosk_port=port)
    content = tomllib.loads(config.read_text("utf-8"))
    for name, section in {**_every_screen(), **sections}.items():
        content[name] = {**content.get(name, {}), **section}
    config.write_text(tomli_w.dumps(content), encoding="utf-8")
    words = atrium("run", "kiosk", "--config", config, "--state", state)
    with controller(config, state), running(words, folder / "kiosk.log") as screens:
        yield ScreenHall(screens, state, port)


def _every_screen() -> dict[str, dict[str, Any]]:
    demo = shipped_config("demo.toml")
    forms = tomllib.loads(demo.read_text("utf-8"))["forms"]["files"]
    visitors = f"127.0.0.1:{free_port()}"
    return {
        "counter": {"screens": ["1"]},
        "forms": {"files": [str(demo.parent / name) for name in forms]},
        "mobile": {"address": f"http://{visitors}/m", "listen": visitors},
    }


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run Debian's Chromium without a window."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*_FLAGS])
        yield browser
        await browser.close()
