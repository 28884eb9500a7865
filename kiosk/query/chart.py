"""Twelve months of use as a bar chart: where everything stands, in the units of its picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

WIDTH, HEIGHT = 960, 470
_LEFT, _RIGHT = 84, 6
_TOP, _BASE = 54, 372
_BAR_SHARE = 0.66
_LINES_MAX = 5
_STEPS = (1, 2, 5, 10)


class Month(Protocol):
    """A month as `2026-07`, its energy, and the tier that the year had reached (0: unknown)."""

    month: str
    kwh: float
    tier: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One month, with the room it has from `left` on.

    `mark_x` is where a higher tier than the month before begins, None for none; `begins_year` says
    that its year is counted from here.
    """

    month: str
    kwh: float
    tier: int
    x: float
    y: float
    width: float
    height: float
    middle: float
    mark_x: float | None
    left: float
    begins_year: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A level of energy, drawn across."""

    kwh: int
    y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from left to right on `base`, and levels from there upwards."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    base: float = _BASE
    width: float = WIDTH
    height: float = HEIGHT


def chart_of(months: Sequence[Month]) -> Chart:
    """Return the chart of `months`, in their order."""
    step, top = _levels(max((each.kwh for each in months), default=0.0))
    scale = (_BASE - _TOP) / top
    pitch = (WIDTH - _LEFT - _RIGHT) / max(len(months), 1)
    bars = []
    for place, each in enumerate(months):
        before = months[place - 1] if place else None
        bars.append(_bar(each, before, _LEFT + place * pitch, pitch, scale))
    levels = range(0, top + 1, step)
    return Chart(tuple(bars), tuple(Line(level, _BASE - level * scale) for level in levels))


def _bar(month: Month, before: Month | None, left: float, pitch: float, scale: float) -> Bar:
    width, height = pitch * _BAR_SHARE, month.kwh * scale
    return Bar(
        month.month,
        month.kwh,
        month.tier,
        x=round(left + (pitch - width) / 2, 1),
        y=round(_BASE - height, 1),
        width=round(width, 1),
        height=round(height, 1),
        middle=round(left + pitch / 2, 1),
        mark_x=round(left, 1) if _rises(month, before) else None,
        left=round(left, 1),
        begins_year=month.month.endswith("-01"),
    )


def _rises(month: Month, before: Month | None) -> bool:
    """Whether the year reaches a higher tier in this month. Every January begins at the first."""
    if before is None or not before.tier:
        return False
    return month.tier > (before.tier if before.month[:4] == month.month[:4] else 1)


def _levels(most: float) -> tuple[int, int]:
    """Return the distance of levels and the highest one: round numbers, and not too many."""
    least = max(most, 1.0) / _LINES_MAX
    unit = 10 ** max(0, math.floor(math.log10(least)))
    step = next(unit * each for each in _STEPS if unit * each >= least)
    return step, step * math.ceil(max(most, 1.0) / step)
