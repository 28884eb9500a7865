"""What a day came to: waits of everybody, of each service and each segment, and by time of day."""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from edge.domain.plan import Plan
from edge.domain.queue import Lane
from edge.simulation.replay_day import PastDay
from edge.simulation.replay_run import Lived

_STRETCH_MIN = 30


class Wait(NamedTuple):
    """One wait of whoever came in the minute `came_min` of the hall's day."""

    lane: Lane
    came_min: int
    wait_s: float
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """What waits came to. `within` is the share that was called within the service's target."""

    calls: int
    mean_s: float
    p90_s: float
    longest_s: float
    within: float


@dataclass(frozen=True, slots=True)
class Scene:
    """One way in which the day went: its waits, and how many were never called."""

    name: str
    waits: Sequence[Wait]
    not_called: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """The same visitors in each scene; None where there are none of them."""

    whom: str
    figures: tuple[Figures | None, ...]


def as_it_was(day: PastDay, local_minute: Callable[[int], int]) -> Scene:
    """Return the day as the journal has it."""
    waits = [
        Wait(stay.lane, local_minute(guest.at), stay.waited_ms / 1000)
        for guest in day.guests
        for stay in guest.stays
        if stay.waited_ms is not None
    ]
    return Scene("as it was", waits, sum(guest.stays[-1].waited_ms is None for guest in day.guests))


def as_lived(name: str, day: PastDay, lived: Lived, local_minute: Callable[[int], int]) -> Scene:
    """Return the day as it was lived again."""
    guests = {guest.visit: guest for guest in day.guests}
    waits = [
        Wait(
            guests[each.visit].stays[each.stay].lane,
            local_minute(guests[each.visit].at),
            each.wait_s,
            each.rule,
        )
        for each in lived.waits
    ]
    return Scene(name, waits, len(lived.not_called))


def rows(scenes: Sequence[Scene], plan: Plan) -> list[Row]:
    """Return the figures of all scenes beside each other, everybody first, and nobody twice."""
    found: dict[tuple[Figures | None, ...], Row] = {}
    for whom, is_of in _groups(scenes):
        figures = tuple(
            _figures([each for each in scene.waits if is_of(each)], plan) for scene in scenes
        )
        found.setdefault(figures, Row(whom, figures))
    return list(found.values())


def _groups(scenes: Sequence[Scene]) -> Iterator[tuple[str, Callable[[Wait], bool]]]:
    lanes = {wait.lane for scene in scenes for wait in scene.waits}
    yield "everybody", lambda _wait: True
    for service in sorted({lane.service for lane in lanes}):
        yield service, lambda wait, it=service: wait.lane.service == it  # type: ignore[misc]
    for segment in sorted({segment for lane in lanes for segment in lane.segments}):
        yield f"segment {segment}", lambda wait, it=segment: it in wait.lane.segments  # type: ignore[misc]
    for level in sorted({lane.priority for lane in lanes} - {0}):
        yield f"level {level}", lambda wait, it=level: wait.lane.priority == it  # type: ignore[misc]
    if any(lane.booked for lane in lanes):
        yield "appointments", lambda wait: wait.lane.booked


def _figures(waits: Sequence[Wait], plan: Plan) -> Figures | None:
    if not waits:
        return None
    lengths = sorted(wait.wait_s for wait in waits)
    within = sum(wait.wait_s <= _target_s(wait, plan) for wait in waits)
    return Figures(
        calls=len(lengths),
        mean_s=sum(lengths) / len(lengths),
        p90_s=lengths[math.ceil(len(lengths) * 0.9) - 1],
        longest_s=lengths[-1],
        within=within / len(lengths),
    )


def _target_s(wait: Wait, plan: Plan) -> float:
    return plan.by_id[wait.lane.service].target_wait_min * 60.0


def by_time(scene: Scene) -> dict[int, float]:
    """Return the mean wait (s) of those who came in each half hour, by its first minute."""
    found: dict[int, list[float]] = {}
    for wait in scene.waits:
        begins = wait.came_min // _STRETCH_MIN * _STRETCH_MIN
        found.setdefault(begins, []).append(wait.wait_s)
    return {begins: sum(waits) / len(waits) for begins, waits in sorted(found.items())}


def by_rule(scene: Scene) -> dict[str, int]:
    """Return how many each rule called, the most first."""
    return dict(Counter(wait.rule for wait in scene.waits if wait.rule).most_common())
