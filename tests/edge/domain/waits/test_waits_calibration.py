"""Ranges that hold: whatever the model is worth, eight of ten waits end in them."""

import json
import random

import pytest
from waitdiary import Diary

from edge.domain import facts as f
from edge.domain.waits.calibration import BANDS_S, Calibration, band_of
from edge.domain.waits.telling import Estimate
from edge.domain.waits.waits import MODEL


def lived(calibration: Calibration, *, calls: int, spread: float) -> tuple[Calibration, float]:
    """Have calls come that are log-normal about 400 s; the model believes in a tenth of that."""
    chance, held = random.Random(7), 0
    for _ in range(calls):
        told = calibration.stretched(380.0, 400.0, 420.0, MODEL)
        waited_s = 400.0 * chance.lognormvariate(0, spread)
        held += told.low_s <= waited_s <= told.high_s
        calibration = calibration.after(told, waited_s)
    return calibration, held / calls


@pytest.mark.parametrize("spread", [0.02, 0.1, 0.3])
def test_a_range_that_is_too_narrow_or_too_wide_is_put_right(spread: float) -> None:
    learnt, _held = lived(Calibration(), calls=600, spread=spread)
    _later, held = lived(learnt, calls=1500, spread=spread)
    assert 0.77 < held < 0.83


def test_what_long_waits_teach_is_not_used_for_short_ones() -> None:
    learnt, _held = lived(Calibration(), calls=300, spread=0.5)
    fresh = Calibration().stretched(5.0, 20.0, 40.0, MODEL)
    assert learnt.stretched(5.0, 20.0, 40.0, MODEL) == fresh


def test_the_middle_stays_as_the_model_says() -> None:
    learnt, _held = lived(Calibration(), calls=300, spread=0.5)
    assert learnt.stretched(380.0, 400.0, 420.0, MODEL).likely_s == 400


def test_a_model_without_any_doubt_gets_some() -> None:
    told = Calibration().stretched(100.0, 100.0, 100.0, MODEL)
    assert told.low_s < told.likely_s < told.high_s


def test_every_wait_is_in_one_band() -> None:
    assert [band_of(wait_s) for wait_s in (0, 44, 45, 299, 5000)] == [0, 0, 1, 2, len(BANDS_S) - 1]


def test_it_is_the_same_after_json() -> None:
    learnt, _held = lived(Calibration(), calls=50, spread=0.5)
    kept = learnt.next_day()
    assert Calibration.from_json(json.loads(json.dumps(kept.as_json()))) == kept


# --- in a hall ---


def told(visit: str, low_s: int, high_s: int, model: str = MODEL) -> f.EstimateTold:
    return f.EstimateTold(visit, 1, low_s, (low_s + high_s) // 2, high_s, "ticket", model)


def counts(diary: Diary) -> int:
    return sum(band.count for band in diary.waits.calibration.bands)


def test_what_was_told_is_scored_when_the_call_comes() -> None:
    diary = Diary().opens().comes("a").happens(told("a", 50, 70)).after(400).called("a")
    band = diary.waits.calibration.bands[1]
    assert (band.count, band.above > 0) == (1, True)
    assert diary.waits.told == {}


def test_a_visitor_who_gave_up_teaches_nothing() -> None:
    diary = Diary().opens().comes("a").happens(told("a", 50, 70)).after(400)
    diary.happens(f.TicketCancelled("a", 1, "visitor", "asked"))
    assert counts(diary) == 0
    assert diary.waits.told == {}


def test_only_the_first_call_of_a_ticket_counts() -> None:
    diary = Diary().opens().comes("a").happens(told("a", 50, 70)).after(60).called("a")
    diary.happens(f.TicketReturned("a", 1, "1", "li", 0, 0, "absent")).after(500).called("a")
    assert counts(diary) == 1


def test_what_another_model_said_teaches_nothing() -> None:
    diary = Diary().opens().comes("a").happens(told("a", 50, 70, "another")).after(60).called("a")
    assert counts(diary) == 0


def test_who_asks_again_and_again_does_not_weigh_more_than_others() -> None:
    diary = Diary().opens().comes("a")
    for _ in range(40):
        diary.after(5).happens(told("a", 50, 70))
    assert counts(diary.called("a")) == 5


def test_an_estimate_is_scored_from_when_it_was_told_by_a_clock_that_never_steps() -> None:
    diary = Diary().opens().comes("a").after(300).happens(told("a", 50, 70))
    diary.after(60, wall_s=7200).called("a")
    band = diary.waits.calibration.bands[1]
    assert band.count == 1
    assert max(band.below, band.above) < 0


def test_an_estimate_of_a_ticket_that_never_was_is_no_number() -> None:
    assert Estimate(1, 2, 3, MODEL).likely_s == 2
