"""Spreads of lengths: what is believed, what is measured, what is left."""

import json
import math

from hypothesis import given
from hypothesis import strategies as st

from edge.domain.waits.spread import QUANTILES, Prior, Spread, merged, remaining_s

LENGTHS = st.lists(st.floats(0, 20_000), max_size=60)


def of(lengths_s: list[float]) -> Spread:
    spread = Spread()
    for length_s in lengths_s:
        spread = spread.with_one(length_s)
    return spread


def test_without_a_measure_it_is_as_configured() -> None:
    quantiles = Spread().quantiles(Prior(300.0))
    assert 280 < sum(quantiles) / len(quantiles) < 320
    assert 230 < quantiles[QUANTILES // 2] < 270


def test_many_measures_outweigh_what_was_configured() -> None:
    quantiles = of([60.0] * 400).quantiles(Prior(900.0))
    assert 50 < quantiles[QUANTILES // 2] < 75


def test_a_few_measures_only_move_it() -> None:
    quantiles = of([60.0] * 2).quantiles(Prior(900.0))
    assert 300 < quantiles[QUANTILES // 2] < 800


@given(LENGTHS)
def test_quantiles_rise_whatever_was_measured(lengths_s: list[float]) -> None:
    quantiles = of(lengths_s).quantiles(Prior(180.0))
    assert len(quantiles) == QUANTILES
    assert list(quantiles) == sorted(quantiles)
    assert all(0 < each < math.inf for each in quantiles)


@given(LENGTHS, st.floats(0, 30_000), st.floats(0, 1))
def test_what_is_left_is_never_negative(
    lengths_s: list[float], passed_s: float, share: float
) -> None:
    left_s = remaining_s(of(lengths_s).quantiles(Prior(180.0)), passed_s, share)
    assert 0 <= left_s < math.inf


@given(LENGTHS)
def test_it_is_the_same_after_json(lengths_s: list[float]) -> None:
    spread = of(lengths_s).faded(0.9)
    assert Spread.from_json(json.loads(json.dumps(spread.as_json()))) in (spread, Spread())


def test_who_has_been_served_for_long_is_likely_to_take_longer_still() -> None:
    quantiles = Spread().quantiles(Prior(300.0, 1.0))
    early = [remaining_s(quantiles, 0, share / 20) for share in range(20)]
    late = [remaining_s(quantiles, 900, share / 20) for share in range(20)]
    assert sum(late) > sum(early)


def test_spreads_together_are_all_their_lengths() -> None:
    assert merged([of([10, 20]), Spread(), of([30])]) == of([10, 20, 30])
    assert merged([]) == Spread()


def test_the_middle_is_where_half_of_them_end() -> None:
    assert 45 < of([10, 50, 5000]).middle_s < 65
    assert Spread().middle_s == 0
