"""How bright the LED strips are at which time of the day, and that their clocks are right."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from drivers.contract import AdjustableDisplay, Kind
from drivers.timetable import BadTimetableError, check_percents, percent_at
from edge.devices.asking import ask
from edge.devices.pool import DevicePool
from edge.ports import Clock
from edge.reactions.converging import Converging


@dataclass(frozen=True)
class LightingConfig:
    """Percent of light from times of the day on, such as `{"07:30" = 80, "21:00" = 0}`.

    At 0 the strips are dark. Empty: they are as they were left.
    """

    brightness_from: Mapping[str, int] = field(default_factory=dict)
    set_clocks: bool = True

    def __post_init__(self) -> None:
        try:
            check_percents(self.brightness_from, 100)
        except BadTimetableError as error:
            raise ValueError(f"brightness_from: {error}") from None


def lighting(config: LightingConfig, clock: Clock, pool: DevicePool) -> Iterator[Converging]:
    """Yield what each LED device converges on."""
    for slot in pool.of_kind(Kind.LED):
        if not issubclass(slot.driver_class, AdjustableDisplay):
            continue
        if config.brightness_from:
            yield _light(slot.config.id, config, clock, pool)
        if config.set_clocks:
            yield _clock(slot.config.id, clock, pool)


def _light(device: str, config: LightingConfig, clock: Clock, pool: DevicePool) -> Converging:
    def wish() -> str:
        return str(percent_at(config.brightness_from, clock.local().time()))

    async def show(wanted: str) -> bool:
        display = pool.driver(device, AdjustableDisplay)
        if display is None:
            return False
        percent = int(wanted)
        await ask(device, display.set_lit(percent > 0))
        if percent:
            await ask(device, display.set_brightness(percent))
        return True

    return Converging(device, "light", wish, show)


def _clock(device: str, clock: Clock, pool: DevicePool) -> Converging:
    def wish() -> str:
        # Once a day, and never from a clock that is surely wrong.
        return "" if clock.moment().clock == "unsynced" else clock.local().date().isoformat()

    async def show(wanted: str) -> bool:
        display = pool.driver(device, AdjustableDisplay)
        if display is None:
            return False
        if wanted:
            now: dt.datetime = clock.local()
            await ask(device, display.set_clock(now))
        return True

    return Converging(device, "clock", wish, show)
