"""The demo as a whole: wires first, then the services, then a check that everything is there."""

import asyncio
import contextlib
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx

from drivers.twins import TwinOnPty
from edge.client import HallClient, HallError
from edge.demo.layout import Layout, write_config
from edge.demo.services import Service, ServiceDiedError, services_of
from edge.demo.twins import twins_for
from edge.paths import shipped_config
from edge.settings import load_settings
from edge.state_dir import StateDir

_UP_S = 90.0
_DEVICES_S = 30.0
_STARTING_S = 180.0  # the voice says all its words once to itself, and this box may be busy
_LOOK_S = 0.1

Told = Callable[[str], None]


@dataclass
class DemoHall:
    """A running demo."""

    layout: Layout
    twins: dict[str, TwinOnPty]
    services: dict[str, Service]
    listeners: list[Callable[[], None]] = field(default_factory=list)

    def changed(self) -> None:
        """Tell whoever looks that something is different."""
        for listener in self.listeners:
            listener()

    def client(self, role: str) -> HallClient:
        """Return a connection to the hall as `role`."""
        return HallClient(str(StateDir(self.layout.state).socket(role)))

    async def wait_until_up(self, told: Told) -> None:
        """Return when all services answer. Raises `ServiceDiedError` naming one that does not."""
        told("starting the controller, screens, link, broker and back office")
        await self._wait_for("edge", self._edge_answers)
        for name, url in (
            ("kiosk", self.layout.url(self.layout.kiosk, "/healthz")),
            ("backoffice", self.layout.url(self.layout.backoffice, "/")),
        ):
            if self.services[name].wanted:
                await self._wait_for(name, partial(_answers, url))

    async def _wait_for(self, name: str, there: Callable[[], Awaitable[bool]]) -> None:
        deadline = asyncio.get_running_loop().time() + _UP_S
        service = self.services[name]
        while not await there():
            late = asyncio.get_running_loop().time() > deadline
            if late or service.starts > 1 or not service.wanted:
                raise ServiceDiedError(f"{name} does not come up: {service.last_words()}")
            await asyncio.sleep(_LOOK_S)

    async def _edge_answers(self) -> bool:
        async with self.client("engineer") as client:
            try:
                await client.health()
            except HallError:
                return False
        return True

    async def wait_for_devices(self, told: Told) -> list[str]:
        """Return once every device can be used, or after a while; the ids of those that cannot."""
        told("waiting for the devices, and for the voice to have its words (first time: some 5 s)")
        began_s = asyncio.get_running_loop().time()
        async with self.client("engineer") as client:
            while True:
                missing = {
                    device.id: device.health
                    for device in await client.devices()
                    if device.health not in ("online", "assumed")
                }
                plugged = [health for name, health in missing.items() if self._is_plugged(name)]
                limit_s = _STARTING_S if "starting" in plugged else _DEVICES_S
                if not plugged or asyncio.get_running_loop().time() > began_s + limit_s:
                    return list(missing)
                await asyncio.sleep(_LOOK_S)

    def _is_plugged(self, device: str) -> bool:
        twin = self.twins.get(device)
        return twin is None or twin.plugged


async def _answers(url: str) -> bool:
    async with httpx.AsyncClient() as client:
        try:
            return (await client.get(url)).status_code == 200
        except httpx.HTTPError:
            return False


@contextlib.asynccontextmanager
async def running(
    layout: Layout, pulled: set[str], told: Told, *, heard: bool
) -> AsyncIterator[DemoHall]:
    """Bring the demo up without what is `pulled` (devices, services); end it all afterwards."""
    shipped = load_settings(shipped_config("demo.toml"))
    write_config(shipped.source, layout, await _public_keys(layout), pulled, heard=heard)
    twins = twins_for(load_settings(layout.config).devices, layout.state)
    services = {service.name: service for service in services_of(layout)}
    _check_pulled(pulled, [*(device.id for device in shipped.devices), *services])
    demo = DemoHall(layout, twins, services)
    for name, twin in twins.items():
        if name not in pulled:
            await twin.plug()
    for name in pulled & set(services):
        services[name].wanted = False
    tasks = [
        asyncio.create_task(service.run(demo.changed), name=service.name)
        for service in services.values()
    ]
    try:
        await demo.wait_until_up(told)
        yield demo
    finally:
        for task in reversed(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for twin in twins.values():
            await twin.unplug()


async def _public_keys(layout: Layout) -> str:
    """Return headquarters' public keys, which are made the first time."""
    layout.headquarters.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "edge", "backoffice", "key"]
    process = await asyncio.create_subprocess_exec(
        *command, "--state", str(layout.headquarters), stdout=PIPE, stderr=PIPE
    )
    said, error = await process.communicate()
    if process.returncode:
        raise ServiceDiedError(f"headquarters has no key: {error.decode().strip()}")
    return said.decode().strip()


def _check_pulled(pulled: set[str], known: list[str]) -> None:
    for name in pulled:
        if name not in known:
            raise ServiceDiedError(f"--pull {name}: there are {', '.join(known)}")


def fresh_state() -> Path:
    """Return a new directory with a short name: Unix sockets' paths may not be long."""
    import tempfile  # noqa: PLC0415

    return Path(tempfile.mkdtemp(prefix="atrium-"))
