"""All devices of the hall: made from the configuration, found by kind, run side by side."""

import asyncio
import dataclasses
import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from drivers import registry
from drivers.contract import (
    DeviceError,
    Driver,
    Kind,
    LineSettings,
    PaperSheet,
    PaperTicket,
    TicketPrinter,
    Wire,
    WireLostError,
)
from drivers.registry import UnknownDriverError
from drivers.transports import open_wire
from drivers.transports.capture import SCHEME as REPLAY
from drivers.transports.evdev import SCHEME as EVDEV
from drivers.transports.usb import SCHEME as USB
from drivers.transports.worker import SCHEME as WORKER
from drivers.transports.worker import worker_port
from edge.config import ConfigError, check_table
from edge.devices.asking import ask
from edge.devices.config import DeviceConfig
from edge.devices.slot import DeviceSlot, OnEvent, OpenWire

log = logging.getLogger(__name__)


DriverT = TypeVar("DriverT", bound=Driver)
DriverFor = Callable[[Kind, str], type[Driver]]


class NoWire:
    """The wire of a device that has none: silent, and never lost until it is closed."""

    def __init__(self) -> None:
        self._closed = asyncio.Event()

    async def write(self, data: bytes) -> None:
        raise WireLostError(f"a device without a wire was sent {len(data)} bytes")

    async def read(self, within_s: float) -> bytes:
        try:
            async with asyncio.timeout(within_s):
                await self._closed.wait()
        except TimeoutError:
            return b""
        raise WireLostError("closed")

    async def close(self) -> None:
        self._closed.set()


def wires_in(state: Path) -> OpenWire:
    """Return how ports are opened: relative paths are looked for in `state`."""

    async def open_port(port: str, line: LineSettings) -> Wire:
        if port == "none":
            return NoWire()
        return await open_wire(_absolute(port, state), line)

    return open_port


def _absolute(port: str, state: Path) -> str:
    if port.startswith(WORKER):
        return worker_port(port, state)
    if port.startswith(REPLAY):
        return f"{REPLAY}{state / port.removeprefix(REPLAY)}"
    with_scheme = "://" in port or port.startswith((USB, EVDEV))
    return port if with_scheme else str(state / port)


class DevicePool:
    """The hall's devices by id. `on_event` hears everything they report."""

    def __init__(
        self,
        configs: Sequence[DeviceConfig],
        source: str,
        state: Path,
        open_port: OpenWire,
        now: Callable[[], dt.datetime],
        wall_ms: Callable[[], int],
        driver_for: DriverFor = registry.driver_for,
    ) -> None:
        """Make all slots, empty. Raises `ConfigError` that names `source` and the device."""
        self._listeners: list[OnEvent] = []
        self.slots: dict[str, DeviceSlot] = {}
        for config in configs:
            if config.id in self.slots:
                raise ConfigError(f"{source}: devices: two of them have the id {config.id!r}")
            driver_class = _driver_class(config, source, driver_for)
            self.slots[config.id] = DeviceSlot(
                config=config,
                driver_class=driver_class,
                options=_options(config, driver_class, source, state),
                open_wire=open_port,
                on_event=self._on_event,
                wall_ms=wall_ms,
                now=now,
            )

    def subscribe(self, listener: OnEvent) -> None:
        """Call `listener` with everything devices report."""
        self._listeners.append(listener)

    def _on_event(self, slot: DeviceSlot, event: Any) -> None:
        for listener in self._listeners:
            listener(slot, event)

    async def run(self) -> None:
        """Supervise all devices until cancelled. Raises if a supervision ends: that is a bug."""
        async with asyncio.TaskGroup() as group:
            for slot in self.slots.values():
                group.create_task(slot.run(), name=f"device {slot.config.id}")

    def end_listening(self) -> None:
        """Let nobody listen in on a wire any more: the hall stops."""
        for slot in self.slots.values():
            slot.tap.close()

    def of_kind(self, kind: Kind) -> Iterator[DeviceSlot]:
        """Yield the slots of a kind, in the order of the configuration."""
        return (slot for slot in self.slots.values() if slot.config.kind is kind)

    def driver(self, device: str, wanted: type[DriverT], unit: str = "") -> DriverT | None:
        """Return the driver of `device` if it, and its `unit`, can be used now."""
        slot = self.slots.get(device)
        if slot is None or not slot.usable(unit) or not isinstance(slot.driver, wanted):
            return None
        return slot.driver

    # --- the hall's paper port ---

    @property
    def printer(self) -> str:
        """The id of the first printer that can be used now; empty where none can."""
        for slot in self.of_kind(Kind.PRINTER):
            if slot.usable():
                return slot.config.id
        return ""

    async def print_ticket(self, paper: PaperTicket) -> None:
        """Print on the first usable printer. Raises `DeviceError`."""
        device = self.printer
        printer = self.driver(device, TicketPrinter)
        if printer is None:
            raise DeviceError("no printer can be used")
        await ask(device, printer.print_ticket(paper))

    async def print_sheet(self, sheet: PaperSheet) -> None:
        """Print on the first usable printer that can. Raises `DeviceError`."""
        for slot in self.of_kind(Kind.PRINTER):
            printer = self.driver(slot.config.id, TicketPrinter)
            if printer is not None and "sheet" in printer.declaration.capabilities:
                await ask(slot.config.id, printer.print_sheet(sheet))
                return
        raise DeviceError("no printer that can is to be had")


def _driver_class(config: DeviceConfig, source: str, driver_for: DriverFor) -> type[Driver]:
    try:
        return driver_for(config.kind, config.protocol)
    except UnknownDriverError as error:
        raise ConfigError(f"{source}: device {config.id}: {error}") from None


def _options(config: DeviceConfig, driver_class: type[Driver], source: str, state: Path) -> object:
    schema = driver_class.declaration.options
    assert dataclasses.is_dataclass(schema)  # noqa: S101 - the contract's suite sees to it
    options = check_table(config.options, schema, f"{source}: device {config.id}: options")
    folders = {
        field.name: str(state / folder)
        for field in dataclasses.fields(schema)
        if field.name.endswith("_dir") and (folder := getattr(options, field.name))
    }
    return dataclasses.replace(options, **folders) if folders else options
