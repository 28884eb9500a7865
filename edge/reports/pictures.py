"""Figures as pictures: what is drawn, not how."""

from collections import Counter
from collections.abc import Iterable

from edge.reports import words as w
from edge.reports.figures import By, Doing, Figures, Flow, Step
from edge.reports.model import Picture, Series, Shape, Words
from edge.reports.tables.cells import by_id

_HOUR_MS = 3_600_000
_MINUTE_MS = 60_000
_BIN_MIN = 5
_BINS = 13
_ERROR_MIN = 12  # estimates further off than that are drawn at the edge
_ROWS_MAX = 16
_DAYS_MAX = 62

_VISITS = Words("人次", "tickets")
_MINUTES = Words("分钟", "minutes")


def all_pictures(figures: Figures) -> tuple[Picture, ...]:
    """Return every picture for which there is anything to draw."""
    made = (
        _days(figures),
        _hours(figures),
        _waits_by_hour(figures),
        _waits(figures),
        _clerks(figures),
        _estimates(figures),
        _people(figures),
    )
    return tuple(each for each in made if any(any(series.values) for series in each.series))


def _all_hours(known: Iterable[str]) -> list[str]:
    """Return every hour from the first to the last that is known."""
    hours = sorted(map(int, known))
    return [f"{hour:02d}" for hour in range(hours[0], hours[-1] + 1)] if hours else []


def _steps(figures: Figures, by: By, keys: list[str], *steps: Step) -> tuple[Series, ...]:
    flows = figures.of(by)
    return tuple(
        Series(step.value, w.STEPS[step], tuple(flows.get(key, Flow()).steps[step] for key in keys))
        for step in steps
    )


def _days(figures: Figures) -> Picture:
    days = figures.days[-_DAYS_MAX:] if len(figures.days) > 1 else []
    known = [day for day in days if day in figures.of(By.DAY)]
    series = _steps(figures, By.DAY, known, Step.ISSUED, Step.SERVED)
    labels = tuple(day[5:] for day in known)
    words = Words("每日取号与办结", "Tickets day by day")
    return Picture("days", words, Shape.COLUMNS, _VISITS, labels, series)


def _hours(figures: Figures) -> Picture:
    hours = _all_hours(figures.of(By.HOUR))
    series = _steps(figures, By.HOUR, hours, Step.ISSUED, Step.SERVED, Step.NO_SHOW)
    words = Words("各时段取号、办结与过号", "Tickets by hour")
    return Picture("hours", words, Shape.COLUMNS, _VISITS, tuple(hours), series)


def _waits_by_hour(figures: Figures) -> Picture:
    flows = figures.of(By.HOUR)
    hours = _all_hours(flows)
    waits = [flows.get(hour, Flow()).wait for hour in hours]
    mean = tuple((wait.mean_ms or 0) / _MINUTE_MS for wait in waits)
    nine = tuple((wait.percentile_ms(90) or 0) / _MINUTE_MS for wait in waits)
    series = (Series("mean", w.MEAN, mean), Series("p90", w.NINE_OF_TEN, nine))
    words = Words("各时段等候", "Wait by hour of the ticket")
    return Picture("waits_by_hour", words, Shape.COLUMNS, _MINUTES, tuple(hours), series)


def _waits(figures: Figures) -> Picture:
    counts = figures.all.wait.binned(_BIN_MIN * 60, _BINS)
    labels = [f"≤{(number + 1) * _BIN_MIN}" for number in range(_BINS - 1)]
    labels.append(f">{(_BINS - 1) * _BIN_MIN}")
    series = (Series("waits", w.WAIT, tuple(counts)),)
    words = Words("等候分布（分钟）", "Waits, minutes")
    return Picture("waits", words, Shape.COLUMNS, _VISITS, tuple(labels), series)


def _clerks(figures: Figures) -> Picture:
    desks = {key: desk for (by, key), desk in figures.desks.items() if by is By.CLERK}
    clerks = by_id(desks)[:_ROWS_MAX]
    series = tuple(
        Series(
            doing.value,
            w.DOING[doing],
            tuple(desks[clerk].spent_ms[doing] / _HOUR_MS for clerk in clerks),
        )
        for doing in Doing
    )
    words = Words("柜员用时", "Clerks' time")
    return Picture("clerks", words, Shape.STACKS, Words("小时", "hours"), tuple(clerks), series)


def _estimates(figures: Figures) -> Picture:
    minutes = range(-_ERROR_MIN, _ERROR_MIN + 1)
    counts = dict.fromkeys(minutes, 0)
    for score in figures.estimates.values():
        for error, count in score.errors_min.items():
            counts[max(-_ERROR_MIN, min(_ERROR_MIN, error))] += count
    labels = tuple(f"{minute:+d}" if minute else "0" for minute in minutes)
    series = (Series("estimates", Words("预估次数", "Estimates"), tuple(counts.values())),)
    words = Words("实际比预估多等（分钟）", "Waited longer than likely, minutes")
    return Picture("estimates", words, Shape.COLUMNS, Words("次", "estimates"), labels, series)


def _people(figures: Figures) -> Picture:
    by_hour: Counter[str] = Counter()
    for (_device, _unit, hour), count in figures.people.items():
        by_hour[f"{hour:02d}"] += count
    hours = _all_hours(by_hour)
    series = (Series("people", Words("人数", "People"), tuple(by_hour[hour] for hour in hours)),)
    words = Words("各时段客流", "People by hour")
    return Picture("people", words, Shape.COLUMNS, Words("人", "people"), tuple(hours), series)
