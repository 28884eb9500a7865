"""What visitors were told about their wait, scored by hand."""

from report_story import MINUTE, ZONE, story

from edge.reports.figures import Score
from edge.reports.measuring import measure


def score_of(text: str, where: str = "ticket", model: str = "forward") -> Score:
    return measure(story(text), ZONE).estimates[where, model]


def test_an_estimate_is_scored_on_the_wait_until_the_call():
    score = score_of(
        """
        09:00 V1 takes pay
        09:00 V1 told 5 8 12
        09:10 V1 called
        """
    )
    # Ten minutes where eight were likely: two too few, and within 5 to 12.
    assert (score.scored, score.error_ms, score.off.sum_ms) == (1, 2 * MINUTE, 2 * MINUTE)
    assert (score.within, score.above, score.late) == (1, 0, 0)
    assert score.width_s == 7 * 60
    assert score.errors_min == {2: 1}


def test_more_than_five_minutes_longer_than_likely_is_late():
    score = score_of(
        """
        09:00 V1 takes pay
        09:00 V1 told 5 8 12
        09:00 V2 takes pay
        09:00 V2 told 5 8 12
        09:13 V1 called
        09:14 V2 called
        """
    )
    # Thirteen minutes are five more, fourteen are six: one is late, both are above the range.
    assert (score.late, score.above, score.within) == (1, 2, 0)
    assert score.error_ms == 11 * MINUTE


def test_an_estimate_that_was_too_long_is_an_error_too():
    score = score_of(
        """
        09:00 V1 takes pay
        09:00 V1 told 10 20 30
        09:05 V1 called
        09:06 V2 takes pay
        09:06 V2 told 0 1 5
        09:12 V2 called
        """
    )
    # Fifteen too long and five too short: ten in the mean of what they are off, five too long in
    # the mean of what they lean to.
    assert score.off.mean_ms == 10 * MINUTE
    assert score.error_ms / score.scored == -5 * MINUTE


def test_an_estimate_on_request_counts_from_when_it_was_told():
    text = """
        09:00 V1 takes pay
        09:00 V1 told 8 10 12
        09:06 V1 told 3 4 5 where=mobile
        09:10 V1 called
        """
    # Ten minutes from the ticket on, four from the second telling on; both are right.
    assert score_of(text).error_ms == 0
    assert score_of(text, "mobile").error_ms == 0


def test_models_and_places_are_told_apart():
    text = """
        09:00 V1 takes pay
        09:00 V1 told 8 10 12 model=forward
        09:00 V1 told 8 20 30 model=average
        09:10 V1 called
        """
    assert score_of(text).error_ms == 0
    assert score_of(text, model="average").error_ms == -10 * MINUTE


def test_what_was_told_of_a_ticket_that_went_elsewhere_is_not_scored():
    score = score_of(
        """
        09:00 V1 takes pay
        09:00 V1 told 5 8 12
        09:00 V2 takes pay
        09:00 V2 told 5 8 12
        09:00 V3 takes pay
        09:00 V3 told 5 8 12
        09:05 V1 cancels
        09:05 V2 returned reason=asked
        09:30 V2 called
        """
    )
    # V1 gave up, V2 asked to be put back, V3 still waits: nobody knows how long it would have been.
    assert (score.scored, score.unscored) == (0, 3)


def test_a_no_show_waited_as_long_as_it_was_told_or_not():
    score = score_of(
        """
        09:00 V1 takes pay
        09:00 V1 told 5 8 12
        09:08 V1 called
        09:10 V1 noshow
        """
    )
    assert (score.scored, score.within) == (1, 1)
