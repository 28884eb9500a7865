"""The limits of alerts, as the configuration sets them."""

from dataclasses import dataclass, fields

_PERCENT = ("clears_percent", "estimate_late_percent")


@dataclass(frozen=True)
class AlertLimits:
    """From when on something needs a supervisor's eye. A limit of 0 raises no alert.

    `wait_percent` is of the time within which a service's visitors are to be called, `length_max`
    how many may wait for one service, `unserved_min` how long while nobody serves it. A counter
    may be free for `idle_min` while somebody waits, a device lost for `fault_min` while the hall
    works. Grades up to `low_grade_max` are low. `estimate_late_percent` of the last
    `estimates_seen` visitors may be called `estimate_late_min` later than they were told.

    A value must fall below `clears_percent` of its limit before its alert ends. It is raised once
    more after `repeat_min`, after `accepted_min` where somebody has taken note, up to `level_max`.
    """

    wait_percent: int = 100
    length_max: int = 20
    unserved_min: int = 5
    idle_min: int = 5
    fault_min: int = 10
    low_grade_max: int = 2
    estimates_seen: int = 10
    estimate_late_min: int = 5
    estimate_late_percent: int = 50
    clears_percent: int = 80
    repeat_min: int = 5
    accepted_min: int = 20
    level_max: int = 3

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value < 0:
                raise ValueError(f"{field.name}: {value} is less than 0")
            if field.name in _PERCENT and value > 100:
                raise ValueError(f"{field.name}: {value} is more than 100")
        if not self.level_max:
            raise ValueError("level_max: 0 is less than 1")
