"""What a hall may set about each of its boards: the tables `[[kiosk.boards]]`."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

Layout = Literal["calls", "calls+media", "media"]
Direction = Literal["left", "right", "ahead", "back", "upstairs", "downstairs"]


@dataclass(frozen=True)
class ZoneConfig:
    """A part of a board: the calls to these counters, for these services or groups (none: all)."""

    name: str = ""
    name_english: str = ""
    counters: list[str] = field(default_factory=list)
    services: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class BoardConfig:
    """A board, at `/board?board=NAME`; the first one is at `/board` too.

    `layout` is `calls`, `calls+media` (beside each other) or `media` (calls take its place when
    they come). Its `zones` stand beside each other; none: one with everything. `directions` are the
    ways to counters from where this board hangs, where they differ from the counters' own. In each
    zone are `rows_max` calls at once (0: as the hall's). With `flash`, a new call flashes for those
    who do not hear it.
    """

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")] = "main"
    layout: Layout = "calls"
    zones: Annotated[list[ZoneConfig], Field(max_length=4)] = field(default_factory=list)
    directions: dict[str, Direction] = field(default_factory=dict)
    rows_max: Annotated[int, Field(ge=0, le=12)] = 0
    flash: bool = True
