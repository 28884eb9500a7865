"""A hall on fake ports with fake strips, callers and a voice, in virtual time."""

import asyncio
import contextlib
import dataclasses
import datetime as dt
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any

from devicefakes import FakeOptions, FakeWire
from edgefakes import PLAN, SETTINGS, LoopClock, TestedHall, hall_on

from drivers.contract import (
    AdjustableDisplay,
    Announcement,
    Context,
    CounterUnits,
    Declaration,
    DeviceSilentError,
    Driver,
    Health,
    Kind,
    LineSettings,
    PowerSupply,
    Speaker,
    Spoken,
    Switches,
    Wire,
    WireLostError,
)
from edge.devices.config import DeviceConfig
from edge.devices.pool import DevicePool
from edge.domain.plan import Address, Plan
from edge.reactions.announcer import Announcer, AnnouncerConfig
from edge.reactions.displays import Displays
from edge.reactions.hands import Hands
from edge.reactions.lighting import LightingConfig
from edge.reactions.outputs import OutputConfig, While


class _Fake(Driver):
    """What all fakes share: online while the wire is there; `trouble` is raised by every verb."""

    def __init__(self, wire: Wire, options: Any, context: Context) -> None:
        super().__init__(wire, options, context)
        self.trouble: Exception | None = None
        self.busy: asyncio.Event | None = None

    async def run(self) -> None:
        self.report_health(Health.ONLINE)
        while True:
            await self.wire.read(1e9)

    async def verb(self) -> None:
        if self.busy is not None:
            await self.busy.wait()
        if self.trouble is not None:
            raise self.trouble


class FakeStrips(_Fake, AdjustableDisplay):
    """Strips; `texts` is what was shown, as (unit, text), `light` how they were set."""

    declaration = Declaration(Kind.LED, "fake", "Strips", FakeOptions)

    def __init__(self, wire: Wire, options: Any, context: Context) -> None:
        super().__init__(wire, options, context)
        self.texts: list[tuple[str, str]] = []
        self.light: list[str] = []

    async def show(self, unit: str, text: str) -> None:
        await self.verb()
        self.texts.append((unit, text))

    async def set_brightness(self, percent: int) -> None:
        await self.verb()
        self.light.append(f"{percent} %")

    async def set_lit(self, on: bool) -> None:
        await self.verb()
        self.light.append("lit" if on else "dark")

    async def set_clock(self, now: dt.datetime) -> None:
        await self.verb()
        self.light.append(now.strftime("%Y-%m-%d"))


class FakeRelays(_Fake, Switches):
    """A relay board; `on` holds the units that are on, `told` everything it was told."""

    declaration = Declaration(Kind.RELAY, "fake", "Relays", FakeOptions)

    def __init__(self, wire: Wire, options: Any, context: Context) -> None:
        super().__init__(wire, options, context)
        self.on: set[str] = set()
        self.told: list[tuple[str, bool]] = []

    async def switch(self, unit: str, on: bool) -> None:
        await self.verb()
        self.told.append((unit, on))
        (self.on.add if on else self.on.discard)(unit)


class FakeCallers(_Fake, CounterUnits):
    """Callers with evaluators; `said` is everything they were told."""

    declaration = Declaration(Kind.CALLER, "fake", "Callers", FakeOptions)

    def __init__(self, wire: Wire, options: Any, context: Context) -> None:
        super().__init__(wire, options, context)
        self.said: list[str] = []

    async def show_ticket(self, unit: str, ticket: str) -> None:
        await self.verb()
        self.said.append(f"{unit} ticket {ticket}")

    async def show_waiting(self, unit: str, count: int) -> None:
        await self.verb()
        self.said.append(f"{unit} waiting {count}")

    async def ask_rating(self, unit: str) -> None:
        await self.verb()
        self.said.append(f"{unit} rate")


class FakeVoice(_Fake, Speaker):
    """A loudspeaker that takes ten seconds for each announcement; `at_once` is its worst crowd."""

    declaration = Declaration(Kind.VOICE, "fake", "Voice", FakeOptions)

    def __init__(self, wire: Wire, options: Any, context: Context) -> None:
        super().__init__(wire, options, context)
        self.said: list[str] = []
        self.at_once = 0
        self._saying = 0

    async def say(self, announcement: Announcement) -> Spoken:
        self._saying += 1
        self.at_once = max(self.at_once, self._saying)
        self.said.append(announcement.text)
        try:
            await asyncio.sleep(10)
            await self.verb()
        finally:
            self._saying -= 1
        return Spoken(announcement.id, "", 10.0)


class FakeUps(_Fake, PowerSupply):
    """A UPS."""

    declaration = Declaration(Kind.UPS, "fake", "UPS", FakeOptions)


