"""Measuring devices: how long each could not be used while the hall was open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from edge.domain import facts as f
from edge.reports.desks import Interval
from edge.reports.figures import Figures, Key
from edge.reports.timeline import Timeline


@dataclass(slots=True)
class _Outage:
    """A device that cannot be used; `ends` is None as long as it cannot."""

    begins: f.Moment
    ends: f.Moment | None = None


class Outages:
    """Follows faults. One that outlives the day goes on in the next."""

    def __init__(self, timeline: Timeline, figures: Figures) -> None:
        self._timeline = timeline
        self._figures = figures
        self._open: dict[Key, _Outage] = {}
        self._today: list[tuple[Key, _Outage]] = []
        self._seen: dict[Key, int] = {}

    def take(self, fact: f.Fact, moment: f.Moment) -> None:
        """Take in the next fact."""
        match fact:
            case f.FaultOpened():
                self._lost((fact.subject, fact.unit), moment, 1)
            case f.FaultSeenAgain():
                key = fact.subject, fact.unit
                self._lost(key, moment, max(1, fact.count - self._seen.get(key, fact.count - 1)))
                self._seen[key] = fact.count
            case f.FaultClosed():
                self._back((fact.subject, fact.unit), moment)

    def begin_day(self, carried: Sequence[Mapping[str, Any]], moment: f.Moment) -> None:
        """Begin with the faults that the day before has handed on, and no others."""
        handed = {(fault["device"], fault["unit"]): fault["count"] for fault in carried}
        for key in [key for key in self._open if key not in handed]:
            self._back(key, moment)
        for key, count in handed.items():
            if key not in self._open:
                self._lost(key, moment, 1)
            self._seen[key] = count

    def _lost(self, key: Key, moment: f.Moment, times: int) -> None:
        self._figures.devices[key].times += times
        if key not in self._open:
            self._seen[key] = 1
            self._open[key] = _Outage(moment)
            self._today.append((key, self._open[key]))

    def _back(self, key: Key, moment: f.Moment) -> None:
        outage = self._open.pop(key, None)
        if outage is not None:
            outage.ends = moment

    def end_day(self, moment: f.Moment, opened: Sequence[Interval]) -> None:
        """Settle the day; `opened` is when the hall was open, as places on the line."""
        for key, outage in self._today:
            self._settle(key, outage, moment, opened)
        self._today.clear()
        for key in self._open:
            self._open[key] = _Outage(moment)
            self._today.append((key, self._open[key]))

    def _settle(self, key: Key, outage: _Outage, now: f.Moment, opened: Sequence[Interval]) -> None:
        ends = outage.ends or now
        begins_at, ends_at = self._timeline.place(outage.begins), self._timeline.place(ends)
        parts = [min(ends_at, shut) - max(begins_at, began) for began, shut in opened]
        lost_ms = sum(part for part in parts if part > 0)
        down = self._figures.devices[key]
        down.down_ms += lost_ms
        down.longest_ms = max(down.longest_ms, lost_ms)
        down.doubtful += lost_ms > 0 and self._timeline.between(outage.begins, ends).doubtful
