"""Simulated days of a hall a second, against the seconds that such a day lasts."""

from bench.figure import Figure
from bench.run import Run


def measure(run: Run) -> list[Figure]:
    """Measure whole days of a hall on a clock that jumps."""
    run.tell("simulated days", 1.0)
    return []