_DRIVERS: dict[Kind, type[Driver]] = {
    Kind.LED: FakeStrips,
    Kind.RELAY: FakeRelays,
    Kind.CALLER: FakeCallers,
    Kind.VOICE: FakeVoice,
    Kind.UPS: FakeUps,
}

COUNTERS = tuple(
    dataclasses.replace(
        counter,
        led=Address("strips", counter.id),
        caller=Address("callers", counter.id),
    )
    for counter in PLAN.counters
)
OUTPUTS = (
    OutputConfig("relay-1", "door", While.DAY_OPEN),
    OutputConfig("relay-1", "lights", While.COUNTER_OPEN),
    OutputConfig("relay-1", "lamp-1", While.CALLED, "1"),
    OutputConfig("relay-1", "sign", While.ON_BATTERY),
)
LIGHT = LightingConfig({"07:30": 80, "18:00": 40, "21:00": 0})
SILENT = DeviceSilentError("no answer")


class Bench:
    """The hall, its devices, and the reactions between them."""

    def __init__(self, tested: TestedHall, plan: Plan, config: AnnouncerConfig) -> None:
        self.tested = tested
        self.hall = tested.hall
        self.missing: set[str] = set()
        self.wires: dict[str, FakeWire] = {}
        self.pool = DevicePool(
            [
                DeviceConfig("strips", Kind.LED, "fake", "strips"),
                DeviceConfig("callers", Kind.CALLER, "fake", "callers"),
                DeviceConfig("voice", Kind.VOICE, "fake", "voice"),
                DeviceConfig("relay-1", Kind.RELAY, "fake", "relay-1"),
                DeviceConfig("ups-1", Kind.UPS, "fake", "ups-1"),
            ],
            "hall.toml",
            Path(),
            self._open,
            tested.clock.local,
            lambda: tested.clock.moment().at,
            driver_for=lambda kind, _protocol: _DRIVERS[kind],
        )
        self.displays = Displays(
            self.hall.recorder, plan, self.pool, rating_window_s=120, outputs=OUTPUTS, light=LIGHT
        )
        self.pool.subscribe(lambda slot, _event: self.displays.device_changed(slot.config.id))
        self.announcer = Announcer(self.hall.recorder, plan, self.pool, config)
        grades = {"0": 5, "1": 4, "2": 3, "3": 2}
        self.hands = Hands(self.hall, plan, self.pool, grades)

    async def _open(self, port: str, _line: LineSettings) -> FakeWire:
        if port in self.missing:
            raise WireLostError("no such port")
        self.wires[port] = FakeWire()
        return self.wires[port]

    def parts(self) -> list[Coroutine[Any, Any, None]]:
        return [
            self.pool.run(),
            self.displays.run(),
            self.announcer.run(),
            self.hands.run(),
        ]

    # --- the devices as they are now ---

    def device(self, device: str) -> Any:
        """Return the driver that stands for `device` now."""
        return self.pool.slots[device].driver

    def strip(self, unit: str) -> str:
        """Return the last text of a strip since its device is there."""
        return [text for of_unit, text in self.device("strips").texts if of_unit == unit][-1]

    def caller(self, unit: str) -> list[str]:
        """Return what the caller at `unit` was told since its device is there."""
        told = [said.split(" ", 1) for said in self.device("callers").said]
        return [what for of_unit, what in told if of_unit == unit]

    def lose(self, device: str) -> None:
        """Unplug `device`, for as long as it is `missing`."""
        self.missing.add(device)
        self.wires[device].lose()

    # --- people ---

    async def settle(self, seconds: float = 0.5) -> None:
        """Let everything happen that follows."""
        await asyncio.sleep(seconds)

    async def issue(self, delivery: str = "none") -> str:
        """Take a ticket; return its visit."""
        return str((await self.hall.tickets.issue("bill", None, delivery)).body["visit"])

    async def call(self, counter: str = "1") -> str:
        """Take a ticket and call it at a counter; return its visit."""
        await self.hall.counters.open(counter, "1001")
        visit = await self.issue()
        await self.hall.counters.next(counter, "1001")
        return visit


@contextlib.asynccontextmanager
async def bench_on(
    state: Path, config: AnnouncerConfig | None = None, *, without: str = ""
) -> AsyncIterator[Bench]:
    """A running bench; the device `without` is missing at first."""
    plan = Plan(PLAN.services, COUNTERS, PLAN.staff, PLAN.priorities)
    settings = dataclasses.replace(SETTINGS, plan=plan)
    tested = await hall_on(state, LoopClock(), settings)
    bench = Bench(tested, plan, config or AnnouncerConfig())
    bench.missing.add(without)
    tasks = [asyncio.create_task(part) for part in bench.parts()]
    await bench.settle()
    try:
        yield bench
        assert [task.done() for task in tasks] == [False] * len(tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await bench.hall.close()
