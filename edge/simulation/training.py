"""Training: a simulated hall in real time, in which one counter is a person's own.

Visitors come by themselves, take tickets, walk to the counter they are called to, and rate. At
every other counter sits a simulated clerk. Nothing goes wrong, and nothing is kept.
"""

import asyncio
import datetime as dt
import random
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from edge.api.app import create_app
from edge.controller import Controller
from edge.domain.plan import CounterPlan, Plan, StaffMember
from edge.errors import UnusableError
from edge.listening import TcpAddress
from edge.server import Listeners
from edge.simulation.clerks import Clerk
from edge.simulation.controller import EVERYBODYS_PIN
from edge.simulation.dice import Dice
from edge.simulation.floor import Floor
from edge.simulation.hall import SimulatedHall, Surroundings
from edge.simulation.ledger import Ledger
from edge.simulation.plan import SimulatedPlan
from edge.simulation.process import Process, own_tasks
from edge.simulation.visitors import Lobby, Visitor
from sync.broker.memory import MemoryBroker

_LOOK_S = 0.05


@dataclass(frozen=True)
class Lesson:
    """Where the trainee sits, how many visitors come in an hour, and where the API is served."""

    counter: str
    per_hour: float
    serve_mean_s: float
    listen: TcpAddress


def trainee_of(plan: Plan, counter: str) -> StaffMember:
    """Return whose number the trainee signs in with. Raises `UnusableError`."""
    seats = _seats(plan)
    for plan_counter, member in seats:
        if plan_counter.id == counter:
            return member
    known = ", ".join(each.id for each, _member in seats)
    raise UnusableError(f"--counter {counter}: nobody can sit there; there are: {known}")


def _seats(plan: Plan) -> list[tuple[CounterPlan, StaffMember]]:
    return list(zip(plan.counters, plan.staff, strict=False))


async def train(
    plan: SimulatedPlan, lesson: Lesson, folder: Path, told: Callable[[str], None]
) -> None:
    """Run the hall in `folder` until SIGINT or SIGTERM; `told` hears what to type.

    Raises `ListenError`, `UnusableError`, and whatever a part of the hall fails with.
    """
    if not lesson.listen.is_loopback:
        raise UnusableError(
            f"--listen {lesson.listen.host}: everybody knows the PIN; loopback only"
        )
    member = trainee_of(plan.edge.hall.plan, lesson.counter)
    socket = lesson.listen.bind()
    port = socket.getsockname()[1]
    stop = _stop_on_signals()
    classroom = _Classroom(plan, lesson, folder, stop)
    controller = await classroom.open()
    serving = asyncio.create_task(
        Listeners(create_app(controller.api), [("tcp", socket)]).run(), name="api"
    )
    told(
        f"The hall is open. In another window: "
        f"atrium staff --address http://{lesson.listen.host}:{port}\n"
        f"Sign in as {member.id}, PIN {EVERYBODYS_PIN}, and open counter {lesson.counter}. "
        f"End the lesson here with Ctrl-C."
    )
    try:
        await classroom.wait_until(stop)
    finally:
        controller.api.feed.close()
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        await classroom.close()


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


class _Classroom:
    """The hall and its people."""

    def __init__(
        self, plan: SimulatedPlan, lesson: Lesson, folder: Path, stop: asyncio.Event
    ) -> None:
        loop = asyncio.get_running_loop()
        own_tasks(loop)
        dice = Dice(str(random.SystemRandom().getrandbits(64)))
        around = Surroundings(plan, dice, MemoryBroker(dice.of("network")).connector(), self._fail)
        # The hall's clock begins with the loop's zero: now, it shows what the wall shows.
        begins = dt.datetime.now(plan.edge.timezone) - dt.timedelta(seconds=loop.time())
        self._hall = SimulatedHall(around, "classroom", folder, begins)
        self._floor = Floor()
        self._people = Process("people", self._fail)
        self._lesson = lesson
        self._stop = stop
        self._failure: BaseException | None = None
        self._lobby = Lobby(
            self._hall, self._floor, Ledger(), dice.of("people"), plan.edge.hall.plan.leaves
        )
        self._plan = plan.edge.hall.plan

    def _fail(self, _who: str, error: BaseException) -> None:
        self._failure = error
        self._stop.set()

    async def open(self) -> Controller:
        """Open the hall, and let clerks and visitors come."""
        self._hall.controller.built = lambda built: built.hall.recorder.subscribe(
            self._floor.on_fact
        )
        self._hall.start()
        controller = await self._controller()
        for counter, member in _seats(self._plan):
            if counter.id != self._lesson.counter:
                clerk = Clerk(self._lobby, counter, member.id, self._lesson.serve_mean_s)
                self._people.begin(clerk.run(float("inf")))
        self._people.begin(self._visitors_come())
        return controller

    async def _controller(self) -> Controller:
        while self._hall.controller.controller is None:
            if self._failure is not None:
                raise self._failure
            await asyncio.sleep(_LOOK_S)
        return self._hall.controller.controller

    async def _visitors_come(self) -> None:
        while True:
            self._people.begin(Visitor(self._lobby).run())
            await asyncio.sleep(self._lobby.dice.expovariate(self._lesson.per_hour / 3600.0))

    async def wait_until(self, stop: asyncio.Event) -> None:
        """Return when the lesson is over; raise what broke the hall, if anything did."""
        await stop.wait()
        if self._failure is not None:
            raise self._failure

    async def close(self) -> None:
        """Send everybody home."""
        await self._people.kill()
        await self._hall.kill()
        await self._hall.hardware.kill()
