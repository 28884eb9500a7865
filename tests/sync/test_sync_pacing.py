from hypothesis import given
from hypothesis import strategies as st

from sync.pacing import Patience, Timing, full_jitter

TIMING = Timing(answer_min_s=1.0, rtt_factor=4.0, pause_base_s=1.0, pause_max_s=60.0)
ALMOST_ONE = 1 - 2**-53


@given(st.integers(1, 10_000), st.floats(0, ALMOST_ONE))
def test_a_pause_is_never_longer_than_the_longest(failures, drawn):
    assert 0 <= full_jitter(TIMING, failures, lambda: drawn) <= 60.0


def test_pauses_grow_twofold_up_to_the_longest():
    longest = [full_jitter(TIMING, failures, lambda: ALMOST_ONE) for failures in range(1, 9)]
    assert [round(pause) for pause in longest] == [1, 2, 4, 8, 16, 32, 60, 60]


def test_an_answer_is_overdue_after_the_least_patience_on_a_fast_line():
    patience = Patience(TIMING, lambda: 0.5)
    patience.measured(0.01)
    patience.wait_from(100.0)
    assert patience.overdue_at_s == 101.0


def test_an_answer_is_overdue_after_four_round_trips_on_a_slow_line():
    patience = Patience(TIMING, lambda: 0.5)
    patience.measured(0.8)
    patience.wait_from(100.0)
    assert patience.overdue_at_s == 100.0 + 4 * 0.8


def test_patience_grows_until_a_round_trip_longer_than_the_first_guess_fits_in():
    patience = Patience(TIMING, lambda: 0.0)
    patience.failed(0.0)
    patience.failed(0.0)
    patience.wait_from(0.0)
    assert patience.overdue_at_s == 4.0


def test_one_very_late_answer_does_not_make_it_patient_for_ever():
    patience = Patience(TIMING, lambda: 0.0)
    patience.measured(1000.0)
    patience.wait_from(0.0)
    assert patience.overdue_at_s == 60.0


def test_progress_forgets_past_failures():
    patience = Patience(TIMING, lambda: ALMOST_ONE)
    for _time in range(5):
        patience.failed(0.0)
    patience.progressed(10.0)
    patience.failed(10.0)
    assert patience.not_before_s <= 11.0


def test_a_sign_of_life_ends_a_long_pause_soon_but_not_at_once():
    patience = Patience(TIMING, lambda: 0.5)
    for _time in range(8):
        patience.failed(0.0)
    assert patience.not_before_s == 30.0
    patience.encouraged(2.0)
    assert patience.not_before_s == 2.5
