"""One simulated world: a hall, its people and its weather for some days, and then the reckoning."""

import asyncio
import contextlib
import datetime as dt
import gc
import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from drivers.virtualtime import VirtualTimeLoop
from edge.api.shapes import NewVisit
from edge.client import HallError
from edge.controller import Controller
from edge.domain import facts as f
from edge.simulation.agreement import Journal, broken_promises, disagreements, read_journal
from edge.simulation.attendance import clerks_come, rovers_of, visitors_come
from edge.simulation.clock import MachineClock
from edge.simulation.dice import Dice
from edge.simulation.floor import Floor
from edge.simulation.hall import SimulatedHall, Surroundings
from edge.simulation.headquarters import SimulatedHeadquarters
from edge.simulation.hotline import Hotline
from edge.simulation.ledger import Ledger
from edge.simulation.mishaps import Exposed
from edge.simulation.plan import SimulatedPlan, load_plan, trusting
from edge.simulation.process import Process, own_tasks
from edge.simulation.script import DAY_S, DOORS_S, Outcome, Script
from edge.simulation.sniper import Sniper, draw_aims
from edge.simulation.visitors import Lobby
from edge.simulation.waits import flow_in
from edge.simulation.weather import Weather, draw_forecast, heal
from edge.simulation.witness import Witness
from sync.broker.memory import MemoryBroker

__all__ = ["Outcome", "Script", "World", "folder_in", "live", "memory"]

_BEGINS_LOCAL = dt.datetime(2026, 3, 2, 8, 0)  # noqa: DTZ001 - in the hall's own time zone
_VISITS_OF_A_CLONE = 30
_BY_HTTP = 0.25  # in that share of worlds of one day all people go through HTTP and the API
_DRAINED_WITHIN_S = 60.0
_SETTLED_S = 180.0
_WITHOUT_POWER_S = 130.0  # longer than any driver is content not to hear of its device


def live(
    script: Script,
    config: Path,
    day_passed: Callable[[], None] = lambda: None,
    within: Path | None = None,
) -> Outcome:
    """Let the world of `script` happen in the hall of `config`. Raises `ConfigError`.

    `day_passed` hears of the end of each day. The world's folder is made in `within`, or else where
    it is soon forgotten.
    """
    with folder_in(within or memory()) as name:
        folder, dice = Path(name), Dice(f"atrium {script.seed}")
        plan = load_plan(config, folder / "clips", None if script.whole else dice.of("fittings"))
        gc.collect()
        gc.disable()  # it would run finalisers whenever it likes; the world calls it by the clock
        try:
            with asyncio.Runner(loop_factory=lambda: VirtualTimeLoop(dice.of("turns"))) as runner:
                own_tasks(runner.get_loop())
                return runner.run(_live(script, plan, dice, folder, day_passed))
        finally:
            gc.enable()


def memory() -> Path:
    """Return where files live in memory: syncing a real disk would only cost time."""
    memory = Path("/dev/shm")  # noqa: S108
    return memory if memory.is_dir() else Path(tempfile.gettempdir())


def folder_in(within: Path) -> "tempfile.TemporaryDirectory[str]":
    """Return a new folder, deleted when it is left."""
    return tempfile.TemporaryDirectory(prefix="atrium-simulation-", dir=within)


async def _live(
    script: Script, plan: SimulatedPlan, dice: Dice, folder: Path, day_passed: Callable[[], None]
) -> Outcome:
    return await World(script, plan, dice, folder).run(day_passed)


