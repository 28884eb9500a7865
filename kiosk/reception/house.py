"""All tablets of one hall, put together: what each shows, and who works there."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from edge.client import HallClient
from kiosk.pairing.secrets_kept import new_secret
from kiosk.reception.config import ReceptionConfig
from kiosk.reception.pages import ReceptionPages
from kiosk.reception.tablet import TabletPage, Tools
from kiosk.reception.watching import Watching
from kiosk.screens import Screens


@dataclass(frozen=True, slots=True)
class Ports:
    """What the tablets need from the world.

    `connect` opens a connection that staff may sign in on.
    """

    connect: Callable[[], HallClient]
    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    new_secret: Callable[[], str] = new_secret


class Reception:
    """All of it. `run` it beside the screens, whose steps it watches."""

    def __init__(
        self, config: ReceptionConfig, ports: Ports, screens: Screens, language: str
    ) -> None:
        self.pages = ReceptionPages(screens.pages.revision, language)
        self.beat = screens.beat
        self._open: dict[str, TabletPage] = {}
        self._watching = Watching(
            screens.stations["ticket"].values(), ports.now_ms, config.stuck_after_s, self._changed
        )
        self._tools = Tools(
            ports.connect,
            self.pages,
            config,
            language,
            self._watching.steps,
            ports.now_ms,
            run=ports.new_secret()[:16],
        )

    async def run(self) -> None:
        """Watch the screens until cancelled."""
        try:
            await self._watching.run()
        finally:
            await asyncio.gather(*(page.close() for page in self._open.values()))

    def close(self) -> None:
        """Send every browser away; each comes back when there is a server again."""
        for page in self._open.values():
            page.audience.close()

    def page_of(self, name: str) -> TabletPage:
        """Return the page of a paired tablet."""
        if name not in self._open:
            self._open[name] = TabletPage(name, self._tools)
        return self._open[name]

    def said_of(self, name: str) -> str:
        """Return who is signed in on a tablet, for an engineer."""
        page = self._open.get(name)
        return f"staff {page.staff}" if page and page.staff else "nobody signed in"

    async def leave(self, name: str) -> None:
        """Sign out who works on a tablet: it is paired no more."""
        page = self._open.pop(name, None)
        if page is not None:
            await page.close()

    def _changed(self) -> None:
        for page in self._open.values():
            page.changed()
