"""A map as a template draws it: 1000 across, with no style of its own."""

from dataclasses import dataclass

from kiosk.hall_map.ways import Point


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
    def way(self) -> tuple[tuple[int, int], ...]:
        """The corners of the way: along the hall first, then across, as people walk."""
        here, end = (
            (self.at(self.here.x), self.at(self.here.y)),
            (
                self.at(self.end.x),
                self.at(self.end.y),
            ),
        )
        corner = (here[0], end[1])
        return tuple(dict.fromkeys((here, corner, end)))
