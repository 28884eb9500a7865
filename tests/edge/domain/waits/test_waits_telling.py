"""What people are told: whole minutes, never more precise than it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.domain.waits.telling import Estimate, Told, told


@pytest.mark.parametrize(
    ("low_s", "high_s", "said"),
    [
        (0, 20, Told(0, 1)),
        (30, 200, Told(0, 4)),
        (130, 290, Told(2, 5)),
        (600, 600, Told(10, 11)),
        (610, 840, Told(10, 15)),
        (700, 1500, Told(10, 25)),
        (1900, 3000, Told(30, 50)),
        (5400, 7000, Told(90, None)),
        (5000, 9000, Told(80, 150)),
    ],
)
def test_a_range_is_told_in_steps_that_grow_with_it(low_s: int, high_s: int, said: Told) -> None:
    assert told(Estimate(low_s, (low_s + high_s) // 2, high_s, "m")) == said


@given(st.integers(0, 20_000), st.integers(0, 20_000))
def test_what_is_told_holds_whatever_was_estimated(one: int, other: int) -> None:
    low_s, high_s = sorted((one, other))
    said = told(Estimate(low_s, low_s, high_s, "m"))
    assert said.low_min * 60 <= low_s
    assert said.high_min is None or said.high_min * 60 >= high_s
    assert said.high_min is None or said.high_min > said.low_min
