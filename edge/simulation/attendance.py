"""Who comes into a simulated hall on a day, and when: clerks, visitors, whole buses of them."""

import asyncio
from collections.abc import Coroutine, Iterator

from edge.domain.plan import Plan
from edge.domain.rights import Role
from edge.simulation.clerks import Clerk
from edge.simulation.process import Process
from edge.simulation.receptionist import Receptionist
from edge.simulation.script import DAY_S, HOUR_S, Script
from edge.simulation.supervisor import Supervisor
from edge.simulation.visitors import Lobby, Visitor

_BUSES = (1, 1, 1, 1, 2, 5)  # how many come together


def clerks_come(
    people: Process, lobby: Lobby, plan: Plan, script: Script, day: int
) -> list[asyncio.Task[None]]:
    """Have a clerk work at each counter of `plan` until it is time to go home."""
    until_s = day * DAY_S + script.clerks_leave_s
    return [
        people.begin(Clerk(lobby, counter, member.id, script.serve_mean_s).run(until_s))
        for counter, member in zip(plan.counters, plan.staff, strict=False)
    ]


def rovers_of(lobby: Lobby, plan: Plan, until_s: float) -> Iterator[Coroutine[None, None, None]]:
    """Yield what receptionists and supervisors do until then."""
    counters = tuple(counter.id for counter in plan.counters)
    for member in plan.staff:
        if member.role is Role.RECEPTIONIST:
            yield Receptionist(lobby, member.id).run(until_s)
        elif member.role is Role.SUPERVISOR:
            yield Supervisor(lobby, member.id, counters).run(until_s)


async def visitors_come(people: Process, lobby: Lobby, script: Script) -> None:
    """Let visitors come one by one, and some of them all at once: out of a bus."""
    passed_s = 0.0
    for at_s, size in _comings(lobby, script):
        await asyncio.sleep(at_s - passed_s)
        passed_s = at_s
        for _visitor in range(size):
            people.begin(Visitor(lobby, in_a_crowd=size > 1).run())


def _comings(lobby: Lobby, script: Script) -> list[tuple[float, int]]:
    left, comings = script.visitors, []
    while left:
        size = min(left, lobby.dice.choice(_BUSES))
        comings.append((lobby.dice.uniform(0.0, script.open_for_h * HOUR_S), size))
        left -= size
    return sorted(comings)
