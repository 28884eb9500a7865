"""Measuring counters: what the clerk at each was doing, from opening to closing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from edge.domain import facts as f
from edge.reports.figures import By, DeskTime, Doing, Figures
from edge.reports.timeline import Timeline

Interval = tuple[int, int]


@dataclass(slots=True)
class _Stretch:
    """A clerk doing one thing; `ends` is None as long as it goes on."""

    staff: str
    doing: Doing
    reason: str
    begins: f.Moment
    ends: f.Moment | None = None


@dataclass(slots=True)
class _Desk:
    """A counter that is open: its clerk, why away, and whether its visitor has come yet."""

    staff: str
    pause: str | None = None
    busy: Doing | None = None

    @property
    def doing(self) -> Doing:
        if self.busy is not None:
            return self.busy
        return Doing.IDLE if self.pause is None else Doing.PAUSED


class Desks:
    """Follows the counters of a day, and settles their times when it ends.

    A counter that nobody closes is closed when the day ends. Nobody sits there until then, so it
    counts as open until the last thing that was done at it.
    """

    def __init__(self, timeline: Timeline, figures: Figures) -> None:
        self._timeline = timeline
        self._figures = figures
        self._desks: dict[str, _Desk] = {}
        self._today: dict[str, list[_Stretch]] = {}
        self._at: dict[str, str] = {}  # visit -> counter

    def take(self, fact: f.Fact, moment: f.Moment) -> None:
        """Take in the next fact."""
        take = _TAKES.get(type(fact))
        if take is not None:
            take(self, fact, moment)

    def _opened(self, fact: f.CounterOpened, moment: f.Moment) -> None:
        self._end(fact.subject, moment)
        self._desks[fact.subject] = _Desk(fact.staff)
        self._go_on(fact.subject, moment)

    def _closed(self, fact: f.CounterClosed, moment: f.Moment) -> None:
        self._end(fact.subject, moment)
        self._desks.pop(fact.subject, None)

    def _paused(self, fact: f.CounterPaused, moment: f.Moment) -> None:
        self._pause(fact.subject, fact.reason, moment)

    def _resumed(self, fact: f.CounterResumed, moment: f.Moment) -> None:
        self._pause(fact.subject, None, moment)

    def _pause(self, counter: str, reason: str | None, moment: f.Moment) -> None:
        desk = self._desks.get(counter)
        if desk is not None:
            desk.pause = reason
            self._go_on(counter, moment)

    def _called(self, fact: f.TicketCalled, moment: f.Moment) -> None:
        self._at[fact.subject] = fact.counter
        self._be(fact.counter, Doing.CALLED, moment)

    def _started(self, fact: f.ServiceStarted, moment: f.Moment) -> None:
        self._at[fact.subject] = fact.counter
        self._be(fact.counter, Doing.SERVING, moment)

    def _left(self, fact: f.Fact, moment: f.Moment) -> None:
        counter = self._at.pop(fact.subject, None)
        if counter is not None:
            self._be(counter, None, moment)

    def _be(self, counter: str, busy: Doing | None, moment: f.Moment) -> None:
        desk = self._desks.get(counter)
        if desk is not None:
            desk.busy = busy
            self._go_on(counter, moment)

    def _end(self, counter: str, moment: f.Moment) -> None:
        stretches = self._today.get(counter)
        if stretches and stretches[-1].ends is None:
            stretches[-1].ends = moment

    def _go_on(self, counter: str, moment: f.Moment) -> None:
        """End what the clerk did, and begin what they do now."""
        desk = self._desks[counter]
        self._end(counter, moment)
        stretch = _Stretch(desk.staff, desk.doing, desk.pause or "", moment)
        self._today.setdefault(counter, []).append(stretch)

    # --- the day ends ---

    def end_day(self, moment: f.Moment, *, closing: bool) -> list[Interval]:
        """Settle the day's times, and return when any counter was open, as places on the line.

        `closing`: it is the day that ends at `moment`, and not only the report that looks at it.
        """
        for counter in list(self._desks):
            self._end(counter, moment)
        if closing:
            self._forget_what_nobody_closed(moment)
        spans = [
            self._settle(counter, each) for counter, day in self._today.items() for each in day
        ]
        self._today.clear()
        self._desks.clear()
        self._at.clear()
        opened = merged(spans)
        self._figures.open_ms += sum(ends - begins for begins, ends in opened)
        return opened

    def _forget_what_nobody_closed(self, moment: f.Moment) -> None:
        for counter, stretches in self._today.items():
            last = stretches[-1]
            if last.ends == moment and last.doing in (Doing.IDLE, Doing.PAUSED):
                del stretches[-1]
                for desk in self._of(counter, last.staff):
                    desk.left_open += 1

    def _of(self, counter: str, staff: str) -> tuple[DeskTime, DeskTime]:
        desks = self._figures.desks
        return desks[By.CLERK, staff], desks[By.COUNTER, counter]

    def _settle(self, counter: str, stretch: _Stretch) -> Interval:
        ends = stretch.ends or stretch.begins
        span = self._timeline.between(stretch.begins, ends)
        for desk in self._of(counter, stretch.staff):
            desk.spent_ms[stretch.doing] += span.ms
            desk.doubtful += span.doubtful
            if stretch.doing is Doing.PAUSED:
                desk.pauses[stretch.reason].add(span)
        begins = self._timeline.place(stretch.begins)
        return begins, begins + span.ms


def merged(intervals: list[Interval]) -> list[Interval]:
    """Return what any of `intervals` covers, without overlaps, in order."""
    whole: list[Interval] = []
    for begins, ends in sorted(intervals):
        if whole and begins <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], ends)
        elif ends > begins:
            whole.append((begins, ends))
    return whole


_TAKES: dict[type[f.Fact], Callable[[Desks, Any, f.Moment], None]] = {
    f.CounterOpened: Desks._opened,
    f.CounterClosed: Desks._closed,
    f.CounterPaused: Desks._paused,
    f.CounterResumed: Desks._resumed,
    f.TicketCalled: Desks._called,
    f.ServiceStarted: Desks._started,
    f.ServiceFinished: Desks._left,
    f.TicketNoShow: Desks._left,
    f.TicketReturned: Desks._left,
    f.TicketParked: Desks._left,
    f.TicketTransferred: Desks._left,
    f.TicketCancelled: Desks._left,
    f.TicketExpired: Desks._left,
}
