"""The kill script, the same for every system: hand over, kill, restart, and count at the centre."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.headtohead.system import STRANGER, NotAcknowledgedError, System

# A bridge or link tries again within seconds; whoever is silent for this long has delivered all.
_QUIET_S = 20.0
_SETTLED_S = 3.0
# The rest comes after the last kill and shows that a system delivers where nobody kills it.
_SHARE_UNDER_KILLS = 0.95
Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Plan:
    """How many facts, how fast, and for how many seconds the system lives before each kill."""

    facts: int
    rate_per_s: float
    seed: int
    lives_s: tuple[float, ...]


def plan(facts: int, rounds: int, rate_per_s: float, seed: int) -> Plan:
    """Draw the lives so that nearly all facts fall into them at `rate_per_s`."""
    dice = random.Random(seed)
    shares = [dice.uniform(0.2, 1.8) for _ in range(rounds)]
    whole_s = _SHARE_UNDER_KILLS * facts / rate_per_s
    lives_s = tuple(share / sum(shares) * whole_s for share in shares)
    return Plan(facts, rate_per_s, seed, lives_s)


@dataclass(frozen=True)
class Outcome:
    """What one system did with the facts. Times in seconds, None where nothing came.

    `late` facts were acknowledged after the last kill only, `unanswered` ones were handed over
    and not acknowledged, because the kill came between.
    """

    acknowledged: int
    arrived: int
    lost: int
    doubled: int
    out_of_order: int
    drain_s: float | None
    kills: int
    late: int
    unanswered: int
    restart_median_s: float


@dataclass
class Producer:
    """Hands over fact after fact, and none before the one before it is acknowledged."""

    plan: Plan
    acknowledged: list[int] = field(default_factory=list)
    unanswered: int = 0

    @property
    def done(self) -> bool:
        """Whether every fact is acknowledged."""
        return len(self.acknowledged) == self.plan.facts

    async def hand_over(self, system: System) -> None:
        """Go on where it was left, at the plan's rate, until all is done or the system is gone."""
        due = _now_s()
        while not self.done:
            number = len(self.acknowledged) + 1
            try:
                await system.offer(number)
            except NotAcknowledgedError:
                self.unanswered += 1
                return
            self.acknowledged.append(number)
            due += 1 / self.plan.rate_per_s
            await asyncio.sleep(max(0.0, due - _now_s()))


async def run(system: System, plan: Plan, tell: Tell) -> Outcome:
    """Run the whole script on `system`. Raises `SetupError`."""
    producer = Producer(plan)
    restarts_s = []
    for number, life_s in enumerate(plan.lives_s):
        tell(f"life {number + 1} of {len(plan.lives_s)}", number / len(plan.lives_s))
        restarts_s.append(await _started(system))
        await _one_life(system, producer, life_s)
    before_last_kill = len(producer.acknowledged)
    restarts_s.append(await _started(system))
    await producer.hand_over(system)
    tell("the centre is back", 1.0)
    drain_s = await _drain(system, producer)
    late = len(producer.acknowledged) - before_last_kill
    return _counted(system.arrived(), producer, late, drain_s, sorted(restarts_s))


def _now_s() -> float:
    return asyncio.get_running_loop().time()


async def _started(system: System) -> float:
    begun = _now_s()
    await system.start()
    return _now_s() - begun


async def _one_life(system: System, producer: Producer, life_s: float) -> None:
    handing_over = asyncio.create_task(producer.hand_over(system))
    await asyncio.sleep(life_s)
    await system.kill()
    await handing_over


async def _drain(system: System, producer: Producer) -> float | None:
    """Wait until all has arrived or nothing comes any more; return when the last one came."""
    wanted = set(producer.acknowledged)
    await system.connect_centre()
    begun = last = _now_s()
    count = 0
    while True:
        await asyncio.sleep(0.05)
        now, here = _now_s(), system.arrived()
        if len(here) > count:
            count, last = len(here), now
        patience_s = _SETTLED_S if wanted <= set(here) else _QUIET_S
        if now - last > patience_s:
            return last - begun if count else None


def _counted(
    arrived: list[int],
    producer: Producer,
    late: int,
    drain_s: float | None,
    restarts_s: list[float],
) -> Outcome:
    known = set(arrived) - {STRANGER}
    return Outcome(
        acknowledged=len(producer.acknowledged),
        arrived=len(known),
        lost=len(set(producer.acknowledged) - known),
        doubled=len(arrived) - len(known),
        out_of_order=out_of_order(arrived),
        drain_s=drain_s,
        kills=len(producer.plan.lives_s),
        late=late,
        unanswered=producer.unanswered,
        restart_median_s=restarts_s[len(restarts_s) // 2],
    )


def out_of_order(arrived: list[int]) -> int:
    """Count the facts whose first arrival came after one with a higher number."""
    highest, seen, count = 0, set(), 0
    for number in arrived:
        if number == STRANGER or number in seen:
            continue
        seen.add(number)
        count += number < highest
        highest = max(highest, number)
    return count
