"""The plan of a hall: areas to wait in, counters, screens, and what else people go by.

Everything is in metres from the upper left corner of the plan, x to the right and y downwards, as
it is drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.hall_map.drawing import Drawing, Figure, Label
from kiosk.hall_map.ways import Point, Way, way_to

# How far into its area the way is drawn, as a part of it: one sees that it goes in.
_WAY_ENDS_INSIDE = 0.15

Metres = Annotated[float, Field(ge=0, le=500)]


class Looks(StrEnum):
    """Which way on the plan somebody looks who stands before a screen."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"

    @property
    def vector(self) -> Point:
        """Return it as a step on the plan."""
        return {
            Looks.UP: Point(0, -1),
            Looks.DOWN: Point(0, 1),
            Looks.LEFT: Point(-1, 0),
            Looks.RIGHT: Point(1, 0),
        }[self]


@dataclass(frozen=True)
class Area:
    """A rectangle to wait in, called as the zone of the services whose visitors wait there."""

    name: str
    name_english: str = ""
    x_m: Metres = 0.0
    y_m: Metres = 0.0
    width_m: Metres = 1.0
    depth_m: Metres = 1.0

    @property
    def middle(self) -> Point:
        """Return its middle."""
        return Point(self.x_m + self.width_m / 2, self.y_m + self.depth_m / 2)

    def nearest(self, point: Point, inside: float = 0.0) -> Point:
        """Return its point nearest to `point`, no nearer to its edges than that part of it."""
        within_x, within_y = self.width_m * inside, self.depth_m * inside
        x = min(max(point.x, self.x_m + within_x), self.x_m + self.width_m - within_x)
        y = min(max(point.y, self.y_m + within_y), self.y_m + self.depth_m - within_y)
        return Point(x, y)


@dataclass(frozen=True)
class CounterPlace:
    """Where the middle of a counter is; `id` is the plan's, `label` what stands on it."""

    id: str
    label: str = ""
    x_m: Metres = 0.0
    y_m: Metres = 0.0


@dataclass(frozen=True)
class ScreenPlace:
    """Where somebody stands before a screen, and which way they look."""

    id: str
    x_m: Metres = 0.0
    y_m: Metres = 0.0
    looks: Looks = Looks.UP

    @property
    def point(self) -> Point:
        """Return where somebody stands before it."""
        return Point(self.x_m, self.y_m)


@dataclass(frozen=True)
class Mark:
    """Something that people go by: the entrance, the terminal that takes money."""

    name: str
    name_english: str = ""
    x_m: Metres = 0.0
    y_m: Metres = 0.0


@dataclass(frozen=True)
class HallMap:
    """The table `[kiosk.map]`. Without a width there is no map."""

    width_m: Metres = 0.0
    depth_m: Metres = 0.0
    areas: tuple[Area, ...] = field(default_factory=tuple)
    counters: tuple[CounterPlace, ...] = field(default_factory=tuple)
    screens: tuple[ScreenPlace, ...] = field(default_factory=tuple)
    marks: tuple[Mark, ...] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        for name, point in self._named_points():
            if not (point.x <= self.width_m and point.y <= self.depth_m):
                raise ValueError(f"{name}: lies outside width_m and depth_m")

    def way(self, screen: str, area: str) -> Way | None:
        """Return the way from a screen to an area; None where the map does not have both."""
        here, there = self.screen(screen), self.area(area)
        if here is None or there is None:
            return None
        return way_to(here.point, here.looks.vector, there.middle, there.nearest(here.point))

    def drawn(self, screen: str, area: str) -> Drawing | None:
        """Return the map with the way on it; None where the map does not have both."""
        here, there = self.screen(screen), self.area(area)
        if here is None or there is None:
            return None
        return Drawing(
            size=Point(self.width_m, self.depth_m),
            areas=tuple(_figure(each, meant=each is there) for each in self.areas),
            counters=tuple(
                Label(each.label or each.id, "", each.x_m, each.y_m) for each in self.counters
            ),
            marks=tuple(
                Label(each.name, each.name_english, each.x_m, each.y_m) for each in self.marks
            ),
            here=here.point,
            end=there.nearest(here.point, _WAY_ENDS_INSIDE),
        )

    def screen(self, name: str) -> ScreenPlace | None:
        """Return where a screen stands, by its name."""
        return next((each for each in self.screens if each.id == name), None)

    def area(self, zone: str) -> Area | None:
        """Return the area that a zone of services is."""
        return next((each for each in self.areas if each.name == zone), None)

    def _named_points(self) -> Iterator[tuple[str, Point]]:
        for area in self.areas:
            yield area.name, Point(area.x_m + area.width_m, area.y_m + area.depth_m)
        for counter in self.counters:
            yield counter.id, Point(counter.x_m, counter.y_m)
        for screen in self.screens:
            yield screen.id, screen.point
        for mark in self.marks:
            yield mark.name, Point(mark.x_m, mark.y_m)


def _figure(area: Area, *, meant: bool) -> Figure:
    corner = Point(area.x_m, area.y_m)
    size = Point(area.width_m, area.depth_m)
    return Figure(area.name, area.name_english, corner, size, meant)
