"""The dialogue at a touch evaluator: whom it asks, what a touch does, and when it lets go."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import rating as r

Stage = r.Stage


class Glass:
    """An evaluator under test: its rating, and every effect so far."""

    def __init__(self) -> None:
        self.rating = r.Rating("Q0")
        self.effects: list[r.Effect] = []
        self._questions = 0

    def happens(self, *events: r.Event) -> "Glass":
        for event in events:
            self._questions += 1
            self.rating, effects = r.step(self.rating, event, f"Q{self._questions}")
            self.effects += effects
        return self

    def asked_about(self, visit: str) -> "Glass":
        return self.happens(r.HallTells(visit, 120.0))

    def touched(self, grade: int = 5) -> "Glass":
        return self.happens(r.FaceTouched(self.rating.question, grade))

    def over(self) -> "Glass":
        return self.happens(r.TimeOver(self.rating.question))

    def kept(self) -> "Glass":
        return self.happens(r.RatingKept(self.rating.question))

    @property
    def sent(self) -> list[tuple[str, int]]:
        sends = [each for each in self.effects if isinstance(each, r.SendRating)]
        return [(each.visit, each.grade) for each in sends]


def test_a_visit_is_asked_about_sent_once_and_thanked_for_when_it_is_kept():
    glass = Glass().asked_about("V1")
    assert glass.rating.stage is Stage.ASKING
    assert glass.effects == [r.StartTimer(glass.rating.question, 120.0)]
    glass.touched(4)
    assert glass.rating.stage is Stage.SENDING
    assert glass.sent == [("V1", 4)]
    glass.kept()
    assert glass.rating.stage is Stage.THANKS
    assert glass.effects[-1] == r.StartTimer(glass.rating.question, 3.0)
    glass.asked_about("").over()
    assert glass.rating.stage is Stage.IDLE


def test_a_second_touch_changes_nothing():
    glass = Glass().asked_about("V1").touched(5).touched(1)
    assert glass.sent == [("V1", 5)]
    assert glass.kept().touched(1).sent == [("V1", 5)]


def test_a_touch_meant_for_the_visitor_before_is_lost():
    glass = Glass().asked_about("V1")
    earlier = glass.rating.question
    glass.asked_about("").asked_about("V2").happens(r.FaceTouched(earlier, 1))
    assert glass.rating.stage is Stage.ASKING
    assert glass.sent == []


def test_a_touch_with_nobody_to_rate_is_nothing():
    assert Glass().asked_about("").touched().sent == []


def test_the_question_goes_when_the_hall_takes_it_back_or_time_is_over():
    assert Glass().asked_about("V1").asked_about("").rating.stage is Stage.IDLE
    assert Glass().asked_about("V1").over().rating.stage is Stage.IDLE


def test_nobody_is_asked_twice_about_the_same_visit():
    left = Glass().asked_about("V1").over().asked_about("V1")
    assert left.rating.stage is Stage.IDLE
    rated = Glass().asked_about("V1").touched().kept().over().asked_about("V1")
    assert rated.rating.stage is Stage.IDLE


def test_what_the_hall_says_again_does_not_make_the_question_last_longer():
    glass = Glass().asked_about("V1").asked_about("V1")
    assert len(glass.effects) == 1


@pytest.mark.parametrize("stage", [Stage.SENDING, Stage.THANKS])
def test_the_next_visitor_is_asked_after_the_thanks_for_the_one_before(stage: Stage):
    glass = Glass().asked_about("V1").touched(3)
    if stage is Stage.THANKS:
        glass.kept()
    glass.asked_about("V2")
    assert glass.rating.stage is stage
    if stage is Stage.SENDING:
        glass.kept()
    glass.over()
    assert (glass.rating.stage, glass.rating.asked, glass.rating.grade) == (Stage.ASKING, "V2", 0)


def test_a_grade_that_the_hall_does_not_want_is_not_thanked_for():
    glass = Glass().asked_about("V1").touched()
    assert glass.happens(r.RatingRefused(glass.rating.question)).rating.stage is Stage.IDLE


def test_a_hall_that_is_away_changes_no_stage():
    glass = Glass().asked_about("V1").happens(r.HallLost())
    assert (glass.rating.stage, glass.rating.hall_here) == (Stage.ASKING, False)
    glass.asked_about("V1")
    assert (glass.rating.stage, glass.rating.hall_here) == (Stage.ASKING, True)
    assert len(glass.effects) == 1


@given(
    st.lists(
        st.sampled_from(["V1", "V2", "", "touch", "old", "kept", "refused", "over", "lost"]),
        max_size=40,
    )
)
def test_whatever_happens_each_visit_is_sent_at_most_once_and_a_question_has_a_timer(happenings):
    glass = Glass()
    for happening in happenings:
        question = glass.rating.question
        match happening:
            case "touch":
                glass.touched(2)
            case "old":
                glass.happens(r.FaceTouched("Q-1", 1))
            case "kept":
                glass.kept()
            case "refused":
                glass.happens(r.RatingRefused(question))
            case "over":
                glass.over()
            case "lost":
                glass.happens(r.HallLost())
            case visit:
                glass.asked_about(visit)
        timers = [each for each in glass.effects if not isinstance(each, r.SendRating)]
        ticking = bool(timers) and isinstance(timers[-1], r.StartTimer)
        if glass.rating.stage in (Stage.ASKING, Stage.THANKS):
            assert ticking
            assert timers[-1].question == glass.rating.question
        if glass.rating.stage is Stage.SENDING:
            assert not ticking
    per_question = [each for each in glass.effects if isinstance(each, r.SendRating)]
    assert len({each.question for each in per_question}) == len(per_question)


def test_every_listed_move_names_stages_and_events_there_are():
    for (stage, event), after in r.TRANSITIONS.items():
        assert {stage, after} <= set(Stage)
        assert dataclasses.is_dataclass(event)
