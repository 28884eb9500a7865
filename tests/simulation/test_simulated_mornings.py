"""Short bad days: few visitors and many mishaps, so that a mistake shows within seconds."""

import pytest

from edge.paths import shipped_config
from edge.simulation.world import Outcome, Script, live


def morning(seed: int, **more: float) -> Outcome:
    script = Script(seed, visitors=int(more.get("visitors", 40)), badness=more.get("badness", 3.0))
    return live(script, shipped_config("demo.toml"))


@pytest.mark.parametrize("seed", [2, 3, 5, 7, 11, 13])
def test_after_a_bad_morning_everybody_agrees(seed):
    assert morning(seed).wrongs == []


def test_on_a_good_morning_nothing_goes_wrong_and_nobody_is_forgotten():
    outcome = morning(1, badness=0.0)
    assert outcome.wrongs == []
    assert (outcome.mishaps, outcome.excused) == (0, 0)
    assert outcome.tickets == 40
    assert outcome.served > 30
    assert outcome.drained_s == 0.0
