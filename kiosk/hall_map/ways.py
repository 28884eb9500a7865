"""Which way it is, and how far, as one says it to somebody who stands there and looks somewhere."""

import math
from dataclasses import dataclass

# By eighths of a turn to the right from straight ahead.
_SECTORS = (
    "ahead",
    "ahead_right",
    "right",
    "behind_right",
    "behind",
    "behind_left",
    "left",
    "ahead_left",
)


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the plan in metres, or a step on it."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Way:
    """Where something is for somebody who stands there: `direction` is one of eight, or `here`."""

    direction: str
    metres: int


def way_to(here: Point, looks: Point, middle: Point, nearest: Point) -> Way:
    """Return the way to the `middle` of something whose point `nearest` to `here` this is."""
    if math.hypot(nearest.x - here.x, nearest.y - here.y) < 1:
        return Way("here", 0)
    step = Point(middle.x - here.x, middle.y - here.y)
    # The plan's y grows downwards: with that a turn to the right is positive.
    across = looks.x * step.y - looks.y * step.x
    along = looks.x * step.x + looks.y * step.y
    eighths = round(math.atan2(across, along) / (math.pi / 4)) % 8
    return Way(_SECTORS[eighths], round(math.hypot(step.x, step.y)))
