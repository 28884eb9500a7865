"""Simulated days of a hall a second, against the seconds that such a day lasts."""

import time

from bench.figure import Figure
from bench.run import Run
from edge.paths import shipped_config
from edge.simulation.world import Script, live

_DAY_S = 24 * 60 * 60


class WrongWorldError(Exception):
    """A simulated world in which something was wrong: its speed means nothing."""


def measure(run: Run) -> list[Figure]:
    """Measure bad days of a hall, one after the other in one process."""
    days, visitors = run.size(3, 1), run.size(400, 20)
    started_s = time.perf_counter()
    for number in range(days):
        run.tell("simulated days", number / days)
        outcome = live(Script(number + 1, visitors=visitors), shipped_config("demo.toml"))
        if outcome.wrongs:
            raise WrongWorldError(f"seed {number + 1}: {outcome.wrongs[0]}")
    days_per_s = days / (time.perf_counter() - started_s)
    return [
        Figure(
            "simulation",
            days_per_s * 3600,
            "days/h",
            3600 / _DAY_S,
            f"hall-days of {visitors} visitors and faults, one core",
            "days as they pass",
        )
    ]
