"""A journal gone through again: all models over the same tickets, beside what came true."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from waitdiary import PLAN as SMALL_PLAN
from waitdiary import Diary

from edge.domain import facts as f
from edge.domain.rules import Rules
from edge.domain.waits.compiling import Known
from edge.domain.waits.estimating import Ahead, ahead
from edge.domain.waits.replaying import TOLD, Replay, Setting
from edge.domain.waits.scoring import Scored, scores
from edge.domain.waits.telling import Unknown
from edge.domain.waits.waits import MODEL
from edge.simulation.synthetic import MEDIUM, PLAN
from edge.simulation.synthetic_day import days_of

HALL = replace(MEDIUM, days=3, tickets=300, seed="replayed")


@pytest.fixture(scope="module")
def scored() -> list[Scored]:
    draw = random.Random(1).random
    setting = Setting(
        PLAN,
        HALL.rules,
        lambda known, visit: ahead(known, visit, draw),
        lambda day: HALL.stints((day - HALL.date(0)).days),
    )
    replay = Replay(setting)
    return [each for day in days_of(HALL) for each in replay.scored(day)]


def test_the_hall_run_ahead_errs_less_than_any_simple_estimate(scored: list[Scored]) -> None:
    found = {model: each for (model, _all), each in scores(scored).items()}
    ours = found.pop(MODEL)
    assert all(ours.mae_s < 0.75 * other.mae_s for other in found.values())
    assert abs(ours.bias_s) < 60
    assert ours.coverage is not None
    assert 0.7 < ours.coverage < 0.9


def test_all_models_are_asked_about_the_same_tickets(scored: list[Scored]) -> None:
    counts = {model: each.count for (model, _all), each in scores(scored).items()}
    assert len(set(counts.values())) == 1


class Recorded:
    """A diary that keeps its facts."""

    def __init__(self) -> None:
        self.diary = Diary()
        self.facts: list[f.Recorded] = []

    def record(self, seconds: float, *facts: f.Fact) -> "Recorded":
        self.diary.after(seconds)
        for fact in facts:
            self.facts.append(f.Recorded(len(self.facts) + 1, self.diary.moment, fact))
        return self


def issued(visit: str) -> tuple[f.Fact, f.Fact]:
    reserved = f.TicketReserved(visit, 1, "bill", "A001", 1, 0, "screen", 0)
    return reserved, f.TicketIssued(visit, 1, "screen")


def replayed(recorded: Recorded, said: Ahead | Unknown) -> Iterator[Scored]:
    def ask(_known: Known, _visit: str) -> Ahead | Unknown:
        return said

    return Replay(Setting(SMALL_PLAN, Rules(), ask)).scored(recorded.facts)


def test_what_the_hall_itself_told_is_scored_too() -> None:
    recorded = Recorded().record(0, f.CounterOpened("1", "li"), *issued("a"))
    recorded.record(0, f.EstimateTold("a", 1, 10, 40, 90, "ticket", "elsewhere"))
    recorded.record(60, f.TicketCalled("a", 1, "1", "li"))
    found = {each.model: each for each in replayed(recorded, Ahead(20.0, 50.0, 80.0))}
    assert (found[TOLD].said_s, found[TOLD].waited_s, found[TOLD].covered) == (40, 60, True)
    assert (found[MODEL].said_s, found[MODEL].waited_s) == (50, 60)


def test_who_gave_up_is_not_scored() -> None:
    recorded = Recorded().record(0, f.CounterOpened("1", "li"), *issued("a"))
    recorded.record(60, f.TicketCancelled("a", 1, "visitor", "asked"))
    assert list(replayed(recorded, Ahead(20.0, 50.0, 80.0))) == []


def test_where_ours_says_nothing_it_is_not_scored_and_the_others_are() -> None:
    recorded = Recorded().record(0, *issued("a"), f.CounterOpened("1", "li"))
    recorded.record(60, f.TicketCalled("a", 1, "1", "li"))
    models = {each.model for each in replayed(recorded, Unknown.NOBODY_SERVES_IT)}
    assert MODEL not in models
    assert "fixed" in models
