"""One simulated font card and the strip on it: what it was told, what it shows, what it refuses."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from drivers.led.onbon.areas import Area, Update, decode_update, describe_area
from drivers.led.onbon.codec import CARD_PREAMBLE
from drivers.led.onbon.fields import MalformedBodyError
from drivers.led.onbon.options import SERIES, Limits
from drivers.led.onbon.settings import LEVEL_MAX, Status, clock_set, encode_status
from drivers.led.onbon.tables import (
    AREAS,
    BRIGHTNESS,
    CLEAR,
    FORMAT,
    PING,
    POWER,
    REQUESTS,
    RESET,
    SET_TIME,
    Code,
)
from drivers.led.onbon.text import visible

BUSY, CHECKSUM = 3, 5
_NO_GROUP, _NO_COMMAND, _NO_MEMORY, _NO_FONT, _NO_TIME = 1, 2, 4, 12, 14


@dataclass(slots=True)
class Card:
    """Areas are in memory and go with the power; fonts, clock and programmes stay."""

    address: int
    limits: Limits = SERIES["6K"]
    areas: dict[int, Area] = field(default_factory=dict)
    powered: bool = True
    on: bool = True
    brightness: int = LEVEL_MAX
    clock: dt.datetime | None = None
    programmes: int = 0
    fonts: bool = True
    silent: bool = False
    preamble: int = CARD_PREAMBLE
    updated_s: float = float("-inf")
    nack_next: int | None = None
    garble_next: bool = False
    escape_next: bool = False

    @property
    def text(self) -> str:
        """What a person in front of it reads."""
        if not (self.powered and self.on):
            return ""
        return "\n".join(visible(area.data) for area in self.areas.values())

    def lose_power(self) -> None:
        self.powered = False
        self.areas.clear()

    def let_time_pass(self, dt_s: float) -> None:
        if self.clock is not None:
            self.clock += dt.timedelta(seconds=dt_s)

    def do(self, data: bytes, now_s: float) -> int:
        """Obey group, command and what follows; return 0 or the error."""
        code = (data[0], data[1]) if len(data) > 2 else (0, 0)
        if self.nack_next is not None and code != PING:
            error, self.nack_next = self.nack_next, None
            return error
        if code == AREAS:
            return self._update(data, now_s)
        return self._do_simple(code, data[5:])

    def status(self) -> bytes:
        """Return what it answers when asked how it is."""
        told = Status(self.on, self.brightness, self.clock, self.programmes)
        return encode_status(told, bytes(self.areas))

    def look(self) -> dict[str, Any]:
        """Return what a person in front of the strip sees, and how it is driven."""
        return {
            "text": self.text,
            "on": self.powered and self.on,
            "powered": self.powered,
            "brightness": self.brightness,
            "clock": "" if self.clock is None else self.clock.isoformat(" ", "seconds"),
            "silent": self.silent,
            "areas": [describe_area(area) for area in self.areas.values()],
        }

    def _update(self, data: bytes, now_s: float) -> int:
        try:
            update = decode_update(data[3:])
        except MalformedBodyError:
            return _NO_COMMAND
        if not self.fonts:
            return _NO_FONT
        # That a card answers "busy" to more than its refresh rate (2.1) is an assumption.
        if now_s - self.updated_s < self.limits.update_interval_s:
            return BUSY
        if not self._has_room_for(update):
            return _NO_MEMORY
        self.updated_s = now_s
        self.areas = self._with(update)
        return 0

    def _with(self, update: Update) -> dict[int, Area]:
        cleared = update.delete_all or update.process_mode == 1
        kept = {} if cleared else {k: a for k, a in self.areas.items() if k not in update.delete}
        return kept | {area.id: area for area in update.areas}

    def _has_room_for(self, update: Update) -> bool:
        areas = self._with(update)
        longest = max((len(area.data) for area in areas.values()), default=0)
        return len(areas) <= self.limits.areas_max and longest <= self.limits.area_bytes_max

    def _do_simple(self, code: Code, body: bytes) -> int:
        if code in (RESET, FORMAT):
            self.areas.clear()
            self.fonts = False
        elif code == CLEAR:
            self.areas.clear()
        elif code == POWER and body:
            self.on = body[0] == 1
        elif code == BRIGHTNESS and len(body) > 1 and body[0] == 1:
            self.brightness = min(body[1], LEVEL_MAX)
        elif code == SET_TIME:
            return self._set_clock(body)
        elif code != PING and code not in REQUESTS:
            return _NO_COMMAND if code[0] in {group for group, _ in REQUESTS} else _NO_GROUP
        return 0

    def _set_clock(self, body: bytes) -> int:
        clock = clock_set(body)
        if clock is None:
            return _NO_TIME
        self.clock = clock
        return 0
