"""The demo hall's devices as twins on ptys, beside a real controller."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from edge_process import PATIENCE_S, EdgeProcess

from drivers.caller.ff68.twin import Ff68Twin
from drivers.led.onbon.twin import OnbonTwin
from drivers.printer.escpos.twin import EscposTwin
from drivers.reader.sam.twin import SamTwin
from drivers.twins import TwinOnPty
from edge.api import shapes
from edge.client import HallClient, HallError
from edge.demo.twins import twins_for
from edge.settings import load_settings

FoundT = TypeVar("FoundT")


async def until(look: Callable[[], FoundT | None], what: str) -> FoundT:
    """Return what `look` finds, once it finds something."""
    deadline = asyncio.get_running_loop().time() + PATIENCE_S
    while not (found := look()):
        assert asyncio.get_running_loop().time() < deadline, f"never: {what}"
        await asyncio.sleep(0.01)
    return found


@dataclass
class HallWithDevices:
    """A running hall and the hands on its devices. `facts` grows as they are committed."""

    edge: EdgeProcess
    wires: dict[str, TwinOnPty]
    facts: list[shapes.Event] = field(default_factory=list)

    @property
    def reader(self) -> SamTwin:
        twin = self.wires["reader-1"].twin
        assert isinstance(twin, SamTwin)
        return twin

    @property
    def printer(self) -> EscposTwin:
        twin = self.wires["printer-1"].twin
        assert isinstance(twin, EscposTwin)
        return twin

    @property
    def strips(self) -> OnbonTwin:
        twin = self.wires["strips"].twin
        assert isinstance(twin, OnbonTwin)
        return twin

    @property
    def callers(self) -> Ff68Twin:
        twin = self.wires["callers"].twin
        assert isinstance(twin, Ff68Twin)
        return twin

    def of(self, kind: str, subject: str = "") -> list[shapes.Event]:
        """Return the facts of a kind so far."""
        return [fact for fact in self.facts if fact.kind == kind and subject in ("", fact.subject)]

    async def fact(self, kind: str, count: int = 1, subject: str = "") -> shapes.Event:
        """Return the latest fact of a kind, once there are `count` of them."""
        found = await until(
            lambda: self.of(kind, subject) if len(self.of(kind, subject)) >= count else None,
            f"{count} × {kind} {subject}, heard {[fact.kind for fact in self.facts]}",
        )
        return found[-1]

    def client(self, role: str) -> HallClient:
        """Return a connection as `role`."""
        return HallClient(self.edge.socket(role))

    async def device_is(self, device: str, usable: bool) -> None:
        """Return once the hall counts on `device`, or does not."""
        async with self.client("engineer") as client:
            while True:
                health = {each.id: each.health for each in await client.devices()}[device]
                if (health in ("online", "assumed")) is usable:
                    return
                await asyncio.sleep(0.02)

    async def clerk(self) -> HallClient:
        """Return a connection of a signed-in clerk."""
        client = self.client("staff")
        await client.sign_in("1001", "2468")
        return client


@asynccontextmanager
async def devices_of(edge: EdgeProcess, config: Path) -> AsyncIterator[HallWithDevices]:
    """Plug all twins in, wait until the hall has found them, and follow its facts."""
    wires = twins_for(load_settings(config).devices, edge.state)
    hall = HallWithDevices(edge, wires)
    following = asyncio.create_task(_follow(hall))
    try:
        for wire in wires.values():
            await wire.plug()
        async with asyncio.timeout(PATIENCE_S):
            for device in wires:
                await hall.device_is(device, usable=True)
        yield hall
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)
        for wire in wires.values():
            await wire.unplug()


async def _follow(hall: HallWithDevices) -> None:
    while True:
        after = hall.facts[-1].seq if hall.facts else 0
        async with hall.client("engineer") as client:
            try:
                async for event in client.events(after):
                    hall.facts.append(event)
            except HallError:
                await asyncio.sleep(0.05)
