"""How it stands with each service, asked of the hall while somebody looks and never otherwise."""

import asyncio
import logging
from collections.abc import Callable, Mapping

from edge.api.shapes import ServiceNow
from edge.client import HallClient, HallError

_log = logging.getLogger(__name__)

# It costs the hall some milliseconds a service.
_GAP_S = 2.0

Offers = Mapping[str, ServiceNow]


class OffersFeed:
    """Looks when asked to, and every `hold_s` as long as it is `wanted`; tells what it has seen."""

    def __init__(
        self,
        hall: HallClient,
        tell: Callable[[Offers], None],
        wanted: Callable[[], bool],
        hold_s: float,
    ) -> None:
        self._hall = hall
        self._tell = tell
        self._wanted = wanted
        self._hold_s = hold_s
        self._asked = asyncio.Event()
        self._told = False

    def look(self) -> None:
        """Look as soon as may be."""
        self._asked.set()

    async def run(self) -> None:
        """Look for ever."""
        while True:
            await self._until_asked()
            if self._wanted():
                await self._look()
                await asyncio.sleep(_GAP_S)
            elif self._told:
                # What was true when the last visitor left is no news for the next.
                self._say({})

    async def _until_asked(self) -> None:
        try:
            async with asyncio.timeout(self._hold_s):
                await self._asked.wait()
        except TimeoutError:
            pass
        self._asked.clear()

    async def _look(self) -> None:
        try:
            offers = await self._hall.services_now()
        except HallError as error:
            _log.debug("nothing is known of the services: %s", error.code)
            offers = []
        self._say({each.service: each for each in offers})

    def _say(self, offers: Offers) -> None:
        self._told = bool(offers)
        self._tell(offers)
