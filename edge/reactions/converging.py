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
    """One unit on its way to what it should show. `show` returns whether it was shown.

    A wish that failed is tried again after a while, however often the unit is woken meanwhile.
    """

    device: str
    unit: str
    wish: Callable[[], str]
    show: Callable[[str], Awaitable[bool]]
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    shown: str | None = None
    _rests: str | None = None  # the wish that failed just now
    _said: str = ""  # what was said last of its failures
    _retry: asyncio.TimerHandle | None = None

    async def run(self) -> None:
        """Follow the wish until cancelled."""
        while True:
            await self.woken.wait()
            self.woken.clear()
            wish = self.wish()
            if wish not in (self.shown, self._rests):
                await self._try(wish)

    async def _try(self, wish: str) -> None:
        self.shown = wish  # noted first: a device that is refreshed meanwhile has forgotten it
        try:
            if await self.show(wish):
                self._said = ""
            else:
                self.shown = None
        except DeviceError as error:
            self._complain(f"{self.device} unit {self.unit} does not show {wish!r} yet: {error}")
            self.shown, self._rests = None, wish
            self._try_again_later()

    def _complain(self, text: str) -> None:
        if text != self._said:
            self._said = text
            log.info("%s", text)

    def _try_again_later(self) -> None:
        if self._retry is not None:
            self._retry.cancel()
        self._retry = asyncio.get_running_loop().call_later(_RETRY_S, self._try_again)

    def _try_again(self) -> None:
        self._rests = None
        self.woken.set()

    def refresh(self) -> None:
        """Show again whatever is true: the device may have forgotten."""
        self.shown = self._rests = None
        self.woken.set()
