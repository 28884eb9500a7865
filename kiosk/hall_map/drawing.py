"""A map as a template draws it: 1000 across, with no style of its own."""

import math
from dataclasses import dataclass

from kiosk.hall_map.ways import Point

Spot = tuple[int, int]

# The ring where one stands and the head of the arrow, of 1000 across: the line keeps clear of both.
_CLEAR_OF_RING = 62
_CLEAR_OF_EDGE = 34


@dataclass(frozen=True, slots=True)
class Figure:
    """An area: `meant` is the one to go to."""

    name: str
    name_english: str
    corner: Point
    size: Point
    meant: bool


@dataclass(frozen=True, slots=True)
class Label:
    """Something at a point, with what it is called."""

    name: str
    name_english: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole map in metres, with the way from `here` to its `end`."""

    size: Point
    areas: tuple[Figure, ...]
    counters: tuple[Label, ...]
    marks: tuple[Label, ...]
    here: Point
    end: Point

    def at(self, metres: float) -> int:
        """Return a length on the plan as the drawing has it, of 1000 across."""
        return round(metres * 1000 / self.size.x)

    @property
    def height(self) -> int:
        """How high the drawing is, of 1000 across."""
        return self.at(self.size.y)

    @property
    def way(self) -> tuple[Spot, ...]:
        """The corners of the way: along the hall first, then across, as people walk.

        It begins beside the one who stands there and ends before the edge of where they go.
        """
        here, end = (
            (self.at(self.here.x), self.at(self.here.y)),
            (
                self.at(self.end.x),
                self.at(self.end.y),
            ),
        )
        corner = (here[0], end[1])
        corners = list(dict.fromkeys((here, corner, end)))
        if len(corners) > 1:
            corners[0] = _nearer(corners[0], corners[1], _CLEAR_OF_RING)
            corners[-1] = self._before_the_edge(corners[-2], corners[-1])
        return tuple(corners)

    def _before_the_edge(self, corner: Spot, end: Spot) -> Spot:
        """Return where a line from `corner` into the area that is meant stops outside of it."""
        meant = next((area for area in self.areas if area.meant), None)
        if meant is None:
            return end
        left, top = self.at(meant.corner.x), self.at(meant.corner.y)
        right, bottom = left + self.at(meant.size.x), top + self.at(meant.size.y)
        edge = min(max(corner[0], left), right), min(max(corner[1], top), bottom)
        return end if edge == corner else _nearer(edge, corner, _CLEAR_OF_EDGE)


def _nearer(spot: Spot, other: Spot, by: int) -> Spot:
    """Return `spot` moved towards `other`, half of the way at most."""
    share = min(0.5, by / math.dist(spot, other))
    (x, y), (to_x, to_y) = spot, other
    return round(x + (to_x - x) * share), round(y + (to_y - y) * share)
