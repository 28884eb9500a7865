"""One unit of a device on its way to what it should be: only the last wish counts."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from drivers.contract import DeviceError

log = logging.getLogger(__name__)

_RETRY_S = 2.0


@dataclass(slots=True)
class Converging:
    """One unit on its way to what it should show. `show` returns whether it was shown."""

    device: str
    unit: str
    wish: Callable[[], str]
    show: Callable[[str], Awaitable[bool]]
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    shown: str | None = None

    async def run(self) -> None:
        """Follow the wish until cancelled."""
        while True:
            await self.woken.wait()
            self.woken.clear()
            wish = self.wish()
            if wish != self.shown:
                await self._try(wish)

    async def _try(self, wish: str) -> None:
        self.shown = wish  # noted first: a device that is refreshed meanwhile has forgotten it
        try:
            if not await self.show(wish):
                self.shown = None
        except DeviceError as error:
            log.info("%s unit %s does not show %r yet: %s", self.device, self.unit, wish, error)
            self.shown = None
            asyncio.get_running_loop().call_later(_RETRY_S, self.woken.set)

    def refresh(self) -> None:
        """Show again whatever is true: the device may have forgotten."""
        self.shown = None
        self.woken.set()
