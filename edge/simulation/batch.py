"""Many worlds: which seeds, and how many days each of them lasts."""

from edge.simulation.dice import Dice
from edge.simulation.world import Script

_DAYS_MAX = 3


def scripts_for(days: int, first: int, seed: int | None = None) -> list[Script]:
    """Return worlds of `days` hall-days in all, from seed `first` on; or the one of `seed`.

    How long a world lasts is its seed's own, so that its number alone replays it; the last one may
    go on a little longer than was asked for.
    """
    if seed is not None:
        return [Script(seed, days=days_of(seed))]
    scripts: list[Script] = []
    while days > 0:
        number = first + len(scripts)
        scripts.append(Script(number, days=days_of(number)))
        days -= scripts[-1].days
    return scripts


def days_of(seed: int) -> int:
    """Return how many days the world of `seed` lasts."""
    return Dice(f"atrium {seed}").of("length").randint(1, _DAYS_MAX)
