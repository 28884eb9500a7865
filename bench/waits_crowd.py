"""What one estimate costs where sixty wait, and for how long nobody else has their turn meanwhile.

By priority alone, and by rules in sentences.
"""

import datetime as dt
import random
import time
from collections.abc import Iterator
from dataclasses import replace

from bench.figure import Figure, Goal
from bench.run import Run
from edge.domain import facts as f
from edge.domain.queue import Lane
from edge.domain.state import HallState
from edge.domain.waits.compiling import Known
from edge.domain.waits.estimating import in_slices
from edge.domain.waits.forward import Draw
from edge.simulation.synthetic import HEAVY, PLAN, RULED, SyntheticHall
from edge.simulation.synthetic_day import days_of

_CROWD = 60
_TICKETS = 700  # on such a day it gets that full
_GOAL = Goal("≤", 5.0, of="figure")
_TURN_GOAL = Goal("≤", 2.0, of="figure")


def measure(run: Run) -> list[Figure]:
    """Measure both, each on a day of its own."""
    return [*_figures(run, "waits-crowd", HEAVY), *_figures(run, "waits-crowd-ruled", RULED)]


def _figures(run: Run, name: str, hall: SyntheticHall) -> Iterator[Figure]:
    known = _crowded(replace(hall, days=3, tickets=_TICKETS, seed=f"{name}-cost"))
    rounds, draw = run.size(100, 2), random.Random(f"{name}-cost").random
    slices_ms = []
    for number in range(rounds):
        run.tell(name, number / rounds)
        slices_ms.append(_slices_ms(known, draw))
    # The work is the same each time: what is slower was disturbed.
    cost_ms, turn_ms = min(map(sum, slices_ms)), min(map(max, slices_ms))
    what = f"processor time of one estimate where {_CROWD} wait"
    yield Figure(f"{name}-cost", cost_ms, "ms", 5.0, what, "what it may take", _GOAL)
    what = "… of its longest slice, in which nobody else has their turn"
    yield Figure(f"{name}-turn", turn_ms, "ms", cost_ms, what, "all of them", _TURN_GOAL)


def _slices_ms(known: Known, draw: Draw) -> list[float]:
    begun_s, slices_ms = time.process_time(), []
    for _ in in_slices(known, Lane("change"), draw):
        ended_s = time.process_time()
        slices_ms.append(1000 * (ended_s - begun_s))
        begun_s = ended_s
    return slices_ms


def _crowded(hall: SyntheticHall) -> Known:
    """Return all that is known in a hall when so many wait for the first time."""
    state = HallState()
    for number, day in enumerate(days_of(hall)):
        for recorded in day:
            state.apply(recorded)
            if number and len(state.queue.lane_of) >= _CROWD:
                return _known(hall, state, recorded.moment, number)
    raise RuntimeError(f"{hall.name}: never did {_CROWD} wait")


def _known(hall: SyntheticHall, state: HallState, moment: f.Moment, number: int) -> Known:
    local = dt.datetime.fromtimestamp(moment.at / 1000, dt.UTC)
    minute = local.hour * 60 + local.minute
    return Known(state, state.waits, PLAN, hall.rules, moment, minute, hall.stints(number))
