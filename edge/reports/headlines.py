"""The figures that a report begins with."""

from collections.abc import Iterable, Iterator

from edge.reports import words as w
from edge.reports.calendar import Calendar
from edge.reports.figures import By, Figures, Grades, Step
from edge.reports.model import Headline, Unit, Words
from edge.reports.tables.cells import share
from edge.reports.times import Times


def headlines(figures: Figures, calendar: Calendar) -> tuple[Headline, ...]:
    """Return what matters most, in the order of importance; what nobody measured is left out."""
    made = (*_tickets(figures), *_times(figures), *_people(figures, calendar))
    return tuple(line for line in made if line.value is not None)


def _tickets(figures: Figures) -> Iterator[Headline]:
    steps = figures.all.steps
    if len(figures.days) > 1:
        yield Headline("days", Words("营业日", "Business days"), len(figures.days), Unit.COUNT)
    yield Headline("issued", w.STEPS[Step.ISSUED], steps[Step.ISSUED], Unit.COUNT)
    yield Headline("served", w.STEPS[Step.SERVED], steps[Step.SERVED], Unit.COUNT)
    no_shows = share(steps[Step.NO_SHOW], steps[Step.CALLED])
    yield Headline("no_shows", Words("过号率", "No-shows of calls"), no_shows, Unit.SHARE)


def _times(figures: Figures) -> Iterator[Headline]:
    flow = figures.all
    longest = Words("最长等候", "Longest wait")
    in_time = Words("等候达标率", "Called in time")
    yield Headline("in_time", in_time, flow.service_level, Unit.SHARE)
    yield Headline("wait", Words("平均等候", "Wait, mean"), flow.wait.mean_ms, Unit.SPAN)
    nine = Words("等候九成以内", "Wait, 90% within")
    yield Headline("wait_p90", nine, flow.wait.percentile_ms(90), Unit.SPAN)
    yield Headline("wait_longest", longest, flow.wait.max_ms, Unit.SPAN)
    yield Headline("way", Words("平均到窗", "Way, mean"), flow.way.mean_ms, Unit.SPAN)
    yield Headline("serve", Words("平均办理", "Service, mean"), flow.serve.mean_ms, Unit.SPAN)
    yield Headline(
        "stay", Words("平均在厅", "Stay, mean"), _mean(figures.stays.values()), Unit.SPAN
    )


def _people(figures: Figures, calendar: Calendar) -> Iterator[Headline]:
    grades = figures.ratings.get((By.ALL, "all"), Grades())
    yield Headline("satisfied", Words("满意率", "Satisfied"), grades.satisfied, Unit.SHARE)
    rated = share(grades.given.total(), figures.all.steps[Step.SERVED])
    yield Headline("rated", Words("参评率", "Rated"), rated, Unit.SHARE)
    peak = figures.peak
    if peak.waiting:
        most = Words("最多同时等候", "Most waiting at once")
        yield Headline("peak", most, peak.waiting, Unit.COUNT)
        when = Words("出现在", "which was at")
        at = calendar.clock(peak.at) if len(figures.days) == 1 else calendar.minute(peak.at)
        yield Headline("peak_at", when, at, Unit.TEXT)
    passed = figures.people.total() or None
    yield Headline("people", Words("客流", "People counted"), passed, Unit.COUNT)
    screen = Words("取号操作用时", "At the ticket screen, mean")
    yield Headline("approach", screen, figures.approach.mean_ms, Unit.SPAN)
    paper = Words("出票用时", "Printing, mean")
    yield Headline("printing", paper, figures.printing.mean_ms, Unit.SPAN)
    yield Headline("open", Words("开窗时间", "Hall open"), figures.open_ms or None, Unit.SPAN)
    off = _mean(score.off for score in figures.estimates.values())
    yield Headline(
        "estimates_off", Words("等候预估平均误差", "Estimates off by, mean"), off, Unit.SPAN
    )


def _mean(several: Iterable[Times]) -> int | None:
    """Return the mean of all of them together."""
    known = list(several)
    count = sum(times.count for times in known)
    return round(sum(times.sum_ms for times in known) / count) if count else None
