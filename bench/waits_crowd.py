"""What one estimate costs where sixty wait: by priority alone, and by rules in sentences."""

import datetime as dt
import random
import time
from dataclasses import replace

from bench.figure import Figure, Goal
from bench.run import Run
from edge.domain import facts as f
from edge.domain.queue import Lane
from edge.domain.state import HallState
from edge.domain.waits.compiling import Known
from edge.domain.waits.estimating import ahead
from edge.domain.waits.forward import Draw
from edge.simulation.synthetic import HEAVY, PLAN, RULED, SyntheticHall
from edge.simulation.synthetic_day import days_of

_CROWD = 60
_TICKETS = 700  # on such a day it gets that full
_GOAL = Goal("≤", 5.0, of="figure")


def measure(run: Run) -> list[Figure]:
    """Measure both, each on a day of its own."""
    return [
        _figure(run, "waits-crowd-cost", HEAVY),
        _figure(run, "waits-crowd-ruled-cost", RULED),
    ]


def _figure(run: Run, name: str, hall: SyntheticHall) -> Figure:
    known = _crowded(replace(hall, days=3, tickets=_TICKETS, seed=name))
    rounds, draw = run.size(10, 1), random.Random(name).random
    costs_ms = []
    for number in range(rounds):
        run.tell(name, number / rounds)
        costs_ms.append(_cost_ms(known, draw, run.size(10, 2)))
    cost_ms = min(costs_ms)  # the work is the same each time: what is slower was disturbed
    what = f"processor time of one estimate where {_CROWD} wait"
    return Figure(name, cost_ms, "ms", 5.0, what, "what it may take", _GOAL)


def _cost_ms(known: Known, draw: Draw, times: int) -> float:
    begun_s = time.process_time()
    for _ in range(times):
        ahead(known, Lane("change"), draw)
    return 1000 * (time.process_time() - begun_s) / times


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