class World:
    """Everything that there is, from the first morning to the reckoning."""

    def __init__(self, script: Script, plan: SimulatedPlan, dice: Dice, folder: Path) -> None:
        begins = _BEGINS_LOCAL.replace(tzinfo=plan.edge.timezone)
        self._script = script
        self._dice = dice
        self._ledger = Ledger()
        self._floor = Floor()
        self._broker = MemoryBroker(dice.of("network"))
        by_http = script.days == 1 and dice.of("http").random() < _BY_HTTP
        self._headquarters = SimulatedHeadquarters(
            folder / "headquarters",
            MachineClock(begins),
            self._broker.connector(),
            dice.of("headquarters"),
            self._trouble,
        )
        self._plan = plan = trusting(plan, self._headquarters.public_keys)
        around = Surroundings(plan, dice, self._broker.connector(), self._trouble, by_http)
        self._hall = SimulatedHall(around, "hall", folder / "hall", begins)
        self._hall.controller.built = self._controller_built
        self._clone: SimulatedHall | None = None
        self._clones_ledger = Ledger()
        self._around, self._folder, self._begins = around, folder, begins
        self._people = Process("people", self._trouble)
        self._storm = Process("weather", self._trouble)
        exposed = Exposed(
            self._hall,
            self._broker,
            self._headquarters,
            self._ledger,
            dice.of("weather"),
            self._card_cloned,
        )
        self._exposed = exposed
        forecast = draw_forecast(dice.of("forecast"), script.badness)
        self._weather = Weather(exposed, forecast, self._storm)
        self._sniper = Sniper(
            dice.of("sniper"), draw_aims(dice.of("aims"), script.badness), self._weather.strike
        )
        self._witness = Witness(
            self._ledger, self._hall.card, self._headquarters.disk.held, dice.of("witness")
        )
        self._hall.card.listeners.append(self._sniper.on_moment)

    def _trouble(self, who: str, error: BaseException) -> None:
        self._ledger.wrong(f"{who}: {type(error).__name__}: {error}")

    def _controller_built(self, controller: Controller) -> None:
        controller.hall.recorder.subscribe(self._floor.on_fact)
        self._witness.watch(controller)

    async def run(self, day_passed: Callable[[], None] = lambda: None) -> Outcome:
        """Let it all happen, and return what has come of it."""
        self._headquarters.start()
        self._hall.start()
        for day in range(self._script.days):
            await self._day(day)
            day_passed()
        self._sniper.armed = False
        await self._storm.kill()
        heal(self._exposed)
        drained_s = await self._drain()
        await self._devices_forget()
        await asyncio.sleep(_SETTLED_S)
        outcome = self._reckon(drained_s)
        await self._people.kill()
        await self._headquarters.kill()
        for hall, _ledger in self._halls():
            await hall.kill()
            await hall.hardware.kill()
        return outcome

    async def _devices_forget(self) -> None:
        """Take the power from every device once more: then nothing else tells what it forgot."""
        ports = list(self._hall.wires.sockets)
        with_wires = self._dice.of("last outage").random() < 0.5
        await self._hall.switch_off(ports, with_wires=with_wires)
        await asyncio.sleep(_WITHOUT_POWER_S)
        self._hall.switch_on(ports)

    async def _card_cloned(self, image: Path) -> None:
        """Let another machine start from a copy of the card, in another hall; once."""
        if self._clone is None:
            self._clone = SimulatedHall(self._around, "clone", self._folder / "clone", self._begins)
            card = self._clone.card
            card.restore_from(image)
            self._clones_ledger.durable = lambda: card.durable_seq
            self._hall.image = None
            self._clone.start()
            self._people.begin(self._clone_is_used(self._clone))

    async def _clone_is_used(self, clone: SimulatedHall) -> None:
        dice = self._dice.of("people of the clone")
        client = clone.client("kiosk")
        for number in range(_VISITS_OF_A_CLONE):
            await asyncio.sleep(dice.uniform(60.0, 600.0))
            wanted = NewVisit(service=dice.choice(self._plan.edge.hall.plan.leaves))
            with contextlib.suppress(HallError):
                ticket = await client.new_visit(wanted, f"clone {number}")
                self._clones_ledger.promise("TicketIssued", ticket.visit, ticket.seq)

    # --- a day ---

    async def _day(self, day: int) -> None:
        plan = self._plan.edge.hall.plan
        lobby = Lobby(
            self._hall,
            self._floor,
            self._ledger,
            self._dice.of(f"people of day {day}"),
            plan.leaves,
            tuple(group.id for group in plan.priorities),
        )
        self._storm.begin(self._weather.blow(self._script.shut_s))
        await self._until(day, DOORS_S)
        clerks = clerks_come(self._people, lobby, plan, self._script, day)
        self._people.begin(visitors_come(self._people, lobby, self._script))
        until_s = day * DAY_S + self._script.doors_close_s
        for work in rovers_of(lobby, plan, until_s):
            self._people.begin(work)
        self._people.begin(Hotline(self._people, lobby, self._headquarters).run(until_s))
        await self._until(day, self._script.shut_s)
        if any(not clerk.done() for clerk in clerks):
            self._ledger.wrong(f"on day {day + 1} a clerk could not go home")
        self._headquarters.back_up()
        gc.collect()
        if day + 1 < self._script.days:
            await self._night(day)

    async def _night(self, day: int) -> None:
        """Pass the night: most halls are switched off, some only their devices."""
        if self._dice.of(f"night {day}").random() < 0.7:
            await self._hall.lose_power()
        else:
            for port in self._hall.wires.sockets:
                await self._hall.wires.pull(port)
        await self._until(day, DAY_S)
        self._hall.power_up()
        for port in self._hall.wires.sockets:
            self._hall.wires.put_back(port)

    async def _until(self, day: int, after_eight_s: float) -> None:
        now_s = asyncio.get_running_loop().time()
        await asyncio.sleep(max(0.0, day * DAY_S + after_eight_s - now_s))

    # --- the reckoning ---

    async def _drain(self) -> float:
        """Wait until headquarters has everything; return how long that took, in seconds."""
        loop = asyncio.get_running_loop()
        began_s = loop.time()
        patient_until_s = began_s + 10 * _DRAINED_WITHIN_S
        while not self._drained() and loop.time() < patient_until_s:  # noqa: ASYNC110 - looks are free
            await asyncio.sleep(0.5)
        took_s = loop.time() - began_s
        if took_s > _DRAINED_WITHIN_S:
            self._ledger.wrong(f"the outbox was empty only {took_s:.0f} s after the storm")
        return took_s

    def _drained(self) -> bool:
        controllers = [hall.controller.controller for hall, _ledger in self._halls()]
        return all(
            controller is not None and controller.hall.uplink.pending == 0
            for controller in controllers
        )

    def _halls(self) -> list[tuple[SimulatedHall, Ledger]]:
        clones = [] if self._clone is None else [(self._clone, self._clones_ledger)]
        return [(self._hall, self._ledger), *clones]

    def _reckon(self, drained_s: float) -> Outcome:
        for hall, ledger in self._halls():
            for wrong in (
                *disagreements(hall, self._headquarters, ledger, alone=self._clone is None),
                *broken_promises(self._headquarters, ledger),
            ):
                self._ledger.wrong(wrong)
        journal = read_journal(self._hall)
        flow = flow_in(journal)
        return Outcome(
            script=self._script,
            wrongs=self._ledger.wrongs,
            facts=len(journal),
            tickets=_visits(journal, f.TicketIssued) - flow.walked_in,
            served=_visits(journal, f.ServiceFinished),
            promises=len(self._ledger.promises),
            excused=self._ledger.excused,
            mishaps=self._weather.count,
            drained_s=round(drained_s, 1),
            digest=self._digest(journal),
            flow=flow,
            kinds=dict(Counter(recorded.fact.kind for recorded, _digest in journal)),
            unsure=self._ledger.unsure,
        )

    def _digest(self, journal: Journal) -> str:
        digest = hashlib.sha256()
        for _recorded, row_hash in journal:
            digest.update(row_hash)
        for row in self._headquarters.held(self._plan.edge.config.id):
            digest.update(repr(row).encode())
        return digest.hexdigest()


def _visits(journal: Journal, kind: type[f.Fact]) -> int:
    """Return about how many visits there is such a fact, once or for each of their services."""
    facts = [recorded.fact for recorded, _digest in journal]
    return len({fact.subject for fact in facts if isinstance(fact, kind)})
