"""A hall with everybody who works in one, for tests of its supervision."""

import dataclasses
from pathlib import Path

from edgefakes import PLAN, SETTINGS, TestedHall, hall_on, restarted

from edge.domain.facts import Fact
from edge.domain.plan import StaffMember
from edge.domain.rights import Role

BOSS, GUIDE, CLERK, OTHER = "9001", "8001", "1001", "1002"

STAFFED = dataclasses.replace(
    SETTINGS,
    plan=dataclasses.replace(
        PLAN,
        staff=(
            *PLAN.staff,
            StaffMember(BOSS, "周敏", "hash of 1111", Role.SUPERVISOR),
            StaffMember(GUIDE, "吴琳", "hash of 2222", Role.RECEPTIONIST),
            StaffMember("7001", "郑伟", "hash of 3333", Role.AUDITOR),
        ),
    ),
)


async def supervised(state: Path) -> TestedHall:
    """Start a hall with a supervisor, a receptionist and an auditor beside the clerks."""
    return await hall_on(state, settings=STAFFED)


async def power_cut(tested: TestedHall) -> TestedHall:
    """Start the same hall again after a power cut."""
    return await restarted(tested, STAFFED)


def latest(tested: TestedHall, kind: str) -> Fact:
    """Return the last durable fact of that kind."""
    return next(each.fact for each in reversed(tested.facts()) if each.fact.kind == kind)
