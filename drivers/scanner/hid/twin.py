"""A scanner that types: key events as the kernel would give them, by the US layout."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from drivers.scanner.hid import keys
from drivers.scanner.hid.events import (
    EVENT_BYTES_64,
    SYN_DROPPED,
    EventType,
    InputEvent,
    Press,
    encode,
)
from drivers.scanner.symbologies import aim_identifier
from drivers.scanner.twinning import ScannerTwin

_LEFT_SHIFT, _LEFT_ALT, _ENTER, _F13 = 42, 56, 28, 183
_MSC_SCAN = 4
# Keyboards on USB are asked every few milliseconds; a key is down in one report and up in another.
_REPORT_US = 4000
_BEGAN_US = 1_772_413_200_000_000


class HidTwin(ScannerTwin):
    """Types each code and then `terminator`, a key number; with its AIM identifier if `aim_id`.

    A character that the US layout has no key for is typed with Alt held, as scanners do that are
    set to the Alt mode: digits on the keypad.
    """

    def __init__(self, *, event_bytes: int = EVENT_BYTES_64, aim_id: bool = False) -> None:
        super().__init__()
        self.terminator = _ENTER
        self.aim_id = aim_id
        self._event_bytes = event_bytes
        self._now_us = _BEGAN_US
        self._odd_keys = 0

    def receive(self, _data: bytes) -> bytes:
        return b""

    def tick(self, dt_s: float) -> bytes:
        self._now_us += round(dt_s * 1_000_000)
        return super().tick(dt_s)

    def _tell(self, text: str, symbology: str) -> None:
        prefix = aim_identifier(symbology) if self.aim_id else ""
        events = [event for char in prefix + text for event in self._type(char)]
        if self._odd_keys > 0:
            self._odd_keys -= 1
            events += self._press(_F13)
        events += self._press(self.terminator)
        self._say(b"".join(encode(event, self._event_bytes) for event in events))

    def _type(self, char: str) -> Iterator[InputEvent]:
        found = keys.key_for(char)
        if found is None:
            yield from self._with(_LEFT_ALT, [keys.key_for(digit) for digit in str(ord(char))])
        elif found[1]:
            yield from self._with(_LEFT_SHIFT, [found])
        else:
            yield from self._press(found[0])

    def _with(self, held: int, pressed: list[tuple[int, bool] | None]) -> Iterator[InputEvent]:
        yield from self._report(held, Press.DOWN)
        for key in pressed:
            if key is not None:
                yield from self._press(key[0])
        yield from self._report(held, Press.UP)

    def _press(self, key: int) -> Iterator[InputEvent]:
        yield from self._report(key, Press.DOWN)
        yield from self._report(key, Press.UP)

    def _report(self, key: int, value: Press) -> Iterator[InputEvent]:
        self._now_us += _REPORT_US
        yield InputEvent(self._now_us, EventType.MSC, _MSC_SCAN, 0x70000 + key)
        yield InputEvent(self._now_us, EventType.KEY, key, value)
        yield InputEvent(self._now_us, EventType.SYN, 0, 0)

    def actions(self) -> Mapping[str, Callable[..., None]]:
        own = {"odd_key": self.odd_key, "drop_events": self.drop_events}
        return {**super().actions(), **own}

    def odd_key(self, times: int = 1) -> None:
        """Press a key that types nothing within the next codes."""
        self._odd_keys += int(times)

    def drop_events(self) -> None:
        """Have the kernel lose half of the next code, and say so."""
        dropped = InputEvent(self._now_us, EventType.SYN, SYN_DROPPED, 0)
        notice = encode(dropped, self._event_bytes)

        def spoil(data: bytes) -> bytes:
            half = len(data) // self._event_bytes // 2 * self._event_bytes
            return notice + data[half:]

        self._spoiling.append(spoil)


def make_twin(options: Mapping[str, Any]) -> HidTwin:
    """Return the device's side for a driver with these options."""
    return HidTwin(
        event_bytes=int(options.get("event_bytes", EVENT_BYTES_64)),
        aim_id=bool(options.get("aim_id")),
    )
