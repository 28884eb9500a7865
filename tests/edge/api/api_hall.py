"""A whole hall behind its API, in this process: real journal, real clock, no devices plugged in."""

import asyncio
import contextlib
import dataclasses
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from edge.api.access import RoleApp
from edge.api.app import create_app
from edge.controller import Controller, build
from edge.mobile.config import MobileConfig
from edge.server import Listeners, bind_unix
from edge.settings import EdgeSettings, load_settings
from edge.state_dir import StateDir

CONFIG = Path(__file__).parents[3] / "config" / "demo.toml"
CLERK, PIN = "1001", "2468"


@dataclass(frozen=True)
class ApiHall:
    """The hall and ways to ask it something."""

    controller: Controller
    state: StateDir
    app: Any

    def client(self, role: str = "tcp", token: str = "") -> httpx.AsyncClient:
        """Return a client that speaks as `role`, with no wire in between."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(RoleApp(self.app, role)),
            base_url="http://hall",
            headers={"Authorization": f"Bearer {token}"} if token else {},
        )

    async def sign_in(self, staff: str = CLERK) -> str:
        """Return the token of a new session."""
        async with self.client("staff") as client:
            response = await client.post("/v1/sessions", json={"staff": staff, "pin": PIN})
        token: str = response.json()["token"]
        return token


@contextlib.asynccontextmanager
async def open_hall(
    state: Path,
    *,
    open_access: bool = False,
    changed: Callable[[EdgeSettings], EdgeSettings] = lambda settings: settings,
) -> AsyncIterator[ApiHall]:
    """Open the demo hall in `state`, its settings `changed`, and close it at the end."""
    state_dir = StateDir(state)
    state_dir.prepare()
    settings = changed(_with_pages(load_settings(CONFIG)))
    controller = build(settings, state_dir, open_access=open_access)
    await controller.start()
    try:
        yield ApiHall(controller, state_dir, create_app(controller.api))
    finally:
        controller.api.feed.close()
        await controller.hall.close()


def _with_pages(settings: EdgeSettings) -> EdgeSettings:
    """Have every ticket lead to a page of its own."""
    hall = dataclasses.replace(settings.hall, mobile=MobileConfig("https://hall.example/m"))
    return dataclasses.replace(settings, hall=hall)


@contextlib.asynccontextmanager
async def served(hall: ApiHall, role: str) -> AsyncIterator[str]:
    """Serve `hall` to `role` on a Unix socket; give its address."""
    path = hall.state.socket(role)
    listeners = Listeners(hall.app, [(role, bind_unix(path))])
    serving = asyncio.create_task(listeners.run())
    await listeners.wait_until_ready()
    try:
        yield str(path)
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


@contextlib.contextmanager
def held_disk(hall: ApiHall) -> Iterator[None]:
    """Keep the journal from committing as long as the block lasts."""
    other = sqlite3.connect(hall.state.journal)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@contextlib.contextmanager
def short_dir() -> Iterator[Path]:
    """Give a directory with a short name: a Unix socket's path has 107 characters at most."""
    with tempfile.TemporaryDirectory(prefix="atrium-") as name:
        yield Path(name)
