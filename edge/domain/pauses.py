"""Why a clerk may leave an open counter for a while, as the configuration lists it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pause:
    """A reason to leave a counter; after `minutes_max` a supervisor hears of it (0: never)."""

    id: str
    name: str
    name_english: str
    minutes_max: int = 0

    def __post_init__(self) -> None:
        if self.minutes_max < 0:
            raise ValueError(f"minutes_max: {self.minutes_max} is less than 0")


# What a hall has that lists none.
USUAL_PAUSES = (
    Pause("break", "休息", "Break", 15),
    Pause("meal", "用餐", "Meal", 60),
    Pause("meeting", "会议培训", "Meeting or training", 60),
    Pause("errand", "离柜办事", "Away on business", 20),
)
