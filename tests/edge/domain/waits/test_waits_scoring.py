"""Scores, worked out by hand."""

from edge.domain.waits.scoring import Scored, score, scores


def one(said_s: float, waited_s: float, model: str = "m", load: int = 0) -> Scored:
    return Scored(model, "bill", load, said_s, waited_s, said_s - 60, said_s + 60)


def test_a_score_is_what_the_words_say() -> None:
    found = score([one(100, 100), one(100, 160), one(100, 20), one(100, 500)])
    assert found.count == 4
    assert found.mae_s == (0 + 60 + 80 + 400) / 4
    assert found.bias_s == (0 + 60 - 80 + 400) / 4
    assert found.p90_s == 400
    assert found.late_share == 0.25
    assert found.coverage == 0.5
    assert found.width_s == 120
    assert found.pinball_50_s == found.mae_s / 2
    assert found.pinball_90_s is not None
    assert round(found.pinball_90_s, 6) == round((6 + 0 + 14 + 0.9 * 340) / 4, 6)


def test_five_minutes_more_is_not_yet_over() -> None:
    assert score([one(0, 300)]).late_share == 0
    assert score([one(0, 301)]).late_share == 1


def test_a_model_that_says_no_range_has_no_coverage() -> None:
    found = score([Scored("fixed", "bill", 3, 100, 200)])
    assert (found.coverage, found.width_s, found.pinball_90_s) == (None, None, None)


def test_models_and_loads_are_scored_apart() -> None:
    found = scores([one(10, 20), one(10, 30, "n"), one(10, 40, load=30)], lambda each: each.band)
    assert {group: each.mae_s for group, each in found.items()} == {
        ("m", "0-2 waiting"): 10,
        ("n", "0-2 waiting"): 20,
        ("m", "over 20"): 30,
    }
