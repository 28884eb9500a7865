"""How good the estimate of waits is: on three synthetic halls, or on a journal given to it."""

import random
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench import waits_crowd
from bench.figure import Figure, Goal
from bench.run import Run
from edge.domain import facts as f
from edge.domain.waits.compiling import Known
from edge.domain.waits.estimating import Ahead, ahead
from edge.domain.waits.replaying import Replay, Setting
from edge.domain.waits.roster import stints_of
from edge.domain.waits.scoring import Score, Scored, scores
from edge.domain.waits.telling import Unknown
from edge.domain.waits.waits import MODEL
from edge.journal.rows import recorded_of
from edge.journal.store import JournalReader
from edge.settings import load_settings
from edge.simulation.synthetic import PLAN, RULED, SHIPPED, SyntheticHall
from edge.simulation.synthetic_day import days_of

HALLS = (*SHIPPED, RULED)
# Days at the beginning that are not scored: the hall gets to know itself.
_WARM_UP_DAYS = 5
_MAE_GOAL = Goal("≤", 0.6)
_LATE_GOAL = Goal("≤", 10.0, of="figure")
_COVERAGE_GOAL = Goal("≤", 3.0, of="figure")
_COST_GOAL = Goal("≤", 5.0, of="figure")
_COVERED = 80.0
_COST_SAYS = ("processor time of one estimate", "what it may take")

# What figures are called, and what they are measured against.
_AGAINST = {
    "fixed": ("", "average × position ÷ counters"),
    "moving": ("-moving", "moving average × position ÷ open"),
    "head-of-line": ("-hol", "wait of the head of the line"),
    "last-to-enter": ("-les", "wait of the last one called"),
    "last-ten": ("-ten", "mean wait of the last ten"),
}


class NothingToJudgeError(Exception):
    """A hall in which nobody was given a ticket and called: there is nothing to say of waits."""


@dataclass
class TimedAsk:
    """Runs the hall ahead, and knows how much processor time that took."""

    draw: Callable[[], float]
    spent_s: float = 0.0
    asked: int = 0

    def __call__(self, known: Known, visit: str) -> Ahead | Unknown:
        """Run the hall ahead for one visit."""
        begun_s = time.process_time()
        said = ahead(known, visit, self.draw)
        self.spent_s += time.process_time() - begun_s
        self.asked += 1
        return said


@dataclass
class Judged:
    """A hall gone through: what every model said of each ticket, and what ours cost."""

    name: str
    ask: TimedAsk
    scored: list[Scored] = field(default_factory=list)

    @property
    def cost_ms(self) -> float:
        """Milliseconds of processor time for one ticket."""
        return 1000 * self.ask.spent_s / max(1, self.ask.asked)


def judged(run: Run) -> Iterator[Judged]:
    """Go through each synthetic hall, or through the journal that the run was given."""
    if run.journal is not None:
        yield _journal_judged(run, run.journal)
        return
    for hall in HALLS:
        shorter = replace(hall, days=run.size(hall.days, 2))
        yield _hall_judged(run, shorter, run.size(_WARM_UP_DAYS, 1))


def _hall_judged(run: Run, hall: SyntheticHall, warm_up: int) -> Judged:
    found = Judged(hall.name, TimedAsk(random.Random(hall.seed).random))
    first = hall.date(0)
    setting = Setting(
        PLAN,
        hall.rules,
        found.ask,
        lambda day: hall.stints((day - first).days),
    )
    replay = Replay(setting)
    for number, day in enumerate(days_of(hall)):
        run.tell(f"{hall.name} hall, day by day", number / hall.days)
        scored = list(replay.scored(day))
        found.scored += scored if number >= warm_up else []
    return found


def _journal_judged(run: Run, journal: Path) -> Judged:
    settings = load_settings(run.config)
    found = Judged(journal.stem, TimedAsk(random.Random(journal.stem).random))
    roster, zone = settings.hall.roster, settings.timezone
    setting = Setting(
        settings.hall.plan,
        settings.hall.rules,
        found.ask,
        lambda day: stints_of(roster.on_day(day, zone)),
        zone,
    )
    found.scored += Replay(setting).scored(_facts_of(run, journal))
    return found


def _facts_of(run: Run, journal: Path) -> Iterator[f.Recorded]:
    reader = JournalReader(journal)
    last = max(1, reader.last())
    for row, _hash in reader.rows(0):
        if row.seq % 1000 == 0:
            run.tell(f"{journal.name}, fact by fact", row.seq / last)
        yield recorded_of(row)
    reader.close()


def measure(run: Run) -> list[Figure]:
    """Measure each hall: all models over the same tickets."""
    of_halls = [figure for each in judged(run) for figure in _figures(each)]
    return of_halls if run.journal else of_halls + waits_crowd.measure(run)


def _figures(hall: Judged) -> Iterable[Figure]:
    of = {model: found for (model, _all), found in scores(hall.scored).items()}
    if MODEL not in of:
        raise NothingToJudgeError(f"{hall.name}: nobody who was told a wait was called")
    ours, fixed = of[MODEL], of["fixed"]
    name = f"waits-{hall.name}"
    for model, (suffix, formula) in _AGAINST.items():
        goal = _MAE_GOAL if model == "fixed" and hall.name != "light" else None
        yield Figure(
            f"{name}{suffix}",
            ours.mae_s / 60,
            "min",
            of[model].mae_s / 60,
            f"mean absolute error: {_said(ours)}",
            f"{formula}: {_said(of[model])}",
            goal,
        )
    yield _late(name, ours, fixed)
    yield _coverage(name, ours)
    yield Figure(f"{name}-cost", hall.cost_ms, "ms", 5.0, *_COST_SAYS, _COST_GOAL)


def _late(name: str, ours: Score, fixed: Score) -> Figure:
    return Figure(
        f"{name}-late",
        100 * ours.late_share,
        "%",
        100 * fixed.late_share,
        f"over 5 min longer than the middle of the range, of {ours.count} tickets",
        _AGAINST["fixed"][1],
        _LATE_GOAL,
    )


def _coverage(name: str, ours: Score) -> Figure:
    covered = 100 * (ours.coverage or 0.0)
    return Figure(
        f"{name}-coverage",
        abs(covered - _COVERED),
        "points",
        _COVERED,
        f"off 80: {covered:.1f} % ended in the range, {(ours.width_s or 0) / 60:.1f} min wide",
        "80 of 100",
        _COVERAGE_GOAL,
    )


def _said(score: Score) -> str:
    late = 100 * score.late_share
    return f"bias {score.bias_s / 60:+.1f}, P90 {score.p90_s / 60:.1f}, late {late:.1f} %"
