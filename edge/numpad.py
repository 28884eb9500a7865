"""A number pad of a clerk's own, read from its device node: its keys come whatever has the focus.

The node is grabbed, so that nothing is typed into the window in front at the same time. That needs
leave to read it: a machine of the clerk's own, not the far end of SSH.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from drivers.contract import LineSettings, Wire, WireLostError
from drivers.scanner.hid.codec import HidDecoder
from drivers.scanner.hid.events import EventType, InputEvent, Press
from drivers.scanner.hid.keys import typed
from drivers.transports import open_wire
from drivers.wire import Noise, Side
from edge.staff.keypad import BACK, ENTER, KeypadLostError

SCHEME = "evdev:"

_WAIT_S = 3600.0  # nothing is late: a clerk presses when a clerk presses
# Source: Linux, include/uapi/linux/input-event-codes.h
_NAMED = {28: ENTER, 96: ENTER, 14: BACK, 111: BACK}
_TYPED = frozenset("0123456789.+-*/")


@asynccontextmanager
async def opened(port: str) -> AsyncIterator["Numpad"]:
    """Grab the number pad at `port` (`evdev:PATH`). Raises `KeypadLostError` saying why not."""
    try:
        wire = await open_wire(port, LineSettings())
    except WireLostError as error:
        raise KeypadLostError(str(error)) from error
    try:
        yield Numpad(wire)
    finally:
        await wire.close()


class Numpad:
    """What comes over the wire of a number pad."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._decoder = HidDecoder(Side.DEVICE)

    async def presses(self) -> AsyncIterator[str]:
        """Yield each key as it goes down; one that is held down is one.

        Ends with `KeypadLostError`.
        """
        while True:
            try:
                data = await self._wire.read(_WAIT_S)
            except WireLostError as error:
                raise KeypadLostError(str(error)) from error
            for event in self._decoder.feed(data):
                key = "" if isinstance(event, Noise) else _key(event)
                if key:
                    yield key


def _key(event: InputEvent) -> str:
    if (event.type, event.value) != (EventType.KEY, Press.DOWN):
        return ""
    key = _NAMED.get(event.code) or typed(event.code, shifted=False) or ""
    return key if event.code in _NAMED or key in _TYPED else ""
