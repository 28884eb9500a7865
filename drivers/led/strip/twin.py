"""Simulated strip screens on one line: they show what they are told, and say nothing."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from drivers.led.strip.codec import StripDecoder
from drivers.led.strip.frames import Frame
from drivers.led.strip.layout import Layout
from drivers.led.strip.options import StripOptions
from drivers.twins import Twin, UnknownActionError
from drivers.wire import Noise

_SHOWN_LOG_MAX = 1000
# That half a frame is forgotten after so long a silence is an assumption.
_FORGET_S = 1.0


@dataclass(slots=True)
class _Screen:
    address: int
    summary: bool
    text: str = ""
    powered: bool = True
    deaf: bool = False
    told: int = 0  # how often


class StripTwin(Twin):
    """Screens of one make. `shown_log` is what they came to show, in order."""

    def __init__(
        self, layout: Layout, addresses: tuple[int, ...], summary_addresses: tuple[int, ...] = ()
    ) -> None:
        super().__init__()
        self.shown_log: deque[tuple[int, str]] = deque(maxlen=_SHOWN_LOG_MAX)
        self.noise_log: deque[Noise] = deque(maxlen=_SHOWN_LOG_MAX)
        self._layout = layout
        strips = {address: _Screen(address, summary=False) for address in addresses}
        summaries = {address: _Screen(address, summary=True) for address in summary_addresses}
        self._screens = strips | summaries
        self._decoder = StripDecoder(layout)
        self._forget_s: float | None = None

    @property
    def due_s(self) -> float | None:
        return self._forget_s

    def receive(self, data: bytes) -> bytes:
        self._forget_s = _FORGET_S
        self._take(self._decoder.feed(data))
        return b""

    def tick(self, dt_s: float) -> bytes:
        if self._forget_s is not None:
            self._forget_s -= dt_s
            if self._forget_s <= 0:
                self._forget_s = None
                self._take(self._decoder.finish())
        return b""

    def text(self, address: int) -> str:
        """Return what a person in front of screen `address` reads."""
        screen = self._screens[address]
        return screen.text.strip() if screen.powered else ""

    def look(self) -> dict[str, Any]:
        """Return each screen by address: the text on it, and how it is."""
        return {
            "profile": self._layout.name,
            "strips": {str(address): self._look_at(address) for address in self._screens},
        }

    def actions(self) -> Mapping[str, Callable[..., None]]:
        return {
            "power_off": self._power_off,
            "power_on": lambda unit: setattr(self._screen(unit), "powered", True),
            "plug_out": lambda unit: setattr(self._screen(unit), "deaf", True),
            "plug_in": lambda unit: setattr(self._screen(unit), "deaf", False),
        }

    def _power_off(self, unit: str | int) -> None:
        screen = self._screen(unit)
        screen.powered = False
        screen.text = ""

    def _screen(self, unit: str | int) -> _Screen:
        screen = self._screens.get(int(unit)) if str(unit).isdecimal() else None
        if screen is None:
            known = ", ".join(map(str, self._screens))
            raise UnknownActionError(f"no screen {unit!r} on this line; there are: {known}")
        return screen

    def _look_at(self, address: int) -> dict[str, Any]:
        screen = self._screens[address]
        return {
            "text": self.text(address),
            "on": screen.powered,
            "powered": screen.powered,
            "summary": screen.summary,
            "plugged": not screen.deaf,
            "told": screen.told,
        }

    def _take(self, found: list[Frame | Noise]) -> None:
        for item in found:
            if isinstance(item, Noise):
                self.noise_log.append(item)
            else:
                self._show(item)

    def _show(self, frame: Frame) -> None:
        screen = self._screens.get(frame.address)
        if screen is None or screen.summary != frame.summary:
            return
        if screen.powered and not screen.deaf:
            screen.text = frame.text
            screen.told += 1
            self.shown_log.append((frame.address, screen.text.strip()))


def make_twin(options: Mapping[str, Any]) -> StripTwin:
    """Return the device's side for a driver with these options."""
    return twin_of(StripOptions(**_with_tuples(options)))


def twin_of(options: StripOptions) -> StripTwin:
    """Return the screens that a driver with these options talks to."""
    return StripTwin(options.layout, options.addresses, options.summary_addresses)


def _with_tuples(options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: tuple(value) if isinstance(value, list) else value for name, value in options.items()
    }
