"""Sections of the controller's configuration that no other code declares."""

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

KeyNumber = Annotated[str, Field(pattern=r"^[0-9]+$")]
Grade = Annotated[int, Field(ge=1, le=5)]
Megabytes = Annotated[int, Field(ge=0)]


@dataclass(frozen=True)
class HallConfig:
    """Who the hall is, and when its day begins. `demo` allows what no real hall may allow."""

    id: str = ""
    name: str = "供电营业厅"
    name_english: str = "Power Service Hall"
    timezone: str = "Asia/Shanghai"
    day_starts_at_hour: Annotated[int, Field(ge=0, le=23)] = 4
    rating_window_s: Annotated[int, Field(ge=0)] = 120
    grades: dict[KeyNumber, Grade] = field(default_factory=lambda: {"0": 5, "1": 4, "2": 3, "3": 2})
    demo: bool = False


@dataclass(frozen=True)
class JournalConfig:
    """How much room is kept aside on the disk, and below how much there is none."""

    reserve_mb: Megabytes = 64
    needed_mb: Megabytes = 16
