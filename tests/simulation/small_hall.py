"""A simulated hall without weather and people: what the simulation's own tests play with."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from edge.client import HallClient
from edge.paths import shipped_config
from edge.simulation.agreement import broken_promises, disagreements
from edge.simulation.clock import MachineClock
from edge.simulation.dice import Dice
from edge.simulation.hall import SimulatedHall, Surroundings
from edge.simulation.headquarters import SimulatedHeadquarters
from edge.simulation.ledger import Ledger
from edge.simulation.plan import load_plan
from edge.simulation.process import own_tasks
from sync.broker.memory import MemoryBroker

BEGINS = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
SETTLED_S = 180.0

SMALL_HALL = """
[hall]
id = "small-hall"
demo = true

[[services]]
id = "pay-bill"
name = "交电费"
name_english = "Pay a bill"
prefix = "A"

[[counters]]
id = "1"
name = "1号窗口"
name_english = "Counter 1"

[[staff]]
id = "1001"
name = "陈静"
pin = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2hoYXNo"
"""


@dataclass
class Small:
    """The parts of the hall, and what was trouble in them."""

    hall: SimulatedHall
    headquarters: SimulatedHeadquarters
    ledger: Ledger = field(default_factory=Ledger)
    troubles: list[str] = field(default_factory=list)

    async def is_ready(self) -> None:
        """Wait until the controller can be asked."""
        while self.hall.controller.controller is None:
            await asyncio.sleep(0.1)

    async def clerk(self) -> HallClient:
        """Return a client of somebody who has signed in."""
        client = self.hall.client("staff")
        await client.sign_in("1001", "2468")
        return client

    def wrongs(self) -> list[str]:
        """Reckon, as at the end of a world."""
        return [
            *disagreements(self.hall, self.headquarters, self.ledger),
            *broken_promises(self.headquarters, self.ledger),
        ]


@contextlib.asynccontextmanager
async def small_hall(
    folder: Path, config: Path | None = None, *, by_http: bool = False
) -> AsyncIterator[Small]:
    """Have a hall and its headquarters run in `folder`, on the running loop in virtual time."""
    own_tasks(asyncio.get_running_loop())
    dice = Dice("small")
    troubles: list[str] = []
    broker = MemoryBroker(dice.of("network"))

    def trouble(who: str, error: BaseException) -> None:
        troubles.append(f"{who}: {type(error).__name__}")

    plan = load_plan(config or shipped_config("demo.toml"), folder / "clips")
    around = Surroundings(plan, dice, broker.connector(), trouble, by_http)
    headquarters = SimulatedHeadquarters(
        folder / "headquarters",
        MachineClock(BEGINS),
        broker.connector(),
        dice.of("headquarters"),
        trouble,
    )
    hall = SimulatedHall(around, "hall", folder / "hall", BEGINS)
    small = Small(hall, headquarters, troubles=troubles)
    headquarters.start()
    hall.start()
    await small.is_ready()
    try:
        yield small
    finally:
        await headquarters.kill()
        await hall.kill()
        await hall.hardware.kill()
