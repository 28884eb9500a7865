"""Telling the hall which screens are paired, so that it stands in its journal who was let in."""

import asyncio
import logging

from edge.api import shapes
from edge.client import HallClient, HallError
from kiosk.pairing.house import House

_log = logging.getLogger(__name__)

_AGAIN_S = 5.0


class Telling:
    """Tells all of them at the start and after every change, until the hall has heard it.

    The hall finds out by itself what is new: nothing is lost by whatever ends in between.
    """

    def __init__(self, hall: HallClient, house: House) -> None:
        self._hall = hall
        self._house = house
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Tell until cancelled."""
        self._house.on_change = self._news.set
        self._news.set()
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                await self._tell()
        finally:
            await self._hall.close()

    async def _tell(self) -> None:
        paired = [
            shapes.PairedScreen(role=each.role, name=each.name, at=each.paired_at, by=each.by)
            for each in self._house.register.all()
        ]
        try:
            await self._hall.tell_screens(paired)
        except HallError as error:
            _log.debug("the hall was not told of its screens: %s", error.code)
            await asyncio.sleep(_AGAIN_S)
            self._news.set()
