"""One device's place in the hall: filled while its wire is there, empty while it is not."""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from drivers.contract import (
    Context,
    DeviceEvent,
    Driver,
    Health,
    HealthChanged,
    LineSettings,
    Paper,
    PaperChanged,
    PowerChanged,
    PowerState,
    Wire,
    WireLostError,
)
from edge.devices.backoff import Backoff
from edge.devices.config import DeviceConfig
from edge.devices.tap import Tap, TappedWire

log = logging.getLogger(__name__)

# A device that comes and goes sooner than this is looked for as rarely as one that is missing.
_STEADY_S = 10.0

OpenWire = Callable[[str, LineSettings], Awaitable[Wire]]
OnEvent = Callable[["DeviceSlot", DeviceEvent], None]


@dataclass(slots=True)
class UnitHealth:
    """How a device, or one unit on its line, is; since when, by the wall clock (ms)."""

    health: Health = Health.STARTING
    detail: str = ""
    since: int = 0
    last_good: int = 0


@dataclass(slots=True)
class DeviceSlot:
    """A configured device and whatever stands in for it at the moment.

    `run` is its supervision: it opens the wire, runs the driver, and when the wire is lost opens
    it again, at growing intervals. It never ends by itself.
    """

    config: DeviceConfig
    driver_class: type[Driver]
    options: object
    open_wire: OpenWire
    on_event: OnEvent
    wall_ms: Callable[[], int]
    now: Callable[[], dt.datetime]
    driver: Driver | None = None
    paper: Paper = Paper.UNKNOWN
    power: PowerState | None = None  # what a UPS said last
    own: UnitHealth = field(default_factory=UnitHealth)
    units: dict[str, UnitHealth] = field(default_factory=dict)
    losses: int = 0
    came_back: bool = False  # by the latest change of health: it may have forgotten what it showed
    tap: Tap = field(default_factory=Tap)
    _backoff: Backoff = field(init=False)

    def __post_init__(self) -> None:
        self._backoff = Backoff(self.config.id)

    async def run(self) -> None:
        """Keep the device, until cancelled."""
        line = self.config.line(self.driver_class.declaration.line)
        while True:
            try:
                wire = await self.open_wire(self.config.port, line)
                await self._run_driver(wire)
                self._report(HealthChanged(Health.HARDWARE_ERROR, "its driver ended by itself"))
            except WireLostError as error:
                self._report(HealthChanged(Health.NO_DEVICE, str(error)))
            except Exception:  # a driver's own bug costs its device, never the hall
                log.exception("%s: its driver failed", self.config.id)
                self._report(HealthChanged(Health.HARDWARE_ERROR, "its driver failed; see the log"))
            await asyncio.sleep(self._backoff.pause_s())

    async def _run_driver(self, wire: Wire) -> None:
        context = Context(self._report, self.now)
        began_s = asyncio.get_running_loop().time()
        try:
            self.driver = self.driver_class(TappedWire(wire, self.tap), self.options, context)
            await self.driver.run()
        finally:
            self.driver = None
            if asyncio.get_running_loop().time() - began_s >= _STEADY_S:
                self._backoff.reset()
            await wire.close()

    def _report(self, event: DeviceEvent) -> None:
        if isinstance(event, HealthChanged) and not self._take_health(event):
            return
        if isinstance(event, PaperChanged):
            self.paper = event.paper
        if isinstance(event, PowerChanged):
            self.power = event.power
        self.on_event(self, event)

    def _take_health(self, event: HealthChanged) -> bool:
        """Note the health; return whether it is news."""
        known = self.units.setdefault(event.unit, UnitHealth()) if event.unit else self.own
        if event.health.usable or known.health.usable:
            known.last_good = self.wall_ms()
        if known.health is event.health:
            return False
        if known.health.usable and not event.health.usable:
            self.losses += 1
        # A unit that is heard for the first time has not been away: it forgot nothing.
        away = not known.health.usable and not (event.unit and known.health is Health.STARTING)
        self.came_back = away and event.health.usable
        known.health, known.detail, known.since = event.health, event.detail, self.wall_ms()
        self._log(event)
        return True

    def _log(self, event: HealthChanged) -> None:
        name = f"{self.config.id} unit {event.unit}" if event.unit else self.config.id
        level = logging.INFO if event.health.usable else logging.WARNING
        detail = f": {event.detail}" if event.detail else ""
        log.log(level, "%s is %s%s", name, event.health.value, detail)

    def usable(self, unit: str = "") -> bool:
        """Whether the device, and `unit` on its line, can be counted on now."""
        if self.driver is None or not self.own.health.usable:
            return False
        of_unit = self.units.get(unit)
        return of_unit is None or of_unit.health.usable
