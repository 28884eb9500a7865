"""The controller of a hall: journal, use cases, devices, reactions, put together and run."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from drivers.contract import DeviceEvent, HealthChanged
from edge.api.context import Api
from edge.api.tokens import Tokens
from edge.devices import overview
from edge.devices.pool import DevicePool, wires_in
from edge.devices.slot import DeviceSlot, OpenWire
from edge.domain.facts import Recorded
from edge.domain.refusals import RefusedError
from edge.hall import Hall
from edge.hall.hall import HallPorts
from edge.hall.staff import Pins
from edge.journal.committer import Opener, ThreadCommitter
from edge.journal.feed import Feed
from edge.journal.keys import KeyStore, load_hall_key
from edge.journal.reserve import DiskReserve, Room
from edge.journal.store import JournalStore
from edge.library.blobs import ThreadedShelf
from edge.ports import Clock, Committer, Ids, StorageError
from edge.reactions.announcer import Announcer, with_names_to_say
from edge.reactions.displays import Displays
from edge.reactions.hands import Hands
from edge.reactions.power import PowerGuard, SwitchOff
from edge.settings import EdgeSettings
from edge.state_dir import StateDir
from edge.system.clock import SystemClock
from edge.system.ids import SystemIds
from edge.system.pins import ArgonPins
from edge.system.poweroff import switch_off

log = logging.getLogger(__name__)

_TICK_S = 5.0
_MB = 1024 * 1024


class JournalCommitter(Committer, Protocol):
    """A disk with a journal on it."""

    @property
    def epoch(self) -> str:
        """The journal's present identity."""

    def load(self) -> Sequence[Recorded]:
        """Return the facts since the last `DayOpened`. Only before the first `submit`."""


class Reserve(Protocol):
    """How full the disk is."""

    def check(self) -> Room:
        """Return how much room there is. Called off the loop."""


@dataclass(frozen=True)
class World:
    """What a controller takes from outside: of a real machine, or of a simulated one.

    `clock` tells time in a time zone, given the latest wall time (ms) that the journal has seen.
    """

    ids: Ids
    pins: Pins
    clock: Callable[[ZoneInfo, int], Clock]
    committer: Callable[[Opener], JournalCommitter]
    wires: OpenWire
    reserve: Reserve
    switch_off: SwitchOff


def machine(settings: EdgeSettings, state: StateDir) -> World:
    """Return the machine this runs on."""
    config = settings.journal
    return World(
        SystemIds(),
        ArgonPins(),
        SystemClock,
        ThreadCommitter,
        wires_in(state.root),
        DiskReserve(state.reserve, config.reserve_mb * _MB, config.needed_mb * _MB),
        switch_off,
    )


@dataclass(frozen=True)
class Controller:
    """A hall that has been put together and not yet begun."""

    hall: Hall
    api: Api
    pool: DevicePool
    displays: Displays
    announcer: Announcer
    hands: Hands
    power: PowerGuard
    reserve: Reserve
    committer: JournalCommitter

    async def start(self) -> None:
        """Open the first day of a new journal, and settle what a restart cut short."""
        await self.hall.start(self.committer.epoch)
        await self.hall.faults.close_what_is_gone(self.pool.slots)
        await self.hall.surroundings.start(self.pool.slots)
        self.hall.admission.room = await asyncio.to_thread(self.reserve.check)

    async def run(self) -> None:
        """Serve devices and clock until cancelled. Raises if any part of it ends: that is a bug."""
        async with asyncio.TaskGroup() as group:
            for name, part in (
                ("journal", self.hall.recorder.watch()),
                ("devices", self.pool.run()),
                ("displays", self.displays.run()),
                ("announcer", self.announcer.run()),
                ("hands", self.hands.run()),
                ("power", self.power.run()),
                ("clock", self._tick()),
            ):
                group.create_task(part, name=name)

    async def _tick(self) -> None:
        while True:
            self.hall.admission.room = await asyncio.to_thread(self.reserve.check)
            try:
                await self.hall.tick()
                await self.hands.ask_again()
            except RefusedError as error:
                log.warning("not done now, and tried again soon: %s", error)
            await asyncio.sleep(_TICK_S)


def check_devices(settings: EdgeSettings) -> None:
    """Raise `ConfigError` for a device that no driver fits. Opens nothing."""
    _pool(settings, Path(), SystemClock(settings.timezone), wires_in(Path()))


def _pool(settings: EdgeSettings, root: Path, clock: Clock, wires: OpenWire) -> DevicePool:
    return DevicePool(
        with_names_to_say(settings.devices, settings.hall.plan),
        str(settings.source),
        root,
        wires,
        clock.local,
        lambda: clock.moment().at,
    )


def build(
    settings: EdgeSettings, state: StateDir, world: World | None = None, *, open_access: bool
) -> Controller:
    """Open the journal of `state` and put the hall together, on a running event loop.

    Without a `world` it is this machine's.

    Raises `ConfigError`, `StorageError`, `WrongHallError`, `NewerSchemaError`.
    """
    world = world or machine(settings, state)
    ids = world.ids
    if state.keys.exists() and not state.hall_key.exists():
        raise StorageError(f"{state.hall_key}: missing, and {state.keys} cannot be read without it")
    hall_key = load_hall_key(state.hall_key, ids)
    committer = world.committer(_opener(state, settings.config.id, ids.new_id()))
    loaded = committer.load()
    seen_at = max((recorded.moment.at for recorded in loaded), default=0)
    clock = world.clock(settings.timezone, seen_at)
    pool = _pool(settings, state.root, clock, world.wires)
    ports = HallPorts(
        clock,
        ids,
        committer,
        pool,
        world.pins,
        hall_key,
        ThreadedShelf(state.library),
        ThreadedShelf(state.attachments),
    )
    hall = Hall(settings.hall, ports, loaded)
    feed = Feed(state.journal, hall.recorder.committed.seq)
    hall.recorder.subscribe(feed.publish)
    api = Api(
        hall=hall,
        feed=feed,
        tokens=Tokens(hall_key),
        pool=pool,
        devices=partial(overview.describe, pool),
        degraded=partial(overview.degraded, pool, settings.hall.plan),
        demo=settings.config.demo,
        open_access=open_access,
    )
    return _with_reactions(settings, world, pool, api, committer)


def _with_reactions(
    settings: EdgeSettings,
    world: World,
    pool: DevicePool,
    api: Api,
    committer: JournalCommitter,
) -> Controller:
    hall, plan = api.hall, settings.hall.plan
    displays = Displays(
        hall.recorder,
        plan,
        pool,
        hall.settings.rating_window_s,
        settings.outputs,
        settings.light,
    )
    pool.subscribe(lambda slot, event: _refresh(displays, slot, event))
    return Controller(
        hall=hall,
        api=api,
        pool=pool,
        displays=displays,
        announcer=Announcer(hall.recorder, plan, pool, settings.announcer),
        hands=Hands(hall, plan, pool, settings.config.grades),
        power=PowerGuard(hall, settings.power, world.switch_off),
        reserve=world.reserve,
        committer=committer,
    )


def _refresh(displays: Displays, slot: DeviceSlot, event: DeviceEvent) -> None:
    if isinstance(event, HealthChanged) and slot.came_back:
        displays.device_changed(slot.config.id)


def _opener(state: StateDir, hall: str, first_epoch: str) -> Opener:
    def open_stores() -> tuple[JournalStore, KeyStore]:
        return JournalStore(state.journal, hall, first_epoch), KeyStore(state.keys)

    return open_stores
